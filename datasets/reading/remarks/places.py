"""Remarks on latitudes and longitudes."""

import re
from collections import Counter
from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.reading.remarks.sample import Column, defect
from datasets.reading.result import Defect

_LATITUDE = re.compile(r"(?:.*(?:緯度|latitude)|lat|y(?:座標)?)(?:[_(（].*)?", re.IGNORECASE)
_LONGITUDE = re.compile(
    r"(?:.*(?:経度|longitude)|lng|lon|long|x(?:座標)?)(?:[_(（].*)?", re.IGNORECASE
)
_SHARED_LEAST = 3
_NEAR_ZERO = 0.1


def place_remarks(columns: list[Column], *, drawn: bool) -> Iterator[Defect]:
    """What is said of the first pair of columns that name a point.

    Args:
        columns: Of the sample.
        drawn: The points come from geometries, whose own reader says when they are exchanged.
    """
    pair = _pair(columns)
    if pair is None:
        return
    latitude, longitude = pair
    points = [
        (_number(y), _number(x)) for y, x in zip(latitude.cells, longitude.cells, strict=True)
    ]
    whole = [(y, x) for y, x in points if y is not None and x is not None]
    if not whole:
        return
    missing = len(points) - len(whole)
    if missing:
        said = N_("{count} rows have no place: {columns}")
        yield defect("W_NO_PLACE", missing, said, pair)
    null = sum(abs(y) < _NEAR_ZERO or abs(x) < _NEAR_ZERO for y, x in whole)
    if null:
        said = N_("{count} rows have a place at zero, which is in the sea: {columns}")
        yield defect("W_NULL_ISLAND", null, said, pair)
    swapped = sum(122 <= y <= 154 and 20 <= x <= 46 for y, x in whole)
    if swapped and not drawn:
        said = N_("Latitude and longitude are exchanged in {count} rows: {columns}")
        yield defect("W_GEO_SWAPPED", swapped, said, pair)
    counts = Counter(point for point in whole if abs(point[0]) >= _NEAR_ZERO)
    shared = max(counts.values(), default=0)
    if shared >= _SHARED_LEAST:
        said = N_("Up to {count} rows share one point: {columns}")
        yield defect("W_SHARED_PLACE", shared, said, pair)
    if latitude.name.lower() in ("x", "y") or longitude.name.lower() in ("x", "y"):
        said = N_("Which of {columns} is the longitude is said by their values only")
        yield defect("W_AXES", 1, said, pair)


def _pair(columns: list[Column]) -> tuple[Column, Column] | None:
    latitude = next((c for c in columns if _LATITUDE.fullmatch(c.name) and c.filled), None)
    longitude = next((c for c in columns if _LONGITUDE.fullmatch(c.name) and c.filled), None)
    return (latitude, longitude) if latitude and longitude else None


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
