"""What a chart asks of a table, and the answer made ready to draw.

A point is a dictionary: `x` and `y`, `series` where the chart is split, `x1` (the upper edge) in a
histogram. `y` is None where a year is missing, so that a line breaks there.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.charts.choice import Aggregate, ChartChoice, ChartType

TOP_CATEGORIES = 15
TOP_SERIES = 6
MAX_POINTS = 2_000
MAX_GROUPS = 20_000

Point = dict[str, Any]

_YEAR = re.compile(r"(\d{4})年?度?")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?")
_FIRST_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ChartQuery:
    """What must be read for a chart.

    Attributes:
        group: Names of the columns to group by; empty reads rows as they are.
        agg: How the cells of a group become one value.
        measure: Name of the column that `agg` reads; None for COUNT.
        raw: Names of the columns to read without grouping; empty when grouping.
        limit: Most rows or groups that the chart can use.
    """

    group: tuple[str, ...]
    agg: Aggregate
    measure: str | None
    raw: tuple[str, ...] = ()
    limit: int = MAX_GROUPS


def chart_query(choice: ChartChoice) -> ChartQuery:
    """The question whose answer `points` takes."""
    if choice.type is ChartType.SCATTER:
        raw = (choice.x, choice.y or choice.x)
        return ChartQuery((), Aggregate.NONE, None, raw, MAX_POINTS)
    if choice.type is ChartType.HISTOGRAM:
        return ChartQuery((choice.x,), Aggregate.COUNT, None)
    group = (choice.x,) if choice.series is None else (choice.x, choice.series)
    return ChartQuery(group, choice.agg, choice.y)


def points(choice: ChartChoice, rows: Sequence[Sequence[Any]], *, other: str) -> list[Point]:
    """The answer, ready to draw.

    Args:
        choice: The chart.
        rows: The answer to `chart_query(choice)`: the cells of the group, then the value; or the
            raw cells. Groups without a value in their first cell are left out.
        other: What the smallest groups are called together, such as 「その他」.

    Returns:
        Points in the order in which they are drawn.
    """
    if choice.type is ChartType.SCATTER:
        pairs = [(number(x), number(y)) for x, y in rows]
        return [{"x": x, "y": y} for x, y in pairs if x is not None and y is not None]
    cells = [_point(choice, row) for row in rows if row[0] not in (None, "")]
    return _SHAPES[choice.type](cells, choice, other)


def number(value: Any) -> int | float | None:
    """A value as a number that JSON holds; None if there is none."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        whole = float(value)
    except (TypeError, ValueError):
        return None
    if not math.isfinite(whole):
        return None
    return int(whole) if whole.is_integer() and abs(whole) < 2**53 else whole


def _point(choice: ChartChoice, row: Sequence[Any]) -> Point:
    x = row[0].isoformat() if isinstance(row[0], date) else row[0]
    point: Point = {"x": x, "y": number(row[-1])}
    if choice.series is not None:
        point["series"] = "" if row[1] is None else str(row[1])
    return point


def _bars(cells: list[Point], choice: ChartChoice, other: str) -> list[Point]:
    """Largest first, the rest as one; a mean has no rest."""
    filled = [{**point, "x": str(point["x"])} for point in cells if point["y"] is not None]
    ranked = sorted(filled, key=lambda point: -point["y"])
    if len(ranked) <= TOP_CATEGORIES or choice.agg is Aggregate.AVERAGE:
        return ranked[:TOP_CATEGORIES]
    rest = sum(point["y"] for point in ranked[TOP_CATEGORIES:])
    return [*ranked[:TOP_CATEGORIES], {"x": other, "y": rest, "other": True}]


def _in_order(cells: list[Point], choice: ChartChoice, other: str) -> list[Point]:
    """Along time, with an empty point for each year or month that is missing."""
    kept = set(_largest([p for p in cells if "series" in p], "series", TOP_SERIES))
    by_series: Mapping[str | None, dict[Any, Any]] = defaultdict(dict)
    for point in cells:
        if point.get("series") in kept or "series" not in point:
            by_series[point.get("series")][_time(point["x"])] = point["y"]
    whole = _without_holes(sorted({x for values in by_series.values() for x in values}, key=_order))
    return [
        {"x": x, "y": values.get(x), **({} if series is None else {"series": series})}
        for series, values in by_series.items()
        for x in whole
    ]


def _time(value: Any) -> Any:
    """A year as an integer, so that 2024年度 and 2024 lie on one line."""
    match = _YEAR.fullmatch(str(value))
    return int(match[1]) if match else str(value)


def _order(value: Any) -> tuple[bool, Any]:
    return (isinstance(value, str), value)


def _without_holes(times: list[Any]) -> list[Any]:
    if len(times) < 2:
        return times
    if all(isinstance(time, int) for time in times) and times[-1] - times[0] <= 300:
        return list(range(times[0], times[-1] + 1))
    months = [_MONTH.fullmatch(str(time)) for time in times]
    if not all(months):
        return times
    counted = [int(month[1]) * 12 + int(month[2]) - 1 for month in months if month]
    tail = str(times[0])[7:]
    if counted[-1] - counted[0] > 1_200:
        return times
    return [
        f"{month // 12:04d}-{month % 12 + 1:02d}{tail}"
        for month in range(counted[0], counted[-1] + 1)
    ]


def _bins(cells: list[Point], choice: ChartChoice, other: str) -> list[Point]:
    """Eight to twelve equal steps with round edges."""
    pairs = [(number(point["x"]), point["y"] or 0) for point in cells]
    known = [(value, count) for value, count in pairs if value is not None]
    if not known:
        return []
    low, high = min(known)[0], max(known)[0]
    step = _round_step((high - low) / 10)
    first = math.floor(low / step)
    counts = [0] * (math.floor(high / step) - first + 1)
    for value, count in known:
        counts[math.floor(value / step) - first] += count
    return [
        {
            "x": number(round((first + i) * step, 10)),
            "x1": number(round((first + i + 1) * step, 10)),
            "y": n,
        }
        for i, n in enumerate(counts)
    ]


def _round_step(step: float) -> float:
    """The nearest of 1, 2, 2.5, 5 times a power of ten, at least as large."""
    if step <= 0:
        return 1
    power = 10 ** math.floor(math.log10(step))
    return float(next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= step * 0.999))


def _ages(cells: list[Point], choice: ChartChoice, other: str) -> list[Point]:
    """Youngest first; ages without a digit, such as 不詳, last."""
    sexes = _largest(cells, "series", 2)
    kept = [{**p, "x": str(p["x"])} for p in cells if p["series"] in sexes and p["y"] is not None]
    return sorted(kept, key=lambda point: (_age(point["x"]), point["series"]))


def _age(text: str) -> tuple[int, str]:
    match = _FIRST_NUMBER.search(text)
    return (int(match[0]) if match else 1_000, text)


def _stacks(cells: list[Point], choice: ChartChoice, other: str) -> list[Point]:
    """The largest groups and, in each, the largest series; the rest as one."""
    filled = [{**point, "x": str(point["x"])} for point in cells if point["y"] is not None]
    groups = _largest(filled, "x", TOP_CATEGORIES)
    names = _largest(filled, "series", TOP_SERIES)
    if len(_largest(filled, "series", TOP_SERIES + 1)) > TOP_SERIES:
        names = names[: TOP_SERIES - 1]
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for point in filled:
        group = point["x"] if point["x"] in groups else other
        sums[group, point["series"] if point["series"] in names else other] += point["y"]
    if all(_FIRST_NUMBER.search(name) for name in names):
        names.sort(key=_age)  # age bands and years have an order of their own
    order = [*groups, other]
    return [
        {"x": group, "series": series, "y": number(sums[group, series])}
        for group in order
        for series in [*names, other]
        if (group, series) in sums
    ]


def _largest(cells: Sequence[Point], key: str, count: int) -> list[str]:
    sums: dict[str, float] = defaultdict(float)
    for point in cells:
        sums[point[key]] += point["y"] or 0
    return sorted(sums, key=lambda name: -sums[name])[:count]


_SHAPES: dict[ChartType, Callable[[list[Point], ChartChoice, str], list[Point]]] = {
    ChartType.BAR: _bars,
    ChartType.COLUMN: _in_order,
    ChartType.LINE: _in_order,
    ChartType.HISTOGRAM: _bins,
    ChartType.PYRAMID: _ages,
    ChartType.STACKED: _stacks,
}
