"""Rows one can ask questions of."""
