"""Horizontal bars: plain, stacked, and back to back as a pyramid. All begin at zero."""

from collections.abc import Sequence
from typing import Any

from datasets.charts.data import Point
from datasets.charts.frame import Frame, lines, nice_ticks, text_width, value_text
from datasets.charts.numbers import axis_expression, short
from datasets.charts.theme import SMALL_PX

_STEP_PX = 32
_WRAPPED_STEP_PX = 38
_BAR_PX = 21
_LINE_BREAK = "\n"


def bar(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """Largest first, each with its value at its end instead of an axis."""
    labels = _labels(frame, [str(point["x"]) for point in points])
    rows = [
        {**point, "x": label, "label": short(point["y"], frame.texts.locale)}
        for point, label in zip(points, labels, strict=True)
    ]
    left, right = _room(frame, labels, [row["label"] for row in rows])
    low = min(0, *(row["y"] for row in rows))
    high = max(0, *(row["y"] for row in rows)) or 1
    per_px = (high - low) / max(frame.width - left - right * (2 if low < 0 else 1), 60)
    domain = [low - (right * per_px if low < 0 else 0), high + right * per_px]
    x = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": domain}}
    colour = {
        "condition": {"test": "datum.other", "value": frame.theme.rest},
        "value": frame.theme.series[0],
    }
    view = {
        "data": {"values": rows},
        "encoding": {"y": _groups(labels), "x": {**x, "scale": {"domain": domain, "nice": False}}},
        "layer": [
            {"mark": {"type": "bar", "height": _BAR_PX}, "encoding": {"color": colour}},
            *_value_layers(frame),
        ],
    }
    return frame.wrapped(view, len(rows) * _step(labels))


def stacked(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """Bars of several parts, with a legend above and the whole at the end."""
    groups = list(dict.fromkeys(str(point["x"]) for point in points))
    labels = dict(zip(groups, _labels(frame, groups), strict=True))
    names = list(dict.fromkeys(point["series"] for point in points))
    rows = [{**p, "x": labels[str(p["x"])], "part": names.index(p["series"])} for p in points]
    sums = {label: sum(row["y"] for row in rows if row["x"] == label) for label in labels.values()}
    totals = [
        {"x": label, "y": value, "label": short(value, frame.texts.locale)}
        for label, value in sums.items()
    ]
    left, right = _room(frame, list(labels.values()), [total["label"] for total in totals])
    high = max(sums.values()) or 1
    per_px = high / max(frame.width - left - right, 60)
    scale = {"domain": [0, high + right * per_px], "nice": False}
    x = {"field": "y", "type": "quantitative", "axis": None, "scale": scale}
    group = _groups(list(labels.values()))
    colour = {
        "field": "series",
        "type": "nominal",
        "scale": frame.colours(names, names[6] if len(names) > 6 else None),
        "legend": frame.legend(names, symbolType="square"),
    }
    parts = {
        "data": {"values": rows},
        "mark": {
            "type": "bar",
            "height": _BAR_PX,
            "stroke": frame.theme.background,
            "strokeWidth": 1,
            "cornerRadiusEnd": 0,
        },
        "encoding": {
            "y": group,
            "x": {**x, "stack": "zero"},
            "color": colour,
            "order": {"field": "part"},
        },
    }
    wholes = {
        "data": {"values": totals},
        "mark": value_text(frame, align="left", dx=6),
        "encoding": {"y": group, "x": x, "text": {"field": "label"}},
    }
    return frame.wrapped({"layer": [parts, wholes]}, len(sums) * _step(list(labels.values())))


def pyramid(frame: Frame, points: Sequence[Point]) -> dict[str, Any]:
    """Two sides from one middle line, the youngest at the foot."""
    ages = list(dict.fromkeys(str(point["x"]) for point in points))
    sexes = sorted({point["series"] for point in points}, key=_left_first)
    rows = [
        {**p, "x": str(p["x"]), "y": -p["y"] if p["series"] == sexes[0] else p["y"]} for p in points
    ]
    ticks = nice_ticks(0, max(abs(row["y"]) for row in rows) or 1, 2 if frame.narrow else 3)
    axis = {
        "values": [-tick for tick in reversed(ticks) if tick] + ticks,
        "labelExpr": axis_expression(frame.texts.locale).replace("datum.value", "abs(datum.value)"),
        "grid": True,
        "title": frame.texts.y or None,
    }
    names = [
        {"series": sexes[0], "at": -ticks[-1] / 2},
        *({"series": sex, "at": ticks[-1] / 2} for sex in sexes[1:]),
    ]
    scale = {"domain": [-ticks[-1], ticks[-1]], "nice": False}
    colour = {"field": "series", "type": "nominal", "legend": None, "scale": frame.colours(sexes)}
    y = {
        "field": "x",
        "type": "ordinal",
        "sort": list(reversed(ages)),
        "title": None,
        "axis": {"labelPadding": 8, "labelOverlap": True, "grid": False},
    }
    sides = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": {"band": 0.86}},
        "encoding": {
            "y": y,
            "x": {
                "field": "y",
                "type": "quantitative",
                "stack": None,
                "axis": axis,
                "scale": scale,
            },
            "color": colour,
        },
    }
    heads = {
        "data": {"values": names},
        "mark": value_text(frame, fontWeight="bold", fontSize=SMALL_PX + 1, baseline="bottom"),
        "encoding": {
            "y": {"value": -6},
            "x": {"field": "at", "type": "quantitative"},
            "text": {"field": "series"},
        },
    }
    return frame.wrapped({"layer": [sides, heads]}, max(len(ages) * 19, 160))


def _left_first(sex: str) -> tuple[int, str]:
    """Men on the left, as in every Japanese statistic."""
    return (0 if sex.strip().lower() in {"男", "男性", "m", "male", "men"} else 1, sex)


def _labels(frame: Frame, names: Sequence[str]) -> list[str]:
    """At most two lines each; what would become alike stays different."""
    room = 108 if frame.narrow else 172
    made: list[str] = []
    for name in names:
        label = _LINE_BREAK.join(lines(name, room, SMALL_PX, most=2))
        while label in made:
            label += "\u200b"
        made.append(label)
    return made


def _step(labels: Sequence[str]) -> int:
    return _WRAPPED_STEP_PX if any(_LINE_BREAK in label for label in labels) else _STEP_PX


def _room(frame: Frame, labels: Sequence[str], values: Sequence[str]) -> tuple[float, float]:
    """Px that names take on the left and values on the right."""
    left = max(text_width(line) for label in labels for line in label.split(_LINE_BREAK))
    return left + 24, max(text_width(value) for value in values) + 12


def _groups(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "field": "x",
        "type": "nominal",
        "sort": list(labels),
        "title": None,
        "axis": {
            "labelExpr": "split(datum.label, '\\n')",
            "labelLimit": 0,
            "labelLineHeight": 15,
            "labelPadding": 8,
        },
    }


def _value_layers(frame: Frame) -> list[dict[str, Any]]:
    text = {"text": {"field": "label"}}
    return [
        {
            "transform": [{"filter": "datum.y >= 0"}],
            "mark": value_text(frame, align="left", dx=6),
            "encoding": text,
        },
        {
            "transform": [{"filter": "datum.y < 0"}],
            "mark": value_text(frame, align="right", dx=-6),
            "encoding": text,
        },
    ]
