"""GeoJSON as a table: a row a feature, a column a property, and where it lies.

Source: RFC 7946; the `crs` member is that of the 2008 draft, which cities still write.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.result import Defect, ReadTable, Record
from datasets.reading.shown import shown

_BATCH_RECORDS = 20_000
WGS84 = "RFC7946 default (WGS84)"


def features_table(document: dict[str, Any], name: str) -> ReadTable:
    """The features of a FeatureCollection, or one Feature.

    Returns:
        A table whose columns are the properties in the order of their first appearance, then
        `longitude` and `latitude` in degrees if there are points, else `geometry_type`;
        `column_count` counts the properties alone.

    Raises:
        UnreadableFile: E_JSON if there is no list of features.
    """
    features = [document] if document["type"] == "Feature" else document.get("features")
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise UnreadableFile(
            N_("The GeoJSON has no list of features. Export it again."), detail_code="E_JSON"
        )
    names: dict[str, None] = {}
    for feature in features:
        names.update(dict.fromkeys(_part(feature, "properties")))
    types = sorted({str(_part(feature, "geometry").get("type", "null")) for feature in features})
    added = _added(types, names)
    return ReadTable(
        name=Path(name).stem,
        header=(*names, *added) or ("",),
        header_row=None,
        header_rows=(),
        column_count=len(names),
        first_data_record=0,
        keeps_blank_rows=True,
        source=partial(_batches, features, tuple(names), added),
        geometry_type="/".join(types) or None,
        crs=_crs(document),
        defects=tuple(_defects(features)),
    )


def _added(types: list[str], names: dict[str, None]) -> tuple[str, ...]:
    wanted = ("longitude", "latitude") if "Point" in types else ("geometry_type",)
    if not types:
        return ()
    return tuple(name if name not in names else f"geometry_{name}" for name in wanted)


def _part(feature: dict[str, Any], key: str) -> dict[str, Any]:
    part = feature.get(key)
    return part if isinstance(part, dict) else {}


def _crs(document: dict[str, Any]) -> str:
    name = _part(_part(document, "crs"), "properties").get("name")
    return str(name) if name else WGS84


def _batches(
    features: list[dict[str, Any]], names: tuple[str, ...], added: tuple[str, ...]
) -> Iterator[list[Record]]:
    for start in range(0, len(features), _BATCH_RECORDS):
        yield [_record(item, names, added) for item in features[start : start + _BATCH_RECORDS]]


def _record(feature: dict[str, Any], names: tuple[str, ...], added: tuple[str, ...]) -> Record:
    properties = _part(feature, "properties")
    cells = [_cell(properties.get(name)) for name in names]
    geometry = _part(feature, "geometry")
    if len(added) == 1:
        return [*cells, str(geometry.get("type", ""))]
    point = _point(geometry)
    return cells if not added else [*cells, *point]


def _point(geometry: dict[str, Any]) -> tuple[str, str]:
    place = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(place, list) or len(place) < 2:
        return "", ""
    longitude, latitude = _number(place[0]), _number(place[1])
    if longitude is None or latitude is None:
        return "", ""
    # -1.797e308 is how some programs write a point that is not there
    if abs(longitude) > 1e9 or abs(latitude) > 1e9:
        return "", ""
    return repr(longitude), repr(latitude)


def _number(value: Any) -> int | float | None:
    """A part of a position; some programs write it as a text."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else shown(value)


def _defects(features: list[dict[str, Any]]) -> Iterator[Defect]:
    first = [_first_position(_part(item, "geometry").get("coordinates")) for item in features]
    places = [place for place in first if place is not None and max(map(abs, place)) < 1e9]
    swapped = sum(20 <= x <= 46 and 122 <= y <= 154 for x, y in places)
    if swapped and swapped == len(places):
        said = Message(N_("Latitude stands before longitude in {count} places"), {"count": swapped})
        yield Defect("E_GEO_SWAPPED", swapped, said)
    metres = sum(abs(x) > 180 or abs(y) > 90 for x, y in places)
    if metres and not swapped:
        said = Message(N_("{count} positions are not in degrees"), {"count": metres})
        yield Defect("E_GEO_CRS", metres, said)
    yield from _odd_geometries(features, places=len(places), first=first)
    rings = sum(not _rings_close(_part(item, "geometry")) for item in features)
    if rings:
        said = Message(N_("{count} areas have an outline that is not closed"), {"count": rings})
        yield Defect("E_GEO_RING", rings, said)


def _odd_geometries(
    features: list[dict[str, Any]], *, places: int, first: list[tuple[float, float] | None]
) -> Iterator[Defect]:
    types = {str(_part(item, "geometry").get("type")).removeprefix("Multi") for item in features}
    whole = {str(_part(item, "geometry").get("type")) for item in features} - {"None"}
    if len(whole) > 1:
        said = Message(N_("Geometries of {count} types are mixed"), {"count": len(whole)})
        yield Defect("W_MIXED_GEOMETRY", len(whole), said)
    nowhere = len(features) - places
    if nowhere and "Point" not in types:
        said = Message(N_("{count} features have no place"), {"count": nowhere})
        yield Defect("W_NO_PLACE", nowhere, said)
    far = sum(place is not None and max(map(abs, place)) >= 1e9 for place in first)
    if far:
        said = Message(N_("{count} points are empty and written as a huge number"), {"count": far})
        yield Defect("W_EMPTY_POINT", far, said)
    blank = sum(
        not any(v not in (None, "") for v in _part(f, "properties").values()) for f in features
    )
    if blank:
        said = Message(N_("{count} features have no properties"), {"count": blank})
        yield Defect("W_NO_PROPERTIES", blank, said)


def _first_position(coordinates: Any) -> tuple[float, float] | None:
    while isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    x, y = map(_number, coordinates[:2])
    return None if x is None or y is None else (x, y)


def _rings_close(geometry: dict[str, Any]) -> bool:
    coordinates = geometry.get("coordinates")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return True
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not all(polygons):
        return False
    rings = [ring for polygon in polygons if isinstance(polygon, list) for ring in polygon]
    return all(isinstance(ring, list) and len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
