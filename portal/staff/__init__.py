"""Doors for city staff."""

from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return ()
