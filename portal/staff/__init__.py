"""Doors for city staff."""

from flask import Blueprint

from portal.staff import dataset, describe, desk, harvest, preview, question, session, upload


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    doors = (dataset, describe, desk, harvest, preview, question, session, upload)
    return tuple(door.bp for door in doors)
