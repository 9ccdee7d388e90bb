"""What the repair of a file did, in words: its steps, with cells before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from datasets.kernel.messages import Message
from datasets.repair.script import SCRIPTED
from portal.web.jinja import number
from portal.web.language import said, stored


@dataclass(frozen=True, slots=True)
class Change:
    """One thing before and after, as the macro `diff` takes it."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One step that made the table out of the file."""

    title: str
    sentence: str
    changes: tuple[Change, ...]


def repairs(records: Sequence[Mapping[str, Any]]) -> tuple[Repair, ...]:
    """The steps of a file, from `StepRecord` as JSON, in the order they were taken."""
    return tuple(
        Repair(
            title=said(Message(record["title"])),
            sentence=stored(record["sentence"]),
            changes=tuple(
                Change(place(cell["row"], cell["column"]), cell["before"], cell["after"])
                for cell in record["examples"]
            ),
        )
        for record in records
    )


def offered(offers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What could be mended besides, from `Offer` as JSON."""
    return tuple(
        f"{said(Message(offer['title']))}: {stored(offer['sentence'])}"
        for offer in offers
        if not offer["taken"]
    )


def making_urls(slug: str, file: str, recipe: Mapping[str, Any] | None) -> dict[str, str]:
    """Where the recipe of a public table and its script are taken from; empty where not."""
    if not recipe:
        return {"recipe_url": "", "script_url": ""}
    readable = recipe.get("source", {}).get("kind") in SCRIPTED
    return {
        "recipe_url": url_for("making.recipe", slug=slug, file=file),
        "script_url": url_for("making.program", slug=slug, file=file) if readable else "",
    }


def place(row: int | None, column: str | None) -> str:
    """Where in a file something is, as a person would look for it."""
    if row is not None and column:
        return str(_("Row %(row)s, “%(column)s”", row=number(row), column=column))
    if row is not None:
        return str(_("Row %(row)s", row=number(row)))
    return str(_("“%(column)s”", column=column)) if column else str(_("The whole file"))
