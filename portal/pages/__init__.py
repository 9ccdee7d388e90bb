"""Doors for residents."""

from flask import Blueprint

from portal.pages import (
    about,
    category,
    chart,
    dataset,
    developers,
    download,
    home,
    organization,
    search,
    table,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return (
        about.bp,
        category.bp,
        chart.bp,
        dataset.bp,
        developers.bp,
        download.bp,
        home.bp,
        organization.bp,
        search.bp,
        table.bp,
    )
