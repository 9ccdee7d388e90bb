"""A clean table and its columns, through Frictionless, to a Report."""

import re
import time
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets.kernel.messages import Message
from datasets.tables.column import Column
from datasets.validation.advice import advice
from datasets.validation.report import Finding, Report

if TYPE_CHECKING:
    from frictionless.resources import TableResource

EXAMPLES_EACH = 20
VALUE_LENGTH = 100

_OTHER_ROW = re.compile(r"position (\d+)")


def validate(
    csv: Path,
    columns: Sequence[Column],
    *,
    limit_errors: int = 1000,
    limit_rows: int | None = None,
    primary_key: Sequence[str] = (),
) -> Report:
    """Let Frictionless read a whole table against our own schema.

    Nothing is guessed: encoding, dialect and schema are ours. Meant for a job, never for a request.

    Args:
        csv: A local file of ours: UTF-8 without BOM, comma, double quote, header in record 1.
        columns: In the order of the file; a cell without characters is missing.
        limit_errors: Reading ends after this many errors, >= 1.
        limit_rows: Reading ends after this many rows; None reads all.
        primary_key: Names of columns that together tell rows apart.

    Returns:
        What was found; a file that cannot be read is a finding too.
    """
    started = time.perf_counter()
    resource = _resource(csv, columns, primary_key)
    report = resource.validate(limit_errors=limit_errors, limit_rows=limit_rows)
    errors = [error for task in report.tasks for error in task.errors]
    types = {column.name: column.type.value for column in columns}
    return Report(
        valid=not errors,
        row_count=resource.stats.rows or 0,
        findings=_findings(errors, types, primary_key),
        counts=dict(Counter(error.type for error in errors)),
        complete=not any(task.warnings for task in report.tasks),
        seconds=round(time.perf_counter() - started, 3),
        frictionless_version=version("frictionless"),
    )


def _resource(csv: Path, columns: Sequence[Column], primary_key: Sequence[str]) -> "TableResource":
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
    schema: dict[str, Any] = {
        "fields": [{"name": column.name, "type": column.type.value} for column in columns],
        "missingValues": [""],
    }
    if primary_key:
        schema["primaryKey"] = list(primary_key)
    resource = TableResource(
        name="table",
        path=f"./{csv.name}",  # a bare name could be taken for an address
        basepath=str(csv.parent),
        scheme="file",
        format="csv",
        encoding="utf-8",
        dialect=Dialect(controls=[control]),
        schema=Schema.from_descriptor(schema),
    )
    resource.compression = None  # the ending of the name would otherwise choose one
    return resource


def _findings(
    errors: Sequence[Any], types: dict[str, str], primary_key: Sequence[str]
) -> tuple[Finding, ...]:
    """At most EXAMPLES_EACH of each code and column, each knowing how many there are."""
    places = [(error.type, getattr(error, "field_name", None) or None) for error in errors]
    totals = Counter(places)
    shown: Counter[tuple[str, str | None]] = Counter()
    findings = []
    for place, error in zip(places, errors, strict=True):
        shown[place] += 1
        if shown[place] <= EXAMPLES_EACH:
            findings.append(_finding(error, types, primary_key, totals[place]))
    return tuple(findings)


def _finding(error: Any, types: dict[str, str], primary_key: Sequence[str], count: int) -> Finding:
    column = getattr(error, "field_name", None) or None
    value = _value(error, list(types), primary_key)
    other_row = _OTHER_ROW.search(error.note or "")
    words = advice(error.type, _kind(error, types.get(column or "", "")))
    row = getattr(error, "row_number", None)
    places = {
        "code": error.type,
        "row": row,
        "column": column,
        "value": value,
        "number": getattr(error, "field_number", None),
        "other_row": int(other_row[1]) if other_row else None,
    }
    used = {name: place for name, place in places.items() if f"{{{name}}}" in words.sentence}
    return Finding(
        code=error.type,
        message=Message(words.sentence, used),
        remedy=Message(words.remedy),
        row=row,
        column=column,
        value=value,
        count=count,
    )


def _kind(error: Any, column_type: str) -> str:
    if error.type == "primary-key":
        return "blank" if '"None"' in error.note else ""
    return column_type


def _value(error: Any, names: list[str], primary_key: Sequence[str]) -> str | None:
    """What stands in the place, short enough to show."""
    if error.type == "primary-key":
        cells = dict(zip(names, error.cells, strict=False))
        value: str | None = ", ".join(cells.get(name, "") for name in primary_key)
    else:
        value = getattr(error, "cell", None) or getattr(error, "label", None)
    return None if value is None else value[:VALUE_LENGTH]
