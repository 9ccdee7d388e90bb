"""Time: months, days, seasons, and figures that follow a line through known points."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))
_HOLIDAYS = frozenset(
    {(1, 1), (1, 2), (1, 3), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3),
     (11, 23), (12, 30), (12, 31)}
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; its text is YYYY-MM."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from first to last, both included."""
    while first <= last:
        yield first
        first = first.next


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def is_day_off(day: date) -> bool:
    """Saturday, Sunday or a holiday with a fixed date."""
    return day.weekday() >= 5 or (day.month, day.day) in _HOLIDAYS


def era_year(year: int) -> str:
    """A year as Japanese offices write it: 2019 is 令和元年.

    Raises:
        ValueError: for a year before 1926.
    """
    for first, name in _ERAS:
        if year >= first:
            return f"{name}{'元' if year == first else year - first + 1}年"
    raise ValueError(year)


def era_date(day: date) -> str:
    """A day as Japanese offices write it: 令和8年11月1日."""
    return f"{era_year(day.year)}{day.month}月{day.day}日"


def along(points: Mapping[float, float], at: float) -> float:
    """The value at a point of the line through the given points; flat beyond its ends."""
    known = sorted(points.items())
    if at <= known[0][0]:
        return known[0][1]
    for (left, low), (right, high) in pairwise(known):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return known[-1][1]


def season(month: float, *, peak: float) -> float:
    """A wave of one year: 1 in the peak month, -1 half a year later."""
    return math.cos((month - peak) / 12 * 2 * math.pi)


def rounded(value: float) -> int:
    """The nearest whole number, never below 0."""
    return max(0, round(value))


def shared_out(total: int, weights: list[float]) -> list[int]:
    """A whole number in parts by weight, whose sum is that number exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts
