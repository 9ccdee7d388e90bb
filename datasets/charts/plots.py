"""How one measure is spread, and how two go together."""

from collections.abc import Sequence
from typing import Any

from datasets.charts.data import Point
from datasets.charts.frame import Frame, nice_ticks
from datasets.charts.numbers import axis_expression

_LEFT_PX = 44


def histogram(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """Steps of equal width that touch; their edges are named."""
    edges = [point["x"] for point in points] + [point["x1"] for point in points[-1:]]
    every = max(1, round(len(edges) / (5 if frame.narrow else 11)))
    levels = nice_ticks(0, max((point["y"] for point in points), default=1), 4)
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [edges[0], edges[-1]], "nice": False, "zero": False},
        "axis": {
            **_axis(frame, frame.texts.x, edges[::every]),
            "grid": False,
            "domain": True,
            "domainColor": frame.theme.ink2,
            "titleAnchor": "end",
            "titlePadding": 10,
        },
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, levels[-1]], "nice": False},
        "axis": _upright(frame, levels),
    }
    view = {
        "data": {"values": [point for point in points if point["y"]]},
        "mark": {
            "type": "bar",
            "color": frame.theme.series[0],
            "stroke": frame.theme.background,
            "strokeWidth": 1,
            "cornerRadiusEnd": 0,
        },
        "encoding": {"x": x, "x2": {"field": "x1"}, "y": y, "y2": {"datum": 0}},
    }
    return frame.wrapped(view, 220 if frame.narrow else 280)


def scatter(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """One half-transparent point a row, so that many in one place look darker."""
    across = _levels([point["x"] for point in points], 4 if frame.narrow else 7)
    upward = _levels([point["y"] for point in points], 5)
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [across[0], across[-1]], "nice": False, "zero": False},
        "axis": {
            **_axis(frame, frame.texts.x, across),
            "titleAnchor": "end",
            "titlePadding": 10,
            "domain": True,
            "domainColor": frame.theme.ink2,
        },
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [upward[0], upward[-1]], "nice": False, "zero": False},
        "axis": _upright(frame, upward),
    }
    mark = {"type": "point", "filled": True, "size": 44, "opacity": 0.55}
    view = {
        "data": {"values": list(points)},
        "mark": {**mark, "color": frame.theme.series[0]},
        "encoding": {"x": x, "y": y},
    }
    return frame.wrapped(view, 300 if frame.narrow else 380)


def _levels(values: Sequence[float], count: int) -> list[float]:
    """From zero if the values come near it."""
    low, high = min(values), max(values)
    return nice_ticks(0 if 0 <= low < 0.5 * high else low, high, count)


def _axis(frame: Frame, title: str, levels: Sequence[float]) -> dict[str, Any]:
    expression = axis_expression(frame.texts.locale)
    return {"title": title or None, "values": list(levels), "labelExpr": expression, "grid": True}


def _upright(frame: Frame, levels: Sequence[float]) -> dict[str, Any]:
    """A vertical axis whose title stands above it, to be read without turning the head."""
    return {
        **_axis(frame, frame.texts.y, levels),
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleX": -_LEFT_PX + 4,
        "titleY": -10,
    }
