"""Doors for city staff."""
