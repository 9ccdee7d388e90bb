"""From a table to a picture."""
