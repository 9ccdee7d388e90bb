"""What is in each column: counts, ranges, most frequent values, and what the column is for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nsmallest
from pathlib import Path

import duckdb

from datasets.tables.column import Column, ColumnType
from datasets.tables.roles import role, unit

EXACT_DISTINCT = 10_000
_COLUMNS_AT_ONCE = 50
# a short table is held, some columns at a time: a question for each would cost more than its cells
_MOST_HELD_CELLS = 400_000
_COLUMNS_HELD = 10
_DETAILED_COLUMNS = 300
_TOP_VALUES = 20
_MOST_GROUPS = 50_000
_EXAMPLES = 3
_EXAMPLE_ROWS = 1_000
_BINS = 10
_LONGEST_SHOWN = 200
_SMALL_BYTES = 4_000_000
_RANGED = (
    ColumnType.INTEGER,
    ColumnType.NUMBER,
    ColumnType.DATE,
    ColumnType.DATETIME,
    ColumnType.TIME,
)


def profile(parquet: Path, columns: Sequence[Column], *, threads: int = 1) -> tuple[Column, ...]:
    """The same columns with everything that their values tell.

    Args:
        parquet: As `datasets.tables.load` wrote it.
        columns: With names and types, in the order of the table.
        threads: Cores to use.

    Returns:
        Each column with its role, unit, counts, range, top values, histogram and examples; past
        the first 300 columns without top values and histogram.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": "300MB",
        "temp_directory": str(parquet.parent),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        reading = _Reading(connection, parquet)
        rows = int(str(reading.ask("count(*)")[0][0]))
        counted: list[Column] = []
        for start in range(0, len(columns), _COLUMNS_AT_ONCE):
            counted += _counted(reading, columns[start : start + _COLUMNS_AT_ONCE], start, rows)
        told, further = counted[:_DETAILED_COLUMNS], counted[_DETAILED_COLUMNS:]
        if rows <= _MOST_HELD_CELLS // _COLUMNS_HELD:
            detailed = [*_detailed_together(reading, told, rows), *further]
        else:
            one_by_one = (_detailed(reading, column, place) for place, column in enumerate(told))
            detailed = [*one_by_one, *further]
    return tuple(_named(column, rows) for column in detailed)


class _Reading:
    """One table, asked over and over; a small one is unpacked once for all questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, parquet: Path) -> None:
        self._connection = connection
        self._from, self._bound = "read_parquet(?)", [str(parquet)]
        if parquet.stat().st_size <= _SMALL_BYTES:
            connection.execute("CREATE TEMP TABLE whole AS FROM read_parquet(?)", self._bound)
            self._from, self._bound = "whole", []

    def ask(self, what: str, rest: str = "", *bound: object) -> list[tuple[object, ...]]:
        sql = f"FROM {self._from} SELECT {what} {rest}"
        return self._connection.execute(sql, [*self._bound, *bound]).fetchall()


def _counted(reading: _Reading, columns: Sequence[Column], start: int, rows: int) -> list[Column]:
    """Blanks, an estimate of different values, and the range, of some columns in one reading."""
    figures = []
    for place, column in enumerate(columns, start):
        ranged = column.type in _RANGED
        figures += [f"count(c{place})", f"approx_count_distinct(c{place})"]
        figures += [
            f"{function}(c{place}, n{place})" if ranged else "NULL"
            for function in ("arg_min", "arg_max")
        ]
    answer = reading.ask(", ".join(figures))[0]
    found = []
    for place, column in enumerate(columns):
        filled, different, least, most = answer[place * 4 : place * 4 + 4]
        found.append(
            replace(
                column,
                blank_count=rows - int(str(filled)),
                distinct_count=min(int(str(different)), int(str(filled))),
                minimum=None if least is None else str(least),
                maximum=None if most is None else str(most),
            )
        )
    return found


def _detailed_together(reading: _Reading, columns: Sequence[Column], rows: int) -> Iterator[Column]:
    """The same of every column as `_detailed` tells of one, of a table that is short."""
    at_once = max(_COLUMNS_HELD, _MOST_HELD_CELLS // max(1, rows))
    for start in range(0, len(columns), at_once):
        part = columns[start : start + at_once]
        asked = [
            f"c{place}, {_figure(column, place) if _has_range(column) else 'NULL'}"
            for place, column in enumerate(part, start)
        ]
        answer = list(zip(*reading.ask(", ".join(asked)), strict=True)) or [()] * (2 * len(part))
        for column, cells, figures in zip(part, answer[::2], answer[1::2], strict=True):
            counts = Counter(cell for cell in cells if cell is not None)
            top = nsmallest(_TOP_VALUES, counts.items(), key=lambda item: (-item[1], item[0]))
            yield replace(
                column,
                distinct_count=len(counts),
                top=tuple((str(value)[:_LONGEST_SHOWN], count) for value, count in top),
                histogram=_bins([float(str(n)) for n in figures if n is not None]),
                examples=_shown(cells[:_EXAMPLE_ROWS]),
            )


def _shown(cells: Iterable[object]) -> tuple[str, ...]:
    texts = dict.fromkeys(str(cell)[:_LONGEST_SHOWN] for cell in cells if cell is not None)
    return tuple(texts)[:_EXAMPLES]


def _has_range(column: Column) -> bool:
    return column.type in _RANGED and column.minimum != column.maximum


def _figure(column: Column, place: int) -> str:
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        return f"n{place}::DOUBLE"
    return f"epoch(n{place})::DOUBLE"


def _bins(figures: list[float]) -> tuple[int, ...]:
    """As `_histogram`, of figures at hand."""
    least, most = min(figures, default=0.0), max(figures, default=0.0)
    if least == most:
        return ()
    places = (int((figure - least) / (most - least) * _BINS) for figure in figures)
    counts = Counter(min(place, _BINS - 1) for place in places)
    return tuple(counts[place] for place in range(_BINS))


def _detailed(reading: _Reading, column: Column, place: int) -> Column:
    """An exact count of different values where there are few, top values, histogram, examples."""
    cell = f"c{place}"
    different = column.distinct_count
    top: tuple[tuple[str, int], ...] = ()
    if different <= EXACT_DISTINCT * 1.2:  # the estimate is some per cent off
        different = int(str(reading.ask(f"count(DISTINCT {cell})")[0][0]))
    if different <= _MOST_GROUPS:
        most = (
            f"WHERE {cell} IS NOT NULL GROUP BY {cell}"
            f" ORDER BY count(*) DESC, {cell} LIMIT {_TOP_VALUES}"
        )
        counts = reading.ask(f"{cell}, count(*)", most)
        top = tuple((str(value)[:_LONGEST_SHOWN], int(str(count))) for value, count in counts)
    first = reading.ask(cell, f"LIMIT {_EXAMPLE_ROWS}")
    return replace(
        column,
        distinct_count=different,
        top=top,
        histogram=_histogram(reading, column, place),
        examples=_shown(value for (value,) in first),
    )


def _histogram(reading: _Reading, column: Column, place: int) -> tuple[int, ...]:
    """Counts in equal steps from the smallest to the largest value; empty if these are one."""
    if not _has_range(column):
        return ()
    figure = _figure(column, place)
    least, most = reading.ask(f"min({figure}), max({figure})")[0]
    if least == most:
        return ()
    step = f"least(floor(({figure} - ?) / (? - ?) * {_BINS}), {_BINS - 1})::INTEGER AS bin"
    filled = f"WHERE n{place} IS NOT NULL GROUP BY bin"
    bins = reading.ask(f"{step}, count(*)", filled, least, most, least)
    counts = {int(str(place)): int(str(count)) for place, count in bins}
    return tuple(counts.get(place, 0) for place in range(_BINS))


def _named(column: Column, rows: int) -> Column:
    """With its role, and its unit where it holds numbers."""
    numbers = column.type in (ColumnType.INTEGER, ColumnType.NUMBER)
    return replace(column, role=role(column, rows), unit=unit(column.name) if numbers else "")
