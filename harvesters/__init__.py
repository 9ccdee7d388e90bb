"""Pulling datasets from where cities keep them."""
