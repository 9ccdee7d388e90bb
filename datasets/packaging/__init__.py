"""From checked files to things to download."""
