"""Which type every value of a column round-trips as, asked in SQL."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from datasets.tables.column import ColumnType

_SAMPLE_ROWS = 2_000
_COLUMNS_AT_ONCE = 100
_COLUMN = "{c}"
_DAY = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}"
_MINUTE = "([01][0-9]|2[0-3]):[0-5][0-9]"
_SECOND = ":[0-5][0-9]"
_FRACTION = "([.][0-9]{1,6})?"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One reading of a column.

    Attributes:
        type: What the column is if every value passes.
        pattern: How every value is written; the same for `re` and for the engine.
        cast: SQL type a value must be castable to besides; empty if the pattern says it all.
        value: SQL over `{c}` for the typed value; empty if text is enough.
        format: How Table Schema names this way of writing; `any` has the reader find out.
    """

    type: ColumnType
    pattern: str
    cast: str
    value: str
    format: str = "default"

    def test(self, name: str) -> str:
        """SQL, true for a value that reads back as the same text."""
        written = f"regexp_full_match({name}, '{self.pattern}')"
        return (
            f"{written} AND TRY_CAST({name} AS {self.cast}) IS NOT NULL" if self.cast else written
        )

    def may_hold(self, values: Sequence[str]) -> bool:
        """Whether all values are written as this reading has them."""
        return all(map(re.compile(self.pattern).fullmatch, values))


def _moment(clock: str, between: str = "[T ]", format_: str = "default") -> _Candidate:
    written = f"{_DAY}{between}{clock}"
    value = "CAST({c} AS TIMESTAMP)"
    return _Candidate(ColumnType.DATETIME, written, "TIMESTAMP", value, format_)


def _time(clock: str, format_: str = "default") -> _Candidate:
    return _Candidate(ColumnType.TIME, clock, "", "CAST({c} AS TIME)", format_)


_WHOLE = f"{_MINUTE}{_SECOND}{_FRACTION}"
_EITHER = f"{_MINUTE}({_SECOND}{_FRACTION})?"

# in the order of preference; a leading zero, a plus sign or 1E5 is a code, not a number
_CANDIDATES = (
    _Candidate(ColumnType.BOOLEAN, "true|false", "", ""),
    _Candidate(ColumnType.INTEGER, "0|-?[1-9][0-9]{0,17}", "", "CAST({c} AS BIGINT)"),
    _Candidate(
        ColumnType.NUMBER,
        "-?(0|[1-9][0-9]{0,14})([.][0-9]{1,30}|[.][0-9]{1,17}e-?[0-9]{1,2})?",
        "",
        "CAST({c} AS DOUBLE)",
    ),
    _Candidate(ColumnType.DATE, _DAY, "DATE", "CAST({c} AS DATE)"),
    _moment(_WHOLE),
    _moment(_MINUTE, "T", "%Y-%m-%dT%H:%M"),
    _moment(_MINUTE, " ", "%Y-%m-%d %H:%M"),
    _moment(_EITHER, format_="any"),
    _moment(f"{_WHOLE}Z"),
    _moment(f"{_EITHER}Z", format_="any"),
    _moment(f"{_WHOLE}[+]09:00"),
    _moment(f"{_EITHER}[+]09:00", format_="any"),
    _time(f"{_MINUTE}{_SECOND}"),
    _time(_MINUTE, "%H:%M"),
    _time(f"{_MINUTE}({_SECOND})?", "any"),
)


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A type, the SQL that makes its value (empty for text and booleans), and its format."""

    type: ColumnType
    value: str
    format: str = "default"


def column_types(
    connection: duckdb.DuckDBPyConnection, parquet: str, count: int
) -> tuple[TypedColumn, ...]:
    """The types of columns c0…cN of a Parquet file of text, from every value of every row."""
    found: list[TypedColumn] = []
    for start in range(0, count, _COLUMNS_AT_ONCE):
        names = [f"c{index}" for index in range(start, min(start + _COLUMNS_AT_ONCE, count))]
        likely = _likely(connection, parquet, names)
        certain = _certain(connection, parquet, names, likely)
        found.extend(_chosen(name, left) for name, left in zip(names, certain, strict=True))
    return tuple(found)


def _chosen(name: str, left: Sequence[_Candidate]) -> TypedColumn:
    if not left:
        return TypedColumn(ColumnType.TEXT, "")
    best = left[0]
    return TypedColumn(best.type, best.value.replace(_COLUMN, name), best.format)


def _likely(
    connection: duckdb.DuckDBPyConnection, parquet: str, names: Sequence[str]
) -> list[list[_Candidate]]:
    """Those candidates that the first rows do not speak against.

    Looked at here and not in SQL, where each pattern costs milliseconds before its first row.
    """
    sql = f"SELECT {', '.join(names)} FROM read_parquet(?) LIMIT {_SAMPLE_ROWS}"  # noqa: S608 - engine names and constants only
    rows = connection.execute(sql, [parquet]).fetchall()
    columns = [
        [value for value in values if value is not None] for values in zip(*rows, strict=True)
    ]
    whole = len(rows) < _SAMPLE_ROWS
    return [
        [] if whole and not values else [one for one in _CANDIDATES if one.may_hold(values)]
        for values in columns or [[]] * len(names)
    ]


def _certain(
    connection: duckdb.DuckDBPyConnection,
    parquet: str,
    names: Sequence[str],
    candidates: Sequence[Sequence[_Candidate]],
) -> list[list[_Candidate]]:
    """Those candidates that no value speaks against; none where a column has no value."""
    tests = [
        f"coalesce(bool_and({candidate.test(name)}) FILTER ({name} IS NOT NULL), false)"
        for name, left in zip(names, candidates, strict=True)
        for candidate in left
    ]
    if not tests:
        return [[] for _ in names]
    sql = f"SELECT {', '.join(tests)} FROM read_parquet(?)"  # noqa: S608 - engine names and constants only
    rows = connection.execute(sql, [parquet]).fetchall()
    answers = iter(rows[0])
    return [[candidate for candidate in left if next(answers)] for left in candidates]
