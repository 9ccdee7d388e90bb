"""What Frictionless says of single values: for those of which SQL cannot be certain.

Only jobs import this module's subjects, because they import Frictionless.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from datasets.validation.schema import SchemaField, TableSchema

Fault = tuple[str, str]
"""Frictionless's error type, and the constraint that is broken; empty for the type itself."""


class Asked:
    """One field of a schema, as Frictionless reads it.

    Args:
        schema: As it will be given to Frictionless.
        field: One of its fields.
    """

    def __init__(self, schema: TableSchema, field: SchemaField) -> None:
        from frictionless import Schema  # noqa: PLC0415 - heavy, and only jobs come here

        place = schema.fields.index(field)
        whole = Schema.from_descriptor(schema.descriptor())
        self._read: Callable[[str], tuple[Any, Mapping[str, str] | None]]
        self._read = whole.fields[place].create_cell_reader()

    def faults(self, value: str) -> Sequence[Fault]:
        """What is wrong with a value; nothing if the field takes it."""
        try:
            _, notes = self._read(value)
        except TypeError:  # a time with a zone and a bound without one cannot be compared
            return (("constraint-error", ""),)
        return tuple(
            ("type-error", "") if name == "type" else ("constraint-error", name)
            for name in notes or ()
        )

    def same(self, value: str) -> str | None:
        """A text that is equal exactly for values that Frictionless holds equal; None for none."""
        read, notes = self._read(value)
        return None if notes and "type" in notes else _identity(read)


def _identity(value: Any) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return plain_figure(format(value, "f"))
    if isinstance(value, datetime) and value.tzinfo is not None:
        return f"{value.timestamp()} UTC"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain_figure(text: str) -> str:
    """A decimal figure without leading or trailing zeros that mean nothing."""
    whole, _, fraction = text.removeprefix("+").partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole, fraction = whole.lstrip("-0") or "0", fraction.rstrip("0")
    figure = f"{whole}.{fraction}" if fraction else whole
    return figure if figure == "0" else f"{sign}{figure}"
