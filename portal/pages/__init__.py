"""Doors for residents."""
