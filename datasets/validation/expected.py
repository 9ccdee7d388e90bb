"""What a table is checked against: a national standard, else its staff's promise, else itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datasets.tables.column import Column
from datasets.validation.deciding import Decided
from datasets.validation.report import Basis, Report
from datasets.validation.schema import SchemaField, TableSchema
from datasets.validation.standards.beside import beside
from datasets.validation.standards.promise import promised
from datasets.validation.standards.recognise import Recognition, recognise, recognition_of
from datasets.validation.standards.schema import edition
from datasets.validation.standards.telling import as_standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a table must be.

    Attributes:
        standing: As `PreparedTable.standard`.
    """

    schema: TableSchema
    basis: Basis
    standing: Mapping[str, Any] | None

    def told(self, report: Report) -> Report:
        """A report against the schema, in the words of whose promise it is."""
        return as_expected(report, self.basis, self.standing)


def as_expected(report: Report, basis: Basis, standing: Mapping[str, Any] | None) -> Report:
    """A report of the sieve's or of Frictionless, in the words of whose promise was checked."""
    return as_standard(replace(report, basis=basis), standing)


def expected(
    parquet: Path, columns: Sequence[Column], rows: int, *, title: str, decided: Decided
) -> Expected:
    """What a table must be: a standard that it surely follows, or that staff say it follows, first.

    Args:
        parquet: The table, as `datasets.tables.load` wrote it.
        columns: Its columns, profiled.
        rows: How many it has.
        title: What its file and sheet are called.
        decided: What staff said of it.
    """
    found = _found(columns, title, decided)
    if found is not None and _follows(found, decided):
        return following(parquet, columns, rows, found)
    standing = None if found is None else {**found.to_json(), "followed": False, "beside": []}
    schema = TableSchema.of(columns)
    if decided.required or decided.unique:
        fields = tuple(_promised(field, decided) for field in schema.fields)
        schema = replace(schema, fields=fields)
        return Expected(schema=schema, basis=Basis.STAFF, standing=standing)
    return Expected(schema=schema, basis=Basis.INFERRED, standing=standing)


def following(parquet: Path, columns: Sequence[Column], rows: int, found: Recognition) -> Expected:
    """What a table must be that follows a standard."""
    lacking = [one.to_json() for one in beside(parquet, columns, rows, found)]
    return Expected(
        schema=promised(columns, found, rows),
        basis=Basis.STANDARD,
        standing={**found.to_json(), "followed": True, "beside": lacking},
    )


def recognised(columns: Sequence[Column], *, title: str = "") -> Recognition | None:
    """The likeliest standard of a table whose columns are profiled; None if it follows none."""
    sample = {
        column.name: (*column.examples, *(value for value, _count in column.top))
        for column in columns
    }
    found = recognise([column.name for column in columns], sample, title=title)
    return found[0] if found else None


def _found(columns: Sequence[Column], title: str, decided: Decided) -> Recognition | None:
    if decided.follows:
        names = [column.name for column in columns]
        named = recognition_of(names, edition(decided.follows), decided.fields)
        if named.matched:
            return named
    return recognised(columns, title=title)


def _follows(found: Recognition, decided: Decided) -> bool:
    name = edition(f"{found.standard}-{found.edition}").id
    return name == decided.follows or (found.acts_alone and name not in decided.declined)


def _promised(field: SchemaField, decided: Decided) -> SchemaField:
    limits = {
        **({"required": True} if field.name in decided.required else {}),
        **({"unique": True} if field.name in decided.unique else {}),
    }
    return replace(field, constraints=limits) if limits else field
