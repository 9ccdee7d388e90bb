"""What a publisher should know of the cells, names and rows of a table."""
