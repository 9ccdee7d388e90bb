"""Which type every value of a column round-trips as, asked in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from datasets.tables.column import ColumnType

_SAMPLE_ROWS = 5_000
_COLUMNS_AT_ONCE = 100
_COLUMN = "{c}"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One reading of a column.

    Attributes:
        type: What the column is if every value passes.
        test: SQL over `{c}`, true for a value that reads back as the same text.
        value: SQL over `{c}` for the typed value; empty if text is enough.
    """

    type: ColumnType
    test: str
    value: str


def _written(pattern: str) -> str:
    return f"regexp_full_match({{c}}, '{pattern}')"


def _moment(zone: str) -> _Candidate:
    test = _written(f"{_DAY}[T ]{_CLOCK}{zone}") + " AND TRY_CAST({c} AS TIMESTAMP) IS NOT NULL"
    return _Candidate(ColumnType.DATETIME, test, "CAST({c} AS TIMESTAMP)")


# in the order of preference; a leading zero, a plus sign or 1E5 is a code, not a number
_CANDIDATES = (
    _Candidate(ColumnType.BOOLEAN, "{c} IN ('true', 'false')", ""),
    _Candidate(ColumnType.INTEGER, _written("0|-?[1-9][0-9]{0,17}"), "CAST({c} AS BIGINT)"),
    _Candidate(
        ColumnType.NUMBER,
        _written("-?(0|[1-9][0-9]{0,14})([.][0-9]{1,30}|[.][0-9]{1,17}e-?[0-9]{1,2})?"),
        "CAST({c} AS DOUBLE)",
    ),
    _Candidate(
        ColumnType.DATE,
        _written(_DAY) + " AND TRY_CAST({c} AS DATE) IS NOT NULL",
        "CAST({c} AS DATE)",
    ),
    _moment(""),
    _moment("Z"),
    _moment("[+]09:00"),
    _Candidate(
        ColumnType.TIME,
        _written("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"),
        "CAST({c} AS TIME)",
    ),
)


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A type and the SQL that makes its value; empty for text and booleans."""

    type: ColumnType
    value: str


def column_types(
    connection: duckdb.DuckDBPyConnection, parquet: str, count: int
) -> tuple[TypedColumn, ...]:
    """The types of columns c0…cN of a Parquet file of text, from every value of every row."""
    found: list[TypedColumn] = []
    for start in range(0, count, _COLUMNS_AT_ONCE):
        names = [f"c{index}" for index in range(start, min(start + _COLUMNS_AT_ONCE, count))]
        every = [list(_CANDIDATES) for _ in names]
        likely = _survivors(connection, parquet, names, every, f" LIMIT {_SAMPLE_ROWS}")
        certain = _survivors(connection, parquet, names, likely, "")
        found.extend(_chosen(name, left) for name, left in zip(names, certain, strict=True))
    return tuple(found)


def _chosen(name: str, left: Sequence[_Candidate]) -> TypedColumn:
    if not left:
        return TypedColumn(ColumnType.TEXT, "")
    return TypedColumn(left[0].type, left[0].value.replace(_COLUMN, name))


def _survivors(
    connection: duckdb.DuckDBPyConnection,
    parquet: str,
    names: Sequence[str],
    candidates: Sequence[Sequence[_Candidate]],
    limit: str,
) -> list[list[_Candidate]]:
    """Those candidates that no value speaks against; none where a column has no value."""
    of_blanks = "true" if limit else "false"
    tests = [
        f"coalesce(bool_and({candidate.test.replace(_COLUMN, name)})"
        f" FILTER ({name} IS NOT NULL), {of_blanks})"
        for name, left in zip(names, candidates, strict=True)
        for candidate in left
    ]
    if not tests:
        return [[] for _ in names]
    source = f"(SELECT {', '.join(names)} FROM read_parquet(?){limit})"  # noqa: S608 - engine names and constants only
    rows = connection.execute(f"SELECT {', '.join(tests)} FROM {source}", [parquet]).fetchall()  # noqa: S608 - engine names and constants only
    answers = iter(rows[0])
    return [[candidate for candidate in left if next(answers)] for left in candidates]
