"""The numbers of the town: the latest value of a published series, against a year before."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from datasets import queries
from datasets.charts.choice import Aggregate
from datasets.charts.data import number
from datasets.charts.suggest import aggregate_for, is_measure
from datasets.kernel.errors import NotFound, TookTooLong
from datasets.models.dataset import Dataset
from datasets.queries import PublicFile
from datasets.tables.column import Column, ColumnRole
from datasets.tables.query import Aggregate as Of
from datasets.tables.query import Function, RowQuery
from portal.web.context import services

log = logging.getLogger(__name__)

TREND_POINTS = 12
_MOST_ROWS = 500_000
_MOST_TIMES = 5_000
_FEWEST_TIMES = 3
_OLDEST_YEARS = 2
_MOST_KEPT = 500
_PERIOD = re.compile(r"(\d{4})(?:年度|年|[-/.])?(?:(\d{1,2})(?:月|[-/.])?(?:(\d{1,2})日?)?)?")
_TOTALS = re.compile(r"合計|総数|総計|計|全体|全市|市全体|男女計|total", re.IGNORECASE)
_WHOLE = re.compile(r"^総|合計|^計|全体")

Period = tuple[int, int, int]  # year, month, day; 0 where it is not said
Series = tuple[tuple[Period, float], ...]

# by key of an immutable table: what was read once holds for ever
_kept: dict[tuple[str, str, str], Series] = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the town.

    Attributes:
        label: Name of the measure, without its unit.
        unit: Of the values, as published; empty if none.
        period: What the latest value is of: 2026, 2026-11 or 2026-11-01.
        latest: In the unit.
        change: Against the same period a year before, in the unit.
        trend: The last values, at most TREND_POINTS, oldest first.
    """

    label: str
    unit: str
    period: str
    latest: float
    change: float
    trend: tuple[float, ...]


def town_figures(
    datasets: Iterable[Dataset], limit: int, today: date
) -> list[tuple[Dataset, Figure]]:
    """Figures of different datasets, of different themes as far as they go.

    Args:
        datasets: Loaded whole, best first.
        limit: How many figures, n >= 0.
        today: Nothing after it counts as known.
    """
    found: list[tuple[Dataset, Figure]] = []
    seen: set[str] = set()
    spare: list[tuple[Dataset, Figure]] = []
    for dataset in datasets:
        if len(found) >= limit:
            break
        figure = _figure(dataset, today)
        if figure is None:
            continue
        theme = next(iter(dataset.themes), "")
        (spare if theme in seen else found).append((dataset, figure))
        seen.add(theme)
    return [*found, *spare][:limit]


def _figure(dataset: Dataset, today: date) -> Figure | None:
    table = queries.first_table(dataset)
    if table is None or not 0 < (table.version.rows or 0) <= _MOST_ROWS:
        return None
    columns = [Column.from_json(stored) for stored in table.version.columns]
    chosen = _time_and_measure(columns, table.version.rows or 0, " ".join(dataset.title.values()))
    if chosen is None:
        return None
    time, measure = chosen
    known = [
        (period, value)
        for period, value in _series(table, columns, time, measure)
        if period <= (today.year, today.month, today.day)
    ]
    return _compared(known, measure, today)


def _compared(known: Sequence[tuple[Period, float]], measure: Column, today: date) -> Figure | None:
    if len(known) < _FEWEST_TIMES or known[-1][0][0] < today.year - _OLDEST_YEARS:
        return None
    (year, month, day), latest = known[-1]
    before = dict(known).get((year - 1, month, day))
    if before is None:
        return None
    parts = (f"{year}", f"{month:02d}" if month else "", f"{day:02d}" if day else "")
    return Figure(
        label=_without_unit(measure),
        unit=measure.unit,
        period="-".join(filter(None, parts)),
        latest=latest,
        change=_rounded(latest - before),
        trend=tuple(value for _period, value in known[-TREND_POINTS:]),
    )


def _time_and_measure(
    columns: Sequence[Column], rows: int, title: str
) -> tuple[Column, Column] | None:
    times = (
        column
        for column in columns
        if column.role in {ColumnRole.YEAR, ColumnRole.DATE}
        and not column.blank_count
        and _FEWEST_TIMES <= column.distinct_count <= _MOST_TIMES
    )
    time = next(times, None)
    measures = [column for column in columns if is_measure(column) and not column.blank_count]
    if time is None:
        return None
    if time.distinct_count != rows:
        measures = [column for column in measures if _adds_up(time, column, columns, rows)]
    if not measures:
        return None
    return time, max(measures, key=lambda column: _fits_title(column, title))


def _adds_up(time: Column, measure: Column, columns: Sequence[Column], rows: int) -> bool:
    """Whether the rows of one period make a whole: as many rows in each, and no totals among."""
    has_totals = any(
        _TOTALS.fullmatch(value)
        for column in columns
        if column.role not in {ColumnRole.MEASURE, ColumnRole.YEAR, ColumnRole.DATE}
        for value, _count in column.top
    )
    balanced = rows % time.distinct_count == 0
    return aggregate_for(measure) is Aggregate.SUM and balanced and not has_totals


def _fits_title(column: Column, title: str) -> tuple[bool, bool]:
    name = _without_unit(column)
    shared = any(name[at : at + 2] in title for at in range(len(name) - 1))
    return shared, bool(_WHOLE.search(name))


def _series(table: PublicFile, columns: Sequence[Column], time: Column, measure: Column) -> Series:
    key = table.version.table_key or ""
    remembered = (key, time.name, measure.name)
    if remembered not in _kept:
        asked = RowQuery(group=(time.name,), aggregates=(Of(Function.SUM, measure.name),))
        try:
            rows = services().tables.aggregate(key, columns, asked, _MOST_TIMES)
        except (NotFound, TookTooLong) as refusal:  # the front page opens without this figure
            log.warning("figure left out", extra={"table": key, "reason": refusal.code})
            return ()
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[remembered] = tuple(sorted(_points(rows)))
    return _kept[remembered]


def _points(rows: Iterable[Sequence[object]]) -> Iterator[tuple[Period, float]]:
    for row in rows:
        period, value = _period(str(row[0])), number(row[1])
        if period and value is not None:
            yield period, value


def _period(text: str) -> Period | None:
    found = _PERIOD.fullmatch(text.strip().removesuffix(".0"))
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    return (year, month, day) if month <= 12 and day <= 31 else None


def _without_unit(column: Column) -> str:
    if not column.unit:
        return column.name
    unit = re.escape(column.unit)
    return re.sub(rf"\s*[（(\[［]\s*{unit}\s*[）)\]］]\s*$", "", column.name) or column.name


def _rounded(value: float) -> float:
    return round(value, 6)
