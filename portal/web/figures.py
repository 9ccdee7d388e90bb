"""The numbers of the town: the latest value of a published series, against a year before."""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from apps_gallery.builtin.periods import (
    Series,
    a_year_before,
    adds_up,
    holds_totals,
    is_time,
    is_whole_measure,
    series,
    written,
)
from datasets import queries
from datasets.kernel.errors import NotFound, TookTooLong
from datasets.models.dataset import Dataset
from datasets.queries import PublicFile
from datasets.scoring import columns_of
from datasets.tables.column import Column
from portal.web.context import services

log = logging.getLogger(__name__)

TREND_POINTS = 12
_MOST_ROWS = 500_000
_FEWEST_TIMES = 3
_OLDEST_YEARS = 2
_MOST_KEPT = 500
_WHOLE = re.compile(r"^総|合計|^計|全体")

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
    rows = table.version.rows or 0 if table else 0
    if table is None or not 0 < rows <= _MOST_ROWS:
        return None
    columns = columns_of(table.version)
    chosen = _time_and_measure(columns, rows, " ".join(dataset.title.values()))
    if chosen is None:
        return None
    time, measure = chosen
    known = tuple(
        (period, value)
        for period, value in _series(table, columns, time, measure)
        if period <= (today.year, today.month, today.day)
    )
    return _compared(known, measure, today)


def _compared(known: Series, measure: Column, today: date) -> Figure | None:
    if len(known) < _FEWEST_TIMES or known[-1][0][0] < today.year - _OLDEST_YEARS:
        return None
    period, latest = known[-1]
    before = dict(known).get(a_year_before(period))
    if before is None:
        return None
    return Figure(
        label=measure.plain_name,
        unit=measure.unit,
        period=written(period),
        latest=latest,
        change=round(latest - before, 6),
        trend=tuple(value for _period, value in known[-TREND_POINTS:]),
    )


def _time_and_measure(
    columns: Sequence[Column], rows: int, title: str
) -> tuple[Column, Column] | None:
    times = (c for c in columns if is_time(c) and c.distinct_count >= _FEWEST_TIMES)
    time = next(times, None)
    if time is None:
        return None
    measures = [c for c in columns if is_whole_measure(c) and adds_up(time, c, columns, rows)]
    if not measures:
        return None
    return time, max(measures, key=lambda column: _fits_title(column, title))


def _fits_title(column: Column, title: str) -> tuple[bool, bool]:
    name = column.plain_name
    shared = any(name[at : at + 2] in title for at in range(len(name) - 1))
    return shared, bool(_WHOLE.search(name))


def _series(table: PublicFile, columns: Sequence[Column], time: Column, measure: Column) -> Series:
    key = table.version.table_key or ""
    remembered = (key, time.name, measure.name)
    if remembered not in _kept:
        tables = services().tables
        is_sum = time.distinct_count != table.version.rows
        try:
            false_sum = is_sum and holds_totals(tables, key, columns, None)
            found = () if false_sum else series(tables, key, columns, time, measure)
        except (NotFound, TookTooLong) as refusal:  # the front page opens without this figure
            log.warning("figure left out", extra={"table": key, "reason": refusal.code})
            return ()
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[remembered] = found
    return _kept[remembered]
