"""The true sentence above a chart, computed from what it shows."""

from collections.abc import Callable, Sequence
from statistics import correlation

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import Point
from datasets.charts.numbers import percent, written
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column

MIN_POINTS = 3
MAX_MISSING_SHARE = 0.2
_STEADY_SHARE = 0.01
_CLEAR_CORRELATION = 0.5


def finding(
    choice: ChartChoice, points: Sequence[Point], columns: Sequence[Column], *, rows: int
) -> Message:
    """What a reader should see first.

    Args:
        choice: The chart.
        points: As `datasets.charts.data.points` made them.
        columns: Of the table.
        rows: Of the table, >= 0; how many cells could have held a value.

    Returns:
        A sentence that the points prove; the plain title if there are fewer than MIN_POINTS, if
        more than MAX_MISSING_SHARE of a shown column is empty, or if nothing stands out.
    """
    known = [point for point in points if point["y"] is not None]
    names = {choice.x, choice.y, choice.series}
    blank = max((c.blank_count for c in columns if c.name in names), default=0)
    missing = max(blank / rows if rows else 0, 1 - len(known) / len(points) if points else 0)
    if len(known) < MIN_POINTS or missing > MAX_MISSING_SHARE:
        return plain_title(choice)
    unit = next((column.unit for column in columns if column.name == choice.y), "")
    return _FINDINGS[choice.type](choice, known, unit) or plain_title(choice)


def plain_title(choice: ChartChoice) -> Message:
    """What the chart shows, without saying what follows from it."""
    places = {"x": choice.x, "y": choice.y or "", "series": choice.series or ""}
    if choice.type is ChartType.HISTOGRAM:
        msgid = N_("How {x} is spread")
    elif choice.type is ChartType.SCATTER:
        msgid = N_("{x} and {y}")
    elif choice.agg is Aggregate.AVERAGE:
        msgid = N_("Average {y} by {x} and {series}") if choice.series else N_("Average {y} by {x}")
    elif choice.y is None:
        msgid = N_("Rows by {x} and {series}") if choice.series else N_("Rows by {x}")
    else:
        msgid = N_("{y} by {x} and {series}") if choice.series else N_("{y} by {x}")
    return _message(msgid, places)


def _message(msgid: str, places: dict[str, str]) -> Message:
    return Message(msgid, {name: value for name, value in places.items() if f"{{{name}}}" in msgid})


def _largest(choice: ChartChoice, points: Sequence[Point], unit: str) -> Message | None:
    """The longest bar, if it is longer than every other."""
    ranked = sorted((p for p in points if not p.get("other")), key=lambda p: -p["y"])
    if len(ranked) < 2 or ranked[0]["y"] == ranked[1]["y"] or ranked[-1]["y"] < 0:
        return None
    whole = sum(point["y"] for point in points)
    places = {
        "x": choice.x,
        "y": choice.y or "",
        "name": str(ranked[0]["x"]),
        "value": written(ranked[0]["y"]) + unit,
        "share": percent(ranked[0]["y"], whole) if whole else "",
    }
    if choice.agg is Aggregate.AVERAGE:
        return _message(N_("Average {y} is highest in {name}: {value}"), places)
    if choice.y is None:
        return _message(N_("{name} is the most frequent {x}: {value} rows, {share}"), places)
    return _message(N_("{y} is highest in {name}: {value}, {share} of all"), places)


def _change(choice: ChartChoice, points: Sequence[Point], unit: str) -> Message | None:
    """From the first value to the last; of several series, the one with the largest last value."""
    last = max((point["x"] for point in points), key=lambda x: (isinstance(x, str), x))
    ends = [point for point in points if point["x"] == last]
    leader = max(ends, key=lambda point: point["y"])
    line = [point for point in points if point.get("series") == leader.get("series")]
    start, end = line[0], line[-1]
    if len(line) < MIN_POINTS or start["y"] <= 0:
        return None
    places = {
        "y": _what(choice, leader),
        "start": str(start["x"]),
        "end": str(end["x"]),
        "share": percent(abs(end["y"] - start["y"]), start["y"]),
        "value": written(end["y"]) + unit,
    }
    if abs(end["y"] - start["y"]) < _STEADY_SHARE * start["y"]:
        return _message(N_("{y} hardly changed from {start} to {end}: {value}"), places)
    if end["y"] > start["y"]:
        return _message(N_("{y} rose by {share} from {start} to {end}: {value}"), places)
    return _message(N_("{y} fell by {share} from {start} to {end}: {value}"), places)


def _what(choice: ChartChoice, point: Point) -> str:
    series = point.get("series")
    if choice.y is None:
        return str(series or choice.x)
    return f"{choice.y} ({series})" if series else choice.y


def _most_common(choice: ChartChoice, points: Sequence[Point], unit: str) -> Message | None:
    """The highest step of a histogram."""
    top, second = sorted(points, key=lambda point: -point["y"])[:2]
    whole = sum(point["y"] for point in points)
    if top["y"] == second["y"] or not whole:
        return None
    places = {
        "x": choice.x,
        "low": written(top["x"]),
        "high": written(top["x1"]),
        "share": percent(top["y"], whole),
    }
    return _message(N_("{x} is most often from {low} to below {high}: {share} of rows"), places)


def _together(choice: ChartChoice, points: Sequence[Point], unit: str) -> Message | None:
    """Whether two measures go together, and nothing about why."""
    xs, ys = [point["x"] for point in points], [point["y"] for point in points]
    if len(points) < 10 or len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    together = correlation(xs, ys)
    places = {"x": choice.x, "y": choice.y or ""}
    if together >= _CLEAR_CORRELATION:
        return _message(N_("Where {x} is larger, {y} tends to be larger"), places)
    if together <= -_CLEAR_CORRELATION:
        return _message(N_("Where {x} is larger, {y} tends to be smaller"), places)
    return None


def _largest_group(choice: ChartChoice, points: Sequence[Point], unit: str) -> Message | None:
    """The widest step of a pyramid, both sides together."""
    sums: dict[str, float] = {}
    for point in points:
        sums[point["x"]] = sums.get(point["x"], 0) + point["y"]
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    whole = sum(sums.values())
    if choice.agg is Aggregate.AVERAGE:
        return None  # means do not add up
    if len(ranked) < MIN_POINTS or ranked[0][1] == ranked[1][1] or whole <= 0:
        return None
    places = {
        "name": ranked[0][0],
        "value": written(ranked[0][1]) + unit,
        "share": percent(ranked[0][1], whole),
    }
    return _message(N_("{name} is the largest group: {value}, {share} of all"), places)


_FINDINGS: dict[ChartType, Callable[[ChartChoice, Sequence[Point], str], Message | None]] = {
    ChartType.BAR: _largest,
    ChartType.COLUMN: _change,
    ChartType.LINE: _change,
    ChartType.HISTOGRAM: _most_common,
    ChartType.SCATTER: _together,
    ChartType.PYRAMID: _largest_group,
    ChartType.STACKED: _largest_group,
}
