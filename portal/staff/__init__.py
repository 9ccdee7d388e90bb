"""Doors for city staff."""

from flask import Blueprint

from portal.staff import (
    assessment,
    audit,
    builtin,
    check,
    checked,
    dataset,
    describe,
    desk,
    erase,
    files,
    gallery,
    grid,
    harvest,
    harvest_form,
    organization,
    panel,
    people,
    preview,
    question,
    review,
    safety,
    session,
    tokens,
    typed,
    update,
    upload,
    voice,
    welcome,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Every door of this kind."""
    doors = (
        assessment,
        audit,
        builtin,
        check,
        checked,
        dataset,
        describe,
        desk,
        erase,
        files,
        gallery,
        grid,
        harvest,
        harvest_form,
        organization,
        panel,
        people,
        preview,
        question,
        review,
        safety,
        session,
        tokens,
        typed,
        update,
        upload,
        voice,
        welcome,
    )
    return tuple(door.bp for door in doors)
