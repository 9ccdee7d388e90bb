"""Doors for residents."""

from flask import Blueprint

from portal.pages import (
    about,
    app,
    app_picture,
    calendar,
    category,
    chart,
    compare,
    dataset,
    developers,
    download,
    embed,
    foreseen,
    gallery,
    history,
    home,
    making,
    near,
    organization,
    report,
    requests,
    search,
    standards,
    submission,
    table,
    voice,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    return (
        about.bp,
        app.bp,
        app_picture.bp,
        calendar.bp,
        category.bp,
        chart.bp,
        compare.bp,
        dataset.bp,
        developers.bp,
        download.bp,
        making.bp,
        embed.bp,
        foreseen.bp,
        gallery.bp,
        history.bp,
        home.bp,
        near.bp,
        organization.bp,
        report.bp,
        requests.bp,
        search.bp,
        standards.bp,
        standards.files,
        submission.bp,
        table.bp,
        voice.bp,
    )
