"""Columns and lines along time: which places are named, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from datasets.charts.frame import Frame, text_width

_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?.*")
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """One named place of a time axis.

    Attributes:
        value: The `x` of a point, or a moment between points.
        lines: Its label, one or two lines.
    """

    value: Any
    lines: tuple[str, ...]


def ticks(frame: Frame, xs: Sequence[Any], room_px: float) -> list[Tick]:
    """The places to name.

    Args:
        frame: For the language.
        xs: Every x, ascending, each once: years as integers, ISO dates or months, or other text.
        room_px: Length of the axis.

    Returns:
        As many as fit side by side, at round years or at the same months of each year.
    """
    if not xs:
        return []
    if all(isinstance(x, int) for x in xs):
        return _years(xs, room_px)
    if all(_DATE.fullmatch(str(x)) for x in xs):
        return _dates(frame, [str(x) for x in xs], room_px)
    return _thinned([Tick(x, (str(x),)) for x in xs], room_px)


def moment(x: Any) -> float | None:
    """Where a year or date lies on a straight axis: years, or ms since 1970; else None."""
    if isinstance(x, int):
        return x
    match = _DATE.fullmatch(str(x))
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        return datetime(year, month, day, tzinfo=UTC).timestamp() * 1000
    except ValueError:
        return None


def label_expression(marks: Sequence[Tick], values: Sequence[Any]) -> str:
    """A Vega expression that writes the prepared labels.

    Args:
        marks: With their lines.
        values: What the axis calls each of them; the same length.
    """
    expression = "''"
    for mark, value in reversed(list(zip(marks, values, strict=True))):
        written = "[" + ", ".join(_quoted(line) for line in mark.lines) + "]"
        expression = f"datum.value === {_quoted(value)} ? {written} : {expression}"
    return expression


def _quoted(value: Any) -> str:
    if isinstance(value, int | float):
        return repr(value)
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")
    return f"'{text}'"


def _years(xs: Sequence[Any], room_px: float) -> list[Tick]:
    most = max(int(room_px / 42), 2)
    step = next((s for s in _YEAR_STEPS if (xs[-1] - xs[0]) / s < most), _YEAR_STEPS[-1])
    present = set(xs)
    return [Tick(x, (str(x),)) for x in range(xs[0], xs[-1] + 1) if x % step == 0 and x in present]


def _dates(frame: Frame, xs: Sequence[str], room_px: float) -> list[Tick]:
    """Months if there are enough of them, else the days themselves."""
    firsts = [x for x in xs if _DATE.fullmatch(x).group(3) in (None, "01")]  # type: ignore[union-attr]  # the caller matched all
    months = [(int(x[:4]) * 12 + int(x[5:7]) - 1, x) for x in firsts]
    if len(months) < 3:
        return _thinned([_day(frame, x, at == 0) for at, x in enumerate(xs)], room_px)
    most = max(int(room_px / 46), 2)
    span = months[-1][0] - months[0][0]
    step = next((s for s in _MONTH_STEPS if span / s < most), _MONTH_STEPS[-1])
    named = [(month, x) for month, x in months if month % step == 0]
    return [_month(frame, x, step, at == 0) for at, (_, x) in enumerate(named)]


def _month(frame: Frame, x: str, step: int, first: bool) -> Tick:
    year, month = int(x[:4]), int(x[5:7])
    if step >= 12:
        return Tick(x, (f"{year}年" if frame.texts.locale == "ja" else str(year),))
    shown = f"{month}月" if frame.texts.locale == "ja" else _MONTHS_EN[month - 1]
    if not (first or month == 1):
        return Tick(x, (shown,))
    return Tick(x, (shown, f"{year}年" if frame.texts.locale == "ja" else str(year)))


def _day(frame: Frame, x: str, first: bool) -> Tick:
    day = date.fromisoformat(x[:10]) if len(x) >= 10 else date(int(x[:4]), int(x[5:7]), 1)
    japanese = frame.texts.locale == "ja"
    shown = f"{day.month}/{day.day}" if japanese else f"{day.day} {_MONTHS_EN[day.month - 1]}"
    year = f"{day.year}年" if japanese else str(day.year)
    return Tick(x, (shown, year) if first else (shown,))


def _thinned(marks: list[Tick], room_px: float) -> list[Tick]:
    widest = max(text_width(line) for mark in marks for line in mark.lines) + 10
    step = max(1, -(-len(marks) * int(widest) // max(int(room_px), 1)))
    return marks[::step]
