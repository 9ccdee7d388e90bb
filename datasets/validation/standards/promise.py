"""What a table promises that follows a standard: its own columns, held to the standard's fields."""

from collections.abc import Sequence
from typing import Any

from datasets.tables.column import Column, ColumnType
from datasets.validation.schema import SchemaField, TableSchema
from datasets.validation.standards.kinds import BOUNDS, MARKS, PATTERNS, TYPES
from datasets.validation.standards.recognise import Recognition
from datasets.validation.standards.schema import Field, Use, edition


def promised(columns: Sequence[Column], found: Recognition, rows: int) -> TableSchema:
    """The schema of a table that follows a standard.

    A header that differs is no fault: it is the column it was seen as. Columns that are no field
    stay what they were found to be. What is empty throughout is told once, not row by row.

    Args:
        columns: Of the table, profiled.
        found: The edition it follows, and which column is which field.
        rows: How many the table has.
    """
    fields = {match.column: match.field for match in found.matched}
    filled = {column.name for column in columns if column.blank_count < rows}
    followed = edition(f"{found.standard}-{found.edition}")
    key = [name for name, field in fields.items() if field.name == followed.key and name in filled]
    return TableSchema(
        fields=tuple(
            _held(column, fields[column.name], is_filled=column.name in filled)
            if column.name in fields
            else SchemaField(name=column.name, type=column.type.value, format=column.format)
            for column in columns
        ),
        primary_key=tuple(key),
    )


def _held(column: Column, field: Field, *, is_filled: bool) -> SchemaField:
    kind = ColumnType.TEXT if field.values else TYPES.get(field.kind, ColumnType.TEXT)
    limits = _limits(field)
    if field.use is Use.MANDATORY and is_filled:
        limits["required"] = True
    return SchemaField(name=column.name, type=kind.value, constraints=limits)


def _limits(field: Field) -> dict[str, Any]:
    values = field.values or MARKS.get(field.kind, ())
    if values:
        return {"enum": list(values)}
    if field.kind in BOUNDS:
        return dict(zip(("minimum", "maximum"), BOUNDS[field.kind], strict=True))
    return {"pattern": PATTERNS[field.kind]} if field.kind in PATTERNS else {}
