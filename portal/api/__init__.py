"""Doors for programs."""

from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return ()
