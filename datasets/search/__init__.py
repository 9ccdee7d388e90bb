"""Finding datasets."""
