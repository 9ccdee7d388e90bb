"""Values along time: columns from zero, and lines that break where a year is missing."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from datasets.charts.data import Point
from datasets.charts.frame import Frame, lines, nice_ticks, text_width, value_text
from datasets.charts.numbers import axis_expression, short
from datasets.charts.theme import DASHES, SHAPES, SMALL_PX
from datasets.charts.timeline import Tick, label_expression, moment, ticks

_LEFT_PX = 58
_NAMES_SHARE = 0.3
_LINE_HEIGHT_PX = 17
_MARKED_POINTS = 24


def column(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """Standing bars; each says its value if there is room for it, else there is an axis."""
    xs = [point["x"] for point in points]
    known = [point["y"] for point in points if point["y"] is not None] or [0]
    labels = [short(point["y"], frame.texts.locale) for point in points]
    rows = [
        {**point, "x": str(point["x"]), "label": label}
        for point, label in zip(points, labels, strict=True)
    ]
    room = frame.width - 24
    direct = max(text_width(label) for label in labels) + 6 <= room / len(points)
    marks = ticks(frame, xs, room if direct else room - _LEFT_PX)
    levels = nice_ticks(min(0, *known), max(0, *known), 4)
    top = max(0, *known) if direct else levels[-1]
    domain = [min(known) * 1.15 if min(known) < 0 and direct else min(levels[0], 0), top or 1]
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": None if direct else _value_axis(frame, levels),
        "scale": {"domain": domain, "nice": False},
    }
    x = {
        "field": "x",
        "type": "ordinal",
        "sort": [row["x"] for row in rows],
        "axis": _time_axis(frame, marks, [str(mark.value) for mark in marks]),
        "scale": {"paddingInner": 0.28, "paddingOuter": 0.1},
    }
    layer: list[dict[str, Any]] = [{"mark": {"type": "bar", "color": frame.theme.series[0]}}]
    if direct:
        value = {"encoding": {"text": {"field": "label"}}}
        layer += [
            {**value, "mark": value_text(frame, dy=-8), "transform": [{"filter": "datum.y >= 0"}]},
            {**value, "mark": value_text(frame, dy=10), "transform": [{"filter": "datum.y < 0"}]},
        ]
    view = {"data": {"values": rows}, "encoding": {"x": x, "y": y}, "layer": layer}
    return frame.wrapped(view, 200 if frame.narrow else 280)


def line(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """One line for each series, named at its end; also told apart by dashes."""
    names = list(dict.fromkeys(point.get("series", "") for point in points))
    xs = list(dict.fromkeys(point["x"] for point in points))
    places = {x: _place(x, at) for at, x in enumerate(xs)}
    if any(moment(x) is None for x in xs):
        places = {x: float(at) for at, x in enumerate(xs)}
    rows = [{"x": places[p["x"]], "y": p["y"], "series": p.get("series", "")} for p in points]
    height = 220 if frame.narrow else 300
    known = [row["y"] for row in rows if row["y"] is not None] or [0]
    floor = 0 if min(known) >= 0 and min(known) < 0.5 * max(known) else min(known)
    levels = nice_ticks(floor, max(known), 4)
    ends = _ends(frame, rows, names, (levels[-1] - levels[0]) / height * _LINE_HEIGHT_PX)
    right = max((text_width(end["label"]) for end in ends), default=0) + 14
    named = right <= _NAMES_SHARE * frame.width
    if not named:  # a legend above leaves the room to the lines
        ends = [{**end, "label": end["value"]} for end in ends]
        right = max(text_width(end["label"]) for end in ends) + 14
    room = frame.width - _LEFT_PX - right
    low, high = min(places.values()), max(places.values())
    marks = ticks(frame, xs, room)
    scale = {
        "domain": [low, high + (high - low or 1) * right / max(room, 60)],
        "nice": False,
        "zero": False,
    }
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": _time_axis(frame, marks, [places[mark.value] for mark in marks]),
        "scale": scale,
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": _value_axis(frame, levels),
        "scale": {"domain": [levels[0], levels[-1]], "nice": False, "zero": False},
    }
    view = {
        "data": {"values": rows},
        "encoding": {"x": x, "color": _colour(frame, names, named)},
        "layer": [*_lines(rows, names, y), _end_names(frame, ends, x, levels)],
    }
    return frame.wrapped(view, height)


def _place(x: Any, at: int) -> float:
    place = moment(x)
    return float(at) if place is None else place


def _colour(frame: Frame, names: Sequence[str], named: bool) -> dict[str, Any]:
    legend = None if named else frame.legend(names, symbolType="stroke", offset=30)
    return {"field": "series", "type": "nominal", "legend": legend, "scale": frame.colours(names)}


def _lines(
    rows: Sequence[dict[str, Any]], names: Sequence[str], y: dict[str, Any]
) -> list[dict[str, Any]]:
    """The lines; with few places also a mark on each, so that a lone value between gaps shows."""
    dash = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(names), "range": list(DASHES[: len(names)])},
    }
    stroke = {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-path-domains"}
    made: list[dict[str, Any]] = [{"mark": stroke, "encoding": {"y": y, "strokeDash": dash}}]
    shape = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(names), "range": list(SHAPES[: len(names)])},
    }
    few = len({row["x"] for row in rows}) <= _MARKED_POINTS
    shown = [row for at, row in enumerate(rows) if few or _alone(rows, at)]
    point = {"type": "point", "filled": True, "size": 46, "opacity": 1, "invalid": "filter"}
    made.append({"data": {"values": shown}, "mark": point, "encoding": {"y": y, "shape": shape}})
    return made


def _alone(rows: Sequence[dict[str, Any]], at: int) -> bool:
    """A value without a neighbour in its own series."""
    beside = [rows[i] for i in (at - 1, at + 1) if 0 <= i < len(rows)]
    return rows[at]["y"] is not None and not any(
        row["series"] == rows[at]["series"] and row["y"] is not None for row in beside
    )


def _ends(
    frame: Frame, rows: Sequence[dict[str, Any]], names: Sequence[str], gap: float
) -> list[dict[str, Any]]:
    """The last value of each series and its name, moved apart until none covers another.

    `gap` is the height of a label in the unit of y.
    """
    ends = []
    for name in names:
        known = [row for row in rows if row["series"] == name and row["y"] is not None]
        if known:
            value = short(known[-1]["y"], frame.texts.locale)
            room = 110 if frame.narrow else 170
            shown = lines(name, room, SMALL_PX, most=1)[0]
            label = value if len(names) == 1 else f"{shown} {value}"
            end = {"x": known[-1]["x"], "y": known[-1]["y"], "series": name}
            ends.append({**end, "label": label, "value": value})
    ends.sort(key=lambda end: end["y"])
    for lower, upper in pairwise(ends):
        upper["y"] = max(upper["y"], lower["y"] + gap)
    return ends


def _end_names(
    frame: Frame, ends: list[dict[str, Any]], x: dict[str, Any], levels: Sequence[float]
) -> dict[str, Any]:
    last = max((end["x"] for end in ends), default=0)
    rows = [{**end, "x": last} for end in ends]
    return {
        "data": {"values": rows},
        "mark": value_text(frame, align="left", dx=8),
        "encoding": {
            "color": {"value": frame.theme.ink},  # the colour of a line is too pale to read
            "x": {"field": "x", "type": "quantitative"},
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": [levels[0], levels[-1]]},
            },
            "text": {"field": "label"},
        },
    }


def _time_axis(frame: Frame, marks: Sequence[Tick], values: list[Any]) -> dict[str, Any]:
    return {
        "title": None,
        "values": values,
        "labelExpr": label_expression(marks, values),
        "labelAngle": 0,
        "labelOverlap": False,
        "labelFlush": False,
        "labelLineHeight": 16,
        "grid": False,
        "domain": True,
        "domainColor": frame.theme.ink2,
    }


def _value_axis(frame: Frame, levels: Sequence[float]) -> dict[str, Any]:
    return {
        "title": frame.texts.y or None,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleX": -_LEFT_PX + 16,
        "titleY": -10,
        "values": list(levels),
        "labelExpr": axis_expression(frame.texts.locale),
        "grid": True,
    }
