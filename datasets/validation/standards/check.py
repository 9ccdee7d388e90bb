"""A clean table against a standard: what Frictionless says of it, and the standard's own rules."""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnType
from datasets.validation.findings import EXAMPLES_EACH, VALUE_LENGTH
from datasets.validation.report import Finding, Report
from datasets.validation.standards.kinds import BOUNDS, EXAMPLES, MARKS, TYPES, check_digit, fits
from datasets.validation.standards.recognise import Recognition, recognise, recognition_of
from datasets.validation.standards.schema import AUTO, Edition, Field, Kind, Use, edition
from datasets.validation.validate import validate

MOST_CHECKED_ROWS = 50_000
_PRIVATE = frozenset({Kind.PHONE, Kind.EMAIL})


def recognised(columns: Sequence[Column], *, title: str = "") -> Recognition | None:
    """The likeliest standard of a table whose columns are profiled; None if it follows none."""
    sample = {
        column.name: (*column.examples, *(value for value, _count in column.top))
        for column in columns
    }
    found = recognise([column.name for column in columns], sample, title=title)
    return found[0] if found else None


def standing(
    clean: Path, columns: Sequence[Column], rows: int, *, title: str
) -> dict[str, Any] | None:
    """What is kept of a table's standing among the standards; None if it follows none.

    Args:
        clean: The repaired table.
        columns: Its profiled columns.
        rows: How many it has; a table of more than MOST_CHECKED_ROWS is recognised only.
        title: What its file and sheet are called.
    """
    found = recognised(columns, title=title)
    if found is None:
        return None
    is_checked = found.acts_alone and rows <= MOST_CHECKED_ROWS
    report = check(clean, found).to_json() if is_checked else None
    return {**found.to_json(), "report": report}


def check_file(
    clean: str, columns: Sequence[Mapping[str, Any]], schema: str, title: str
) -> dict[str, Any]:
    """Check a table of this machine; for the limited child process.

    Args:
        clean: Path of the repaired table: UTF-8 CSV with a header.
        columns: Its columns, `Column` as JSON.
        schema: Id or number of an edition, or `auto`.
        title: What its file and sheet are called.

    Returns:
        `standard`, a `Recognition` as JSON, and `report`, a `Report` as JSON; both None if it
        follows no standard.

    Raises:
        NotFound: if there is no such standard.
    """
    known = [Column.from_json(dict(column)) for column in columns]
    if schema == AUTO:
        found = recognised(known, title=title)
    else:
        found = recognition_of([column.name for column in known], edition(schema))
    if found is None:
        return {"standard": None, "report": None}
    report = check(Path(clean), found)
    return {"standard": found.to_json(), "report": report.to_json()}


def check(clean: Path, found: Recognition) -> Report:
    """Every row of a clean table against the edition it was recognised as.

    Frictionless judges the types; written forms, code lists, check digits and what must not be
    empty are looked at here. A header that differs is no fault: it is the column it was seen as.
    """
    followed = _edition_of(found)
    fields = {match.column: match.field for match in found.matched}
    with tempfile.TemporaryDirectory() as folder:
        mapped = Path(folder) / "mapped.csv"
        filled = _map(clean, fields, mapped)
        key = [followed.key] if followed.key in filled else []
        judged = validate(mapped, _columns(fields), primary_key=key)
    missing = [_missing(name) for name in found.missing]
    counts: Counter[str] = Counter(judged.counts)
    counts.update("missing-label" for _one in missing)
    own = list(_counted(_own(clean, fields), counts))
    return Report(
        valid=judged.valid and not missing and not own,
        row_count=judged.row_count,
        findings=(*missing, *judged.findings, *own),
        counts=dict(counts),
        complete=judged.complete,
        seconds=judged.seconds,
        frictionless_version=judged.frictionless_version,
    )


def _edition_of(found: Recognition) -> Edition:
    return edition(f"{found.standard}-{found.edition}")


def _columns(fields: Mapping[str, Field]) -> list[Column]:
    return [
        Column(name=field.name, type=TYPES.get(field.kind, ColumnType.TEXT))
        for field in fields.values()
    ]


def _map(clean: Path, fields: Mapping[str, Field], to: Path) -> set[str]:
    """Write the columns that are fields under the names of these; returns which hold anything."""
    filled: set[str] = set()
    with to.open("w", encoding="utf-8", newline="") as out:
        rows = _rows(clean)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([field.name for field in fields.values()])
        for row in rows:
            cells = [row[column] for column in fields]
            filled.update(f.name for f, cell in zip(fields.values(), cells, strict=True) if cell)
            writer.writerow(cells)
    return filled


def _rows(clean: Path) -> Iterator[dict[str, str]]:
    with clean.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _missing(name: str) -> Finding:
    return Finding(
        code="missing-label",
        message=Message(N_("The standard column “{column}” is missing."), {"column": name}),
        remedy=Message(N_("Add the column. Leave a cell empty where nothing is known.")),
        column=name,
    )


def _own(clean: Path, fields: Mapping[str, Field]) -> Iterator[Finding]:
    for number, row in enumerate(_rows(clean), start=2):
        for column, field in fields.items():
            cell = row[column]
            if not cell:
                if field.use is Use.MANDATORY:
                    yield _empty(number, column)
            elif not fits(field, cell):
                # what is of another type is told by Frictionless
                if field.kind not in TYPES or field.kind in BOUNDS:
                    yield _unfit(number, column, field, cell)
            elif field.kind is Kind.AREA_CODE and cell[-1] != str(check_digit(cell[:-1])):
                yield _wrong_digit(number, column, cell)


def _counted(found: Iterator[Finding], counts: Counter[str]) -> Iterator[Finding]:
    """At most EXAMPLES_EACH of each code and column; `counts` gets all of them."""
    kept: list[Finding] = []
    places: Counter[tuple[str, str | None]] = Counter()
    for one in found:
        counts[one.code] += 1
        places[one.code, one.column] += 1
        if places[one.code, one.column] <= EXAMPLES_EACH:
            kept.append(one)
    yield from kept


def _empty(row: int, column: str) -> Finding:
    return Finding(
        code="required",
        message=Message(
            N_("Row {row}: “{column}” is empty, but the standard needs it."),
            {"row": row, "column": column},
        ),
        remedy=Message(N_("Fill in the cell.")),
        row=row,
        column=column,
    )


def _unfit(row: int, column: str, field: Field, cell: str) -> Finding:
    places: dict[str, Any] = {"row": row, "column": column}
    if field.kind in _PRIVATE:
        sentence = N_("Row {row}: “{column}” is not written as the standard asks.")
    else:
        sentence = N_("Row {row}, “{column}”: “{value}” is not written as the standard asks.")
        places["value"] = cell[:VALUE_LENGTH]
    return Finding(
        code="constraint-error",
        message=Message(sentence, places),
        remedy=_remedy(field),
        row=row,
        column=column,
        value=places.get("value"),
    )


def _remedy(field: Field) -> Message:
    values = field.values or MARKS.get(field.kind, ())
    if values:
        return Message(N_("Use one of these: {values}"), {"values": "、".join(values)})
    if field.kind in BOUNDS:
        return Message(
            N_("Look whether latitude and longitude are swapped, or a digit is missing.")
        )
    return Message(N_("Write it like this: {example}"), {"example": EXAMPLES[field.kind]})


def _wrong_digit(row: int, column: str, cell: str) -> Finding:
    return Finding(
        code="check-digit",
        message=Message(
            N_("Row {row}, “{column}”: the last digit of “{value}” cannot be right."),
            {"row": row, "column": column, "value": cell},
        ),
        remedy=Message(N_("Compare it with the official list of codes of municipalities.")),
        row=row,
        column=column,
        value=cell,
    )
