"""A choice and its points, to a Vega-Lite specification: dictionaries only."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from datasets.charts import bars, plots, series
from datasets.charts.choice import ChartChoice, ChartType
from datasets.charts.data import Point
from datasets.charts.frame import ChartTexts, Frame, frame
from datasets.charts.theme import THEMES, config

WIDE_PX = 640
NARROW_PX = 360


def spec(
    choice: ChartChoice,
    points: Sequence[Point],
    *,
    texts: ChartTexts,
    width: int = WIDE_PX,
    theme: Literal["light", "dark"] = "light",
) -> dict[str, Any]:
    """The chart as Vega-Lite 6, complete: data, layout, colours and words are in it.

    Args:
        choice: What is shown.
        points: As `datasets.charts.data.points` made them; an empty chart has only its title.
        texts: Every word on it.
        width: Of the whole picture, WIDE_PX or NARROW_PX; its height follows from the data.
        theme: "light" or "dark".
    """
    paper = frame(texts, width, theme)
    known = any(point["y"] is not None for point in points)
    draw = _DRAWINGS[choice.type] if known else _nothing
    return {**draw(paper, points), "config": config(THEMES[theme])}


def _nothing(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    return frame.wrapped({"data": {"values": []}, "mark": "point"}, 24)


_DRAWINGS: dict[ChartType, Callable[[Frame, Sequence[Point]], dict[str, Any]]] = {
    ChartType.BAR: bars.bar,
    ChartType.STACKED: bars.stacked,
    ChartType.PYRAMID: bars.pyramid,
    ChartType.COLUMN: series.column,
    ChartType.LINE: series.line,
    ChartType.HISTOGRAM: plots.histogram,
    ChartType.SCATTER: plots.scatter,
}
