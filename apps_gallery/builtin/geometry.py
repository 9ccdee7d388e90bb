"""How far a place is, in which direction, and how long one walks.

Source: walking minutes by the fair competition code of Japanese estate agents (80 m a minute,
a part of a minute counted as a whole one).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, ceil, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
WALKED_M_A_MINUTE = 80


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, decimal degrees WGS 84."""

    latitude: float
    longitude: float

    @property
    def is_on_earth(self) -> bool:
        """Whether there is such a place; not so for what is no number."""
        return abs(self.latitude) <= 90 and abs(self.longitude) <= 180


class Direction(StrEnum):
    """One of eight directions of the compass."""

    N = "north"
    NE = "north-east"
    E = "east"
    SE = "south-east"
    S = "south"
    SW = "south-west"
    W = "west"
    NW = "north-west"


def distance_m(start: Point, end: Point) -> float:
    """Metres along the surface by the haversine formula on the mean sphere."""
    south, north = radians(start.latitude), radians(end.latitude)
    half = (
        sin((north - south) / 2) ** 2
        + cos(south) * cos(north) * sin(radians(end.longitude - start.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


def direction(start: Point, end: Point) -> Direction:
    """Where `end` lies, seen from `start`."""
    south, north = radians(start.latitude), radians(end.latitude)
    turn = radians(end.longitude - start.longitude)
    east = sin(turn) * cos(north)
    ahead = cos(south) * sin(north) - sin(south) * cos(north) * cos(turn)
    eighths = round(degrees(atan2(east, ahead)) / 45) % 8
    return tuple(Direction)[eighths]


def walking_minutes(metres: float) -> int:
    """Minutes on foot, at least 1."""
    return max(1, ceil(metres / WALKED_M_A_MINUTE))


def mean_point(points: list[Point]) -> Point:
    """The middle of some places that lie close together, n >= 1."""
    return Point(
        sum(point.latitude for point in points) / len(points),
        sum(point.longitude for point in points) / len(points),
    )
