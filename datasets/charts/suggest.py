"""Which charts suit these columns, the best first."""

import re
from collections.abc import Iterator, Sequence

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.tables.column import Column, ColumnRole, ColumnType

MAX_SUGGESTIONS = 6
MAX_COLUMN_POINTS = 24
MAX_SERIES = 6
MAX_CATEGORIES = 200

_TIMES = (ColumnRole.DATE, ColumnRole.YEAR)
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
# What must not be added up, because its parts do not make a whole.
_SHARES = re.compile(r"率|割合|平均|比$|指数|濃度|気温|温度|湿度|単価|緯度|経度|標高|[%％]")


def suggest(columns: Sequence[Column], rows: int) -> tuple[ChartChoice, ...]:
    """The charts worth offering, best first.

    Args:
        columns: Of one table, with their roles and counts.
        rows: Of that table, >= 0.

    Returns:
        At most MAX_SUGGESTIONS, none twice; none at all for a table of fewer than two rows.
    """
    if rows < 2:
        return ()
    found: list[ChartChoice] = []
    kinds = (_pyramids, _over_time, _by_category, _split, _counts, _two_measures, _spread)
    for kind in kinds:
        # two of a kind at most, so that different questions are answered
        found += list(kind(columns, rows))[:2]
    return tuple(dict.fromkeys(found))[:MAX_SUGGESTIONS]


def valid_types(choice: ChartChoice, columns: Sequence[Column]) -> tuple[ChartType, ...]:
    """The types that can show what a choice names, the choice's own type among them if it can.

    Args:
        choice: Columns by name; an unknown column allows no type.
        columns: Of the table.
    """
    by_name = {column.name: column for column in columns}
    named = [name for name in (choice.x, choice.y, choice.series) if name is not None]
    if any(name not in by_name for name in named):
        return ()
    x = by_name[choice.x]
    y = by_name[choice.y] if choice.y is not None else None
    series = by_name[choice.series] if choice.series is not None else None
    return tuple(kind for kind in ChartType if _allows(kind, x, y, series))


def aggregate_for(measure: Column | None) -> Aggregate:
    """How cells of a measure are put together: rates and prices are averaged, the rest added."""
    if measure is None:
        return Aggregate.COUNT
    mean = _SHARES.search(measure.name) or _SHARES.search(measure.unit)
    return Aggregate.AVERAGE if mean else Aggregate.SUM


def is_measure(column: Column) -> bool:
    """Whether its values can be added or averaged."""
    return column.role is ColumnRole.MEASURE and column.type in _NUMBERS


def _allows(kind: ChartType, x: Column, y: Column | None, series: Column | None) -> bool:
    measured = y is None or is_measure(y)
    split = series is not None and 2 <= series.distinct_count <= MAX_SERIES
    rules = {
        ChartType.BAR: measured and series is None and not is_measure(x),
        ChartType.LINE: measured and x.role in _TIMES and (series is None or split),
        ChartType.COLUMN: measured
        and series is None
        and x.role in _TIMES
        and x.distinct_count <= 2 * MAX_COLUMN_POINTS,
        ChartType.HISTOGRAM: is_measure(x) and y is None and series is None,
        ChartType.SCATTER: is_measure(x) and y is not None and is_measure(y) and series is None,
        ChartType.PYRAMID: measured
        and x.role is ColumnRole.AGE
        and series is not None
        and series.role is ColumnRole.SEX,
        ChartType.STACKED: measured and not is_measure(x) and split,
    }
    return rules[kind]


def _pyramids(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    ages = [column for column in columns if column.role is ColumnRole.AGE]
    sexes = [column for column in columns if column.role is ColumnRole.SEX]
    for age in ages[:1]:
        for sex in sexes[:1]:
            measure = next(_measures(columns), None)
            yield _choice(ChartType.PYRAMID, age, measure, sex)


def _over_time(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    times = [c for c in columns if c.role in _TIMES and c.distinct_count >= 2]
    for time in times[:1]:
        long = time.distinct_count > MAX_COLUMN_POINTS
        for measure in _changing(columns, rows, time):
            yield _choice(ChartType.LINE if long else ChartType.COLUMN, time, measure)
        if not any(_measures(columns)) and time.distinct_count < rows:
            yield _choice(ChartType.LINE if long else ChartType.COLUMN, time)


def _changing(columns: Sequence[Column], rows: int, time: Column) -> Iterator[Column]:
    """The measures, last those that may be the same at every time, as the size of each place."""
    places = rows // max(time.distinct_count, 1)
    yield from sorted(_measures(columns), key=lambda measure: measure.distinct_count <= places)


def _by_category(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    for measure in _measures(columns):
        for category in _categories(columns, rows):
            yield _choice(ChartType.BAR, category, measure)
            break


def _split(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    measure = next(_measures(columns), None)
    few = [c for c in _categories(columns, rows) if 2 <= c.distinct_count <= MAX_SERIES]
    times = [c for c in columns if c.role in _TIMES and c.distinct_count >= 4]
    for series in few[-1:]:
        if times and measure:
            changing = next(_changing(columns, rows, times[0]))
            yield _choice(ChartType.LINE, times[0], changing, series)
        for category in _categories(columns, rows):
            if category is not series and category.distinct_count <= 30:
                yield _choice(ChartType.STACKED, category, measure, series)
                return


def _counts(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    for category in _categories(columns, rows):
        if category.distinct_count < rows:  # else every bar counts one
            yield _choice(ChartType.BAR, category)


def _two_measures(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    measures = [column for column in _measures(columns) if column.distinct_count >= 10]
    if len(measures) >= 2:
        x, y = measures[:2]
        yield ChartChoice(ChartType.SCATTER, x.name, y.name, None, Aggregate.NONE)


def _spread(columns: Sequence[Column], rows: int) -> Iterator[ChartChoice]:
    for measure in _measures(columns):
        if measure.distinct_count >= 10:
            yield _choice(ChartType.HISTOGRAM, measure)


def _measures(columns: Sequence[Column]) -> Iterator[Column]:
    return (column for column in columns if is_measure(column) and column.distinct_count >= 2)


def _categories(columns: Sequence[Column], rows: int) -> Iterator[Column]:
    """Categories before names: a district says more than a list of every building."""
    for role in (ColumnRole.CATEGORY, ColumnRole.AGE, ColumnRole.SEX, ColumnRole.NAME):
        for column in columns:
            few = 2 <= column.distinct_count <= min(MAX_CATEGORIES, rows)
            if column.role is role and few:
                yield column


def _choice(
    kind: ChartType, x: Column, y: Column | None = None, series: Column | None = None
) -> ChartChoice:
    return ChartChoice(
        kind,
        x.name,
        y.name if y else None,
        series.name if series else None,
        aggregate_for(y),
    )
