"""What staff chose for a built-in app, as JSON and back.

It is read strictly: an app whose columns are gone says so instead of showing something else.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from apps_gallery.builtin.base import (
    COLOURS,
    Address,
    Config,
    Fit,
    Slot,
    Source,
    Table,
    Template,
)
from datasets.kernel.errors import InvalidApp
from datasets.kernel.messages import N_
from datasets.tables.column import Column

LONGEST_QUESTION = 80
_KEYS = frozenset({"sources", "question", "settings", "colour"})
_SOURCE_KEYS = frozenset({"dataset", "file", "columns"})


def stored_config(template: Template, table: Table, fit: Fit, **rest: Any) -> dict[str, Any]:
    """A configuration of one table as it is kept; `rest` may hold question and colour."""
    named = {slot: list(names) for slot, names in fit.columns.items() if names}
    source = {"dataset": table.dataset, "file": table.file, "columns": named}
    sources = [source] if template.most_sources else []
    return {"sources": sources, "settings": dict(fit.settings), **rest}


def addresses(stored: Mapping[str, Any]) -> tuple[Address, ...]:
    """The tables a stored configuration names.

    Raises:
        InvalidApp: if it has not the form of one.
    """
    sources = stored.get("sources")
    if set(stored) - _KEYS or not isinstance(sources, list):
        raise _unreadable()
    found = []
    for source in sources:
        if not isinstance(source, dict) or set(source) != _SOURCE_KEYS:
            raise _unreadable()
        found.append((str(source["dataset"]), str(source["file"])))
    return tuple(found)


def read_config(
    template: Template, stored: Mapping[str, Any], known: Mapping[Address, Table], today: date
) -> Config:
    """Read a stored configuration against the tables as they are now.

    Args:
        template: That it is of.
        stored: As `stored_config` made it.
        known: The tables that `addresses(stored)` names.
        today: Of the city.

    Raises:
        InvalidApp: if a table or a column is gone, does not suit its slot, or a word is unknown.
    """
    named = addresses(stored)
    if not min(1, template.most_sources) <= len(named) <= template.most_sources:
        raise _unreadable()
    sources = [
        _source(template, source, known.get(address))
        for source, address in zip(stored["sources"], named, strict=True)
    ]
    colour = stored.get("colour", COLOURS[0])
    if colour not in COLOURS:
        raise _unreadable()
    return Config(
        sources=tuple(sources),
        question=_question(stored.get("question", {})),
        settings=_settings(template, stored.get("settings", {})),
        colour=colour,
        today=today,
    )


def _question(stored: Any) -> dict[str, str]:
    if not isinstance(stored, dict) or not set(stored) <= {"ja", "en"}:
        raise _unreadable()
    if not all(isinstance(text, str) and len(text) <= LONGEST_QUESTION for text in stored.values()):
        raise _unreadable()
    return {code: text.strip() for code, text in stored.items() if text.strip()}


def _source(template: Template, stored: Mapping[str, Any], table: Table | None) -> Source:
    if table is None:
        raise InvalidApp(N_("The data this app shows are not public any more."))
    slots = {slot.name: slot for slot in template.slots}
    asked = stored["columns"]
    if not isinstance(asked, dict) or not set(asked) <= set(slots):
        raise _unreadable()
    found = {name: _columns(slots[name], names, table) for name, names in asked.items()}
    missing = [slot.name for slot in template.slots if slot.needed and not found.get(slot.name)]
    if missing:
        raise InvalidApp(N_("This app needs a column for “{slot}”."), slot=missing[0])
    return Source(table, found)


def _columns(slot: Slot, names: Any, table: Table) -> tuple[Column, ...]:
    if not isinstance(names, list) or not 1 <= len(names) <= slot.most:
        raise _unreadable()
    found = []
    for name in names:
        column = table.column(str(name))
        if column is None or not slot.takes(column):
            raise InvalidApp(
                N_("The column “{column}” is gone or holds something else now."),
                column=str(name)[:80],
            )
        found.append(column)
    return tuple(found)


def _settings(template: Template, stored: Any) -> dict[str, str]:
    choices = {one.name: [value for value, _title in one.choices] for one in template.settings}
    if not isinstance(stored, dict) or not set(stored) <= set(choices):
        raise _unreadable()
    if any(value not in choices[name] for name, value in stored.items()):
        raise _unreadable()
    return {name: stored.get(name, values[0]) for name, values in choices.items() if values}


def _unreadable() -> InvalidApp:
    return InvalidApp(N_("The configuration of this app cannot be read."))
