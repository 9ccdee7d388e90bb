"""What citizens made of the data."""
