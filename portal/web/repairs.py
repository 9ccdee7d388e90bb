"""What the repair of a file did, in words: its steps, with cells before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from datasets.kernel.messages import Message
from datasets.models.quality import QualityReport
from datasets.repair.script_reading import reading, why_not
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


@dataclass(frozen=True, slots=True)
class Making:
    """How a table was made of its file, as the macro `making` takes it.

    Attributes:
        offered: What could be mended besides, and waits for its publisher.
        notes: Titles and notes that stood around the table.
        recipe_url: The steps as JSON; empty if there are none, or the table is not public.
        script_url: The steps as a script; empty where no script can read the file.
        script_reason: Why there is none; empty where there is one, or no recipe.
    """

    repairs: tuple[Repair, ...]
    offered: tuple[str, ...]
    notes: tuple[str, ...]
    recipe_url: str
    script_url: str
    script_reason: str


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


def making(kept: QualityReport | None, address: tuple[str, str] | None = None) -> Making:
    """How a table was made of its file.

    Args:
        kept: What was found in the file; None if nothing is known.
        address: Names of the dataset and the file, if the table is public as it is.
    """
    if kept is None:
        return Making((), (), (), "", "", "")
    source = (kept.recipe or {}).get("source", {})
    is_scripted = reading(source) is not None
    public = address if kept.recipe else None
    named: dict[str, Any] = {"slug": address[0], "file": address[1]} if address else {}
    return Making(
        repairs=repairs(kept.repairs),
        offered=offered(kept.offers),
        notes=tuple(kept.notes),
        recipe_url=url_for("making.recipe", **named) if public else "",
        script_url=url_for("making.program", **named) if public and is_scripted else "",
        script_reason="" if is_scripted or not public else said(why_not(source)),
    )


def place(row: int | None, column: str | None) -> str:
    """Where in a file something is, as a person would look for it."""
    if row is not None and column:
        return str(_("Row %(row)s, “%(column)s”", row=number(row), column=column))
    if row is not None:
        return str(_("Row %(row)s", row=number(row)))
    return str(_("“%(column)s”", column=column)) if column else str(_("The whole file"))
