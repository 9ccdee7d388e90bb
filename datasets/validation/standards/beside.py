"""What a standard asks that no schema can say: columns not there or empty, and check digits."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column
from datasets.validation.findings import EXAMPLES_EACH
from datasets.validation.report import Finding
from datasets.validation.standards.kinds import check_digit
from datasets.validation.standards.recognise import Recognition
from datasets.validation.standards.schema import Field, Kind, Use

_CODE = "[0-9]{6}"


def beside(
    parquet: Path, columns: Sequence[Column], rows: int, found: Recognition
) -> tuple[Finding, ...]:
    """What a table lacks of its standard, and codes whose check digit is wrong.

    Args:
        parquet: The table, as `datasets.tables.load` wrote it.
        columns: Its columns, profiled.
        rows: How many it has.
        found: The edition it follows.
    """
    fields = {match.column: match.field for match in found.matched}
    return (
        *(_missing(name) for name in found.missing),
        *_empty(columns, rows, fields),
        *_wrong_digits(parquet, columns, fields),
    )


def _missing(name: str) -> Finding:
    return Finding(
        code="missing-label",
        message=Message(N_("The standard column “{column}” is missing."), {"column": name}),
        remedy=Message(N_("Add the column. Leave a cell empty where nothing is known.")),
        column=name,
        deviation=True,
    )


def _empty(columns: Sequence[Column], rows: int, fields: Mapping[str, Field]) -> Iterator[Finding]:
    for column in columns:
        field = fields.get(column.name)
        if rows and field and field.use is Use.MANDATORY and column.blank_count == rows:
            yield Finding(
                code="blank-column",
                message=Message(
                    N_("“{column}” is empty in every row, but the standard needs it."),
                    {"column": column.name},
                ),
                remedy=Message(N_("Fill in the column, or ask who knows its values.")),
                column=column.name,
                deviation=True,
            )


def _wrong_digits(
    parquet: Path, columns: Sequence[Column], fields: Mapping[str, Field]
) -> Iterator[Finding]:
    for place, column in enumerate(columns):
        field = fields.get(column.name)
        if field is not None and field.kind is Kind.AREA_CODE:
            yield from _wrong_digits_in(parquet, place, column.name)


def _wrong_digits_in(parquet: Path, place: int, name: str) -> Iterator[Finding]:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        table = connection.read_parquet(str(parquet), file_row_number=True)
        codes = table.filter(f"regexp_full_match(c{place}, '{_CODE}')")
        counted = codes.aggregate(f"c{place} AS code, count(*) AS n", f"c{place}").fetchall()
        wrong = {code: n for code, n in counted if code[-1] != str(check_digit(code[:-1]))}
        if not wrong:
            return
        # a code is six digits, so it needs no quoting
        listed = ", ".join(f"'{code}'" for code in wrong)
        first = (
            codes.filter(f"c{place} IN ({listed})")
            .project(f"file_row_number + 2 AS row, c{place} AS code")
            .order("row")
            .limit(EXAMPLES_EACH)
            .fetchall()
        )
    for row, code in first:
        yield _wrong_digit(int(row), name, code, sum(wrong.values()))


def _wrong_digit(row: int, column: str, code: str, count: int) -> Finding:
    return Finding(
        code="check-digit",
        message=Message(
            N_("Row {row}, “{column}”: the last digit of “{value}” cannot be right."),
            {"row": row, "column": column, "value": code},
        ),
        remedy=Message(N_("Compare it with the official list of codes of municipalities.")),
        row=row,
        column=column,
        value=code,
        count=count,
        deviation=True,
    )
