"""Between the text of a cell and its typed value."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnType

_HOW_TO_ENTER = {
    ColumnType.INTEGER: N_("Enter {column} as a number, like 500."),
    ColumnType.NUMBER: N_("Enter {column} as a number, like 500."),
    ColumnType.DATE: N_("Enter {column} as a date, like 2026-04-01."),
    ColumnType.DATETIME: N_("Enter {column} as a date and time, like 2026-04-01T09:30."),
    ColumnType.TIME: N_("Enter {column} as a time, like 09:30."),
}

_NUMBER = re.compile(r"[+-]?\d{1,300}(\.\d{1,300})?|[+-]?\.\d{1,300}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)

Typed = str | int | float | bool | date | datetime | time
JsonValue = str | int | float | bool | None


def typed(column: Column, text: str) -> Typed:
    """What a person wrote, as the type of a column; full-width digits and commas are understood.

    Raises:
        InvalidQuery: if it is no value of that type.
    """
    if column.type in (ColumnType.TEXT, ColumnType.BOOLEAN):
        return text
    plain = unicodedata.normalize("NFKC", text).strip()
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        plain = plain.replace(",", "")
    try:
        return _read(column.type, plain)
    except ValueError as error:
        raise InvalidQuery(_HOW_TO_ENTER[column.type], column=column.name) from error


def _read(kind: ColumnType, plain: str) -> Typed:
    if kind is ColumnType.DATE:
        return date.fromisoformat(plain)
    if kind is ColumnType.DATETIME:
        # the clock as it is written; a table has one zone in a column, or none
        return datetime.fromisoformat(plain).replace(tzinfo=None)
    if kind is ColumnType.TIME:
        return time.fromisoformat(plain).replace(tzinfo=None)
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _NUMBER.fullmatch(plain):
        return float(plain)
    raise ValueError(plain)


def json_value(kind: ColumnType, text: str | None) -> JsonValue:
    """The text of a cell as JSON shows it: numbers as numbers, a blank as null."""
    if text is None:
        return None
    if kind is ColumnType.BOOLEAN:
        return text == "true"
    if kind is ColumnType.INTEGER or (kind is ColumnType.NUMBER and _WHOLE.fullmatch(text)):
        return int(text)
    if kind is ColumnType.NUMBER:
        return float(text)
    return text


def json_row(columns: Sequence[Column], row: Sequence[str | None]) -> dict[str, JsonValue]:
    """A row of text as a JSON object, in the order of its columns."""
    return {
        column.name: json_value(column.type, text)
        for column, text in zip(columns, row, strict=True)
    }
