"""Our checks, one a file."""
