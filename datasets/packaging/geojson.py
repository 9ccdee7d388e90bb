"""A table as GeoJSON, streamed.

Source: RFC 7946 (WGS 84, longitude first); OGC 06-103r4 well-known text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import orjson

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.packaging.convert import Download, bracketed, chunked
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.row_file import Row
from datasets.tables.values import json_value

GEOMETRY_COLUMN = "geometry"
# how deep the brackets of each are nested
_DEPTHS = {
    "Point": 1,
    "LineString": 2,
    "MultiPoint": 2,
    "Polygon": 3,
    "MultiLineString": 3,
    "MultiPolygon": 4,
}
_TYPES = {kind.upper(): kind for kind in _DEPTHS}
_FIGURES = (ColumnType.INTEGER, ColumnType.NUMBER)
_WELL_KNOWN = re.compile(r"\s*([A-Z]+)\s*Z?\s*(\([-+0-9.eE,()\s]*\))\s*", re.IGNORECASE)
_POSITION = re.compile(r"[-+0-9.eE]+(?:\s+[-+0-9.eE]+)+")

Geometry = dict[str, Any] | None


def geojson_bytes(download: Download) -> Iterator[bytes]:
    """A FeatureCollection, UTF-8; a row without a place has a null geometry.

    Raises:
        InvalidQuery: before the first chunk, if the table has no places.
    """
    place = geometry_finder(download.columns)
    opening = b'{"type":"FeatureCollection","features":[\n'
    return chunked(bracketed(opening, _features(download, place), b"\n]}\n"))


def geometry_finder(columns: Sequence[Column]) -> Callable[[Row], Geometry]:
    """How to find the geometry of a whole row of a table.

    Raises:
        InvalidQuery: if the table has neither a column of geometries nor latitude and longitude.
    """
    names = [column.name for column in columns]
    roles = [column.role if column.type in _FIGURES else None for column in columns]
    if GEOMETRY_COLUMN in names:
        at = names.index(GEOMETRY_COLUMN)
        return lambda row: geometry(row[at])
    if ColumnRole.LATITUDE not in roles or ColumnRole.LONGITUDE not in roles:
        raise InvalidQuery(N_("This table has no latitude and longitude, so it has no places."))
    latitude, longitude = roles.index(ColumnRole.LATITUDE), roles.index(ColumnRole.LONGITUDE)
    return lambda row: _point(row[latitude], row[longitude])


def _point(latitude: str | None, longitude: str | None) -> Geometry:
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [float(longitude), float(latitude)]}


def geometry(text: str | None) -> Geometry:
    """A geometry written as GeoJSON or as well-known text; None if it is neither."""
    if not text:
        return None
    try:
        if text.lstrip().startswith("{"):
            read = orjson.loads(text)
            return read if read.get("type") in _DEPTHS else None
        return _from_well_known(text)
    except ValueError:
        return None


def _from_well_known(text: str) -> Geometry:
    found = _WELL_KNOWN.fullmatch(text)
    kind = _TYPES.get(found[1].upper()) if found else None
    if found is None or kind is None:
        return None
    listed = _POSITION.sub(lambda position: f"[{','.join(position[0].split())}]", found[2])
    coordinates = orjson.loads(listed.replace("(", "[").replace(")", "]"))
    if kind == "Point":
        coordinates = coordinates[0]
    if kind == "MultiPoint":  # each position may have brackets of its own
        coordinates = [one[0] if isinstance(one[0], list) else one for one in coordinates]
    if _depth(coordinates) != _DEPTHS[kind]:
        return None
    return {"type": kind, "coordinates": coordinates}


def _depth(coordinates: object) -> int:
    depth = 0
    while isinstance(coordinates, list) and coordinates:
        coordinates, depth = coordinates[0], depth + 1
    return depth


def _features(download: Download, place: Callable[[Row], Geometry]) -> Iterator[bytes]:
    places = {column.name: at for at, column in enumerate(download.columns)}
    shown = [
        (column, places[column.name]) for column in download.shown if column.name != GEOMETRY_COLUMN
    ]
    whole = replace(download, query=replace(download.query, shown=()))
    for batch in whole.batches():
        for row in batch:
            properties = {column.name: json_value(column.type, row[at]) for column, at in shown}
            yield orjson.dumps(
                {"type": "Feature", "geometry": place(row), "properties": properties}
            )
