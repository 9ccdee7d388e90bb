"""Doors for residents."""

from flask import Blueprint

from portal.pages import about, category, developers, home, organization, search


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return (about.bp, category.bp, developers.bp, home.bp, organization.bp, search.bp)
