"""Doors for programs."""

from flask import Blueprint

from portal.api import blueprint, crawlers, files, health, openapi


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return (blueprint.complete(), files.bp, openapi.bp, health.bp, crawlers.bp)
