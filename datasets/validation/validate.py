"""A clean table and its schema, through Frictionless, to a Report."""

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets.tables.column import Column
from datasets.validation.findings import EXAMPLES_EACH, Place, findings, total
from datasets.validation.report import Report
from datasets.validation.schema import RESOURCE_PROFILE, TableSchema

if TYPE_CHECKING:
    from frictionless.resources import TableResource

__all__ = ["EXAMPLES_EACH", "validate", "validate_schema"]

_OTHER_ROW = re.compile(r"position (\d+)")
_CONSTRAINT = re.compile(r'^constraint "(\w+)"')


def validate(
    csv: Path,
    columns: Sequence[Column],
    *,
    limit_errors: int = 1000,
    limit_rows: int | None = None,
    primary_key: Sequence[str] = (),
) -> Report:
    """Let Frictionless read a whole table against what its columns are.

    Args:
        csv: A local file of ours: UTF-8 without BOM, comma, double quote, header in record 1.
        columns: In the order of the file; a cell without characters is missing.
        limit_errors: Reading ends after this many errors, >= 1.
        limit_rows: Reading ends after this many rows; None reads all.
        primary_key: Names of columns that together tell rows apart.

    Returns:
        What was found; a file that cannot be read is a finding too.
    """
    schema = TableSchema.of(columns, primary_key)
    report, _ = validate_schema(csv, schema, limit_errors=limit_errors, limit_rows=limit_rows)
    return report


def validate_schema(
    csv: Path, schema: TableSchema, *, limit_errors: int = 1000, limit_rows: int | None = None
) -> tuple[Report, dict[str, Any]]:
    """Let Frictionless read a whole table against a schema.

    Nothing is guessed: encoding, dialect and schema are ours. Meant for a job, never for a request.

    Returns:
        What was found, and Frictionless's own report as its descriptor, in which each code and
        column has at most EXAMPLES_EACH errors; its figures count all of them.
    """
    started = time.perf_counter()
    resource = _resource(csv, schema)
    told = resource.validate(limit_errors=limit_errors, limit_rows=limit_rows)
    errors = [error for task in told.tasks for error in task.errors]
    places = [_place(error, schema) for error in errors]
    report = Report(
        valid=not errors,
        row_count=resource.stats.rows or 0,
        findings=findings(places, total(places)),
        counts=dict(Counter(error.type for error in errors)),
        complete=not any(task.warnings for task in told.tasks),
        seconds=round(time.perf_counter() - started, 3),
        frictionless_version=version("frictionless"),
    )
    return report, _descriptor(told)


def _resource(csv: Path, schema: TableSchema) -> "TableResource":
    """The file with nothing left to infer; its name never decides how it is read."""
    from frictionless import Dialect, Schema  # noqa: PLC0415 - heavy, and only jobs come here
    from frictionless.formats import CsvControl  # noqa: PLC0415 - likewise
    from frictionless.resources import TableResource  # noqa: PLC0415 - likewise

    from datasets.validation.remembered import remember_dates  # noqa: PLC0415 - likewise

    remember_dates()
    control = CsvControl(
        delimiter=",",
        quote_char='"',
        double_quote=True,
        line_terminator="\n",
        skip_initial_space=False,
    )
    resource = TableResource(
        name="table",
        schema_profile=RESOURCE_PROFILE,
        path=f"./{csv.name}",  # a bare name could be taken for an address
        basepath=str(csv.parent),
        scheme="file",
        format="csv",
        encoding="utf-8",
        dialect=Dialect(header_rows=[1], controls=[control]),
        schema=Schema.from_descriptor(schema.descriptor()),
    )
    resource.compression = None  # the ending of the name would otherwise choose one
    return resource


def _place(error: Any, schema: TableSchema) -> Place:
    column = getattr(error, "field_name", None) or None
    other_row = _OTHER_ROW.search(error.note or "")
    return Place(
        code=error.type,
        kind=_kind(error, column, schema),
        row=getattr(error, "row_number", None),
        column=column,
        value=_value(error, schema),
        number=getattr(error, "field_number", None),
        other_row=int(other_row[1]) if other_row else None,
    )


def _kind(error: Any, column: str | None, schema: TableSchema) -> str:
    if error.type == "primary-key":
        return "blank" if '"None"' in error.note else ""
    if broken := _CONSTRAINT.search(error.note or ""):
        return broken[1]
    return next((field.type for field in schema.fields if field.name == column), "")


def _value(error: Any, schema: TableSchema) -> str | None:
    """What stands in the place."""
    if error.type == "primary-key":
        names = [field.name for field in schema.fields]
        cells = dict(zip(names, error.cells, strict=False))
        return ", ".join(cells.get(name, "") for name in schema.primary_key)
    if error.type == "constraint-error" and '"required"' in error.note:
        return ""  # Frictionless writes None
    return getattr(error, "cell", None) or getattr(error, "label", None)


def _descriptor(told: Any) -> dict[str, Any]:
    """Frictionless's report without the hundreds of errors that say the same."""
    descriptor: dict[str, Any] = told.to_descriptor()
    for task in descriptor["tasks"]:
        task["place"] = "table.csv"  # where it lay with us is nobody's business
        task["errors"] = _first_of_each(task["errors"])
    return descriptor


def _first_of_each(errors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    shown: Counter[tuple[str, str]] = Counter()
    kept = []
    for error in errors:
        group = error["type"], error.get("fieldName", "")
        shown[group] += 1
        if shown[group] <= EXAMPLES_EACH:
            kept.append(error)
    return kept
