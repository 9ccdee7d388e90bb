"""What a chart shows, as a table, for those who read or copy numbers."""

from dataclasses import dataclass

from flask_babel import gettext as _

from datasets.charts.choice import ChartType
from datasets.charts.data import Point
from datasets.charts.numbers import written
from portal.web.chart_view import Chart, axis_words, measure_words

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the table, as the macro `data_table` takes it."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The points of a chart in rows.

    Attributes:
        left_out: Points that are not in `rows`.
    """

    columns: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def chart_table(chart: Chart, *, most: int = MOST_ROWS) -> ChartTable:
    """One row for each point, in the order in which they are drawn, n <= most."""
    by_name = {column.name: column for column in chart.table.columns}
    choice = chart.choice
    paired = choice.type is ChartType.SCATTER
    heads = [Head(axis_words(by_name[choice.x]), paired)]
    if choice.series:
        heads.append(Head(by_name[choice.series].plain_name))
    counted = choice.type is ChartType.HISTOGRAM
    heads.append(
        Head(str(_("Number of rows")) if counted else measure_words(choice, by_name), True)
    )
    rows = tuple(_row(point, split=bool(choice.series)) for point in chart.points[:most])
    return ChartTable(tuple(heads), rows, max(0, len(chart.points) - most))


def _row(point: Point, *, split: bool) -> tuple[str, ...]:
    start = _text(point["x"])
    if "x1" in point:
        start = str(_("%(low)s to below %(high)s", low=start, high=_text(point["x1"])))
    series = (str(point.get("series", "")),) if split else ()
    return (start, *series, written(point["y"]) if point["y"] is not None else "")


def _text(value: object) -> str:
    """A year stays as it is; other numbers have separators."""
    if isinstance(value, int) and 1000 <= value <= 2999:
        return str(value)
    return written(value) if isinstance(value, (int, float)) else str(value)
