"""What a person told of how a file is to be read, from the options of its preparation.

Each table's options may hold `told`, what was said of this file, and a `recipe` with what was said
of the one before; the former wins. `names` is `NamesTold` as JSON or nothing; `sheets`, with the
file's own table only, has `take` and `leave`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from datasets.reading.corrected import Corrected, NamesTold, corrected
from datasets.reading.result import ReadFile, ReadTable


def told_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """What was told of one table, of this file or else of the one before."""
    before = (options.get("recipe") or {}).get("told") or {}
    return {**before, **(options.get("told") or {})}


def corrected_by(read: ReadFile, options: Mapping[str, Any]) -> Corrected:
    """A file as a person corrected it."""
    further = [_names(told) for told in (options.get("sheets") or {}).values()]
    sheets: Mapping[str, Sequence[str]] = told_of(options).get("sheets") or {}
    return corrected(read, _names(options), [told for told in further if told], sheets)


def kept_with_recipe(
    table: ReadTable, options: Mapping[str, Any], fixed: Corrected, *, own: bool
) -> dict[str, Any]:
    """What is replayed on the next file of the kind, as JSON; empty if nothing was told.

    What does not hold here is kept all the same: it may hold next time.

    Args:
        table: As it was corrected.
        options: Its own.
        fixed: The file.
        own: Whether it is the file's own table.
    """
    names = fixed.names.get(table.sheet) or _names(options)
    told: dict[str, Any] = {"names": names.as_json()} if names else {}
    sheets = told_of(options).get("sheets") if own else None
    return {**told, "sheets": dict(sheets)} if sheets else told


def _names(options: Mapping[str, Any]) -> NamesTold | None:
    told = told_of(options).get("names")
    return NamesTold.of(told) if told else None
