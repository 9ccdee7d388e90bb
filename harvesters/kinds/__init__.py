"""The kinds of source, one a file."""
