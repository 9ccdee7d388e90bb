"""Values along time that may be put together, and those that may not.

A sum is a fact only if the rows of a period make a whole: as many rows in each, no total among
them, and a measure that adds up. One row for each period needs no sum at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from datasets.charts.choice import Aggregate
from datasets.charts.data import number
from datasets.charts.suggest import aggregate_for, is_measure
from datasets.tables.column import Column, ColumnRole
from datasets.tables.query import Aggregate as Of
from datasets.tables.query import Condition, Function, Operator, RowQuery
from datasets.tables.store import TableStore

FEWEST_TIMES = 2
MOST_TIMES = 5_000
TOTALS = ("合計", "総数", "総計", "計", "全体", "全市", "市全体", "男女計", "total")
_TOTAL = re.compile("|".join(TOTALS), re.IGNORECASE)
_DAYS_OF_A_YEAR = 365
_PERIOD = re.compile(r"(\d{4})(?:年度|年|[-/.])?(?:(\d{1,2})(?:月|[-/.])?(?:(\d{1,2})日?)?)?")
_NOT_A_GROUP = (ColumnRole.MEASURE, ColumnRole.YEAR, ColumnRole.DATE, ColumnRole.ID)

Period = tuple[int, int, int]  # year, month, day; 0 where it is not said
Series = tuple[tuple[Period, int | float], ...]


def is_time(column: Column) -> bool:
    """Whether a column says of which year, month or day each row is, without a gap."""
    known = column.role in (ColumnRole.YEAR, ColumnRole.DATE) and not column.blank_count
    readable = all(period_of(example) for example in column.examples)
    return known and readable and FEWEST_TIMES <= column.distinct_count <= MOST_TIMES


def spans_years(time: Column) -> bool:
    """Whether the same period of two years is likely to be among the values."""
    ends = (time.minimum, time.maximum) if time.minimum else [value for value, _n in time.top]
    known = sorted(period for text in ends if text and (period := period_of(text)))
    if len(known) < FEWEST_TIMES or known[0] > a_year_before(known[-1]):
        return False
    return not known[0][2] or time.distinct_count > _DAYS_OF_A_YEAR


def is_whole_measure(column: Column) -> bool:
    """Whether a measure has a value in every row."""
    return is_measure(column) and not column.blank_count


def is_panel(time: Column, rows: int) -> bool:
    """Whether every period has the same rows, more than one: groups told again and again."""
    return is_time(time) and rows > time.distinct_count and _is_even(time, rows)


def latest(
    tables: TableStore, key: str, columns: Sequence[Column], time: Column, today: Period
) -> str | None:
    """The last period up to today, as its cells write it; None if there is none."""
    asked = RowQuery(group=(time.name,), aggregates=(Of(Function.COUNT),))
    cells = [str(row[0]) for row in tables.aggregate(key, columns, asked, MOST_TIMES)]
    known = [(period, cell) for cell in cells if (period := period_of(cell)) and period <= today]
    return max(known)[1] if known else None


def adds_up(time: Column, measure: Column, columns: Sequence[Column], rows: int) -> bool:
    """Whether the rows of one period can be one value, as far as the profile tells."""
    if time.distinct_count == rows:
        return True
    if not _is_even(time, rows):
        return False
    return aggregate_for(measure) is Aggregate.SUM and not _has_totals(columns, None)


def adds_up_by(time: Column, group: Column, columns: Sequence[Column], rows: int) -> bool:
    """Whether each period and group has the same number of rows, one if possible."""
    cells = time.distinct_count * group.distinct_count
    if not cells or rows % cells or not (_is_even(time, rows) and _is_even(group, rows)):
        return False
    return cells == rows or not _has_totals(columns, group)


def holds_totals(
    tables: TableStore, key: str, columns: Sequence[Column], group: Column | None
) -> bool:
    """Whether some row is a total of others; looks where the profile saw only a part."""
    for column in columns:
        seen_all = column.distinct_count <= len(column.top)
        if seen_all or column is group or not _may_group(column):
            continue
        asked = RowQuery(conditions=(Condition(column.name, Operator.IS, TOTALS),))
        if tables.count(key, columns, asked):
            return True
    return False


def series(
    tables: TableStore, key: str, columns: Sequence[Column], time: Column, measure: Column
) -> Series:
    """One value a period, oldest first."""
    asked = RowQuery(group=(time.name,), aggregates=(Of(Function.SUM, measure.name),))
    rows = tables.aggregate(key, columns, asked, MOST_TIMES)
    return tuple(sorted(_points((row[0], row[1]) for row in rows)))


def series_by(
    tables: TableStore,
    key: str,
    columns: Sequence[Column],
    names: tuple[Column, Column, Column],
) -> dict[str, Series]:
    """One value a group and period: `names` are time, group and measure."""
    time, group, measure = names
    asked = RowQuery(group=(time.name, group.name), aggregates=(Of(Function.SUM, measure.name),))
    found: dict[str, list[tuple[object, object]]] = {}
    for at, label, value in tables.aggregate(key, columns, asked, 20 * MOST_TIMES):
        if label not in (None, ""):
            found.setdefault(str(label), []).append((at, value))
    return {label: tuple(sorted(_points(values))) for label, values in found.items()}


def period_of(text: str) -> Period | None:
    """2026, 2026年度, 2026-11 or 2026-11-01 as a period; None if it is none of these."""
    found = _PERIOD.fullmatch(text.strip().removesuffix(".0"))
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    return (year, month, day) if month <= 12 and day <= 31 else None


def written(period: Period) -> str:
    """A period as 2026, 2026-11 or 2026-11-01."""
    year, month, day = period
    parts = (f"{year}", f"{month:02d}" if month else "", f"{day:02d}" if day else "")
    return "-".join(part for part in parts if part)


def a_year_before(period: Period) -> Period:
    """The same month and day of the year before."""
    return period[0] - 1, period[1], period[2]


def _points(rows: Iterable[tuple[object, object]]) -> Iterator[tuple[Period, int | float]]:
    for at, value in rows:
        period, amount = period_of(str(at)), number(value)
        if period and amount is not None:
            yield period, amount


def _is_even(column: Column, rows: int) -> bool:
    """Whether every value stands in as many rows, as far as the profile tells."""
    if not column.distinct_count or rows % column.distinct_count:
        return False
    each = rows // column.distinct_count
    return all(count == each for _value, count in column.top)


def _has_totals(columns: Sequence[Column], group: Column | None) -> bool:
    return any(
        _TOTAL.fullmatch(value.strip())
        for column in columns
        if column is not group and _may_group(column)
        for value, _count in column.top
    )


def _may_group(column: Column) -> bool:
    return column.role not in _NOT_A_GROUP
