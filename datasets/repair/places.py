"""Columns that hold where something is: which is the latitude, which the longitude."""

import re
from collections.abc import Sequence

from datasets.repair.column_facts import ColumnFacts

_LATITUDE = re.compile(r"緯度|北緯|(?<![a-z])lat(?:itude)?(?![a-z])", re.IGNORECASE)
_LONGITUDE = re.compile(
    r"経度|東経|(?<![a-z])(?:lon|lng|long)(?:gitude|itude)?(?![a-z])", re.IGNORECASE
)
_BOTH = re.compile(r"緯度.*経度|経度.*緯度|lat.*l(?:on|ng)", re.IGNORECASE)
SOUTH, NORTH, WEST, EAST = 20.0, 46.0, 122.0, 154.0


def place_columns(columns: Sequence[ColumnFacts]) -> tuple[ColumnFacts, ColumnFacts] | None:
    """The columns named latitude and longitude, if there is one of each."""
    single = [facts for facts in columns if not _BOTH.search(facts.name)]
    latitudes = [facts for facts in single if _LATITUDE.search(facts.name)]
    longitudes = [facts for facts in single if _LONGITUDE.search(facts.name)]
    if len(latitudes) == len(longitudes) == 1:
        return latitudes[0], longitudes[0]
    return None


def is_latitude(text: str) -> bool:
    """Whether it is a latitude within Japan, in degrees."""
    value = degrees(text)
    return value is not None and SOUTH <= value <= NORTH


def is_longitude(text: str) -> bool:
    """Whether it is a longitude within Japan, in degrees."""
    value = degrees(text)
    return value is not None and WEST <= value <= EAST


def degrees(text: str) -> float | None:
    """A decimal number; None if it is none."""
    try:
        return float(text) if text and text[-1].isdecimal() else None
    except ValueError:
        return None
