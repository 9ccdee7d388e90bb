"""A layer of a Shapefile as a table: its attributes, and where each thing lies.

Sources: ESRI Shapefile Technical Description; EPSG 4326; GeoJSON (RFC 7946) for the shapes.
"""

import importlib
import json
import re
import struct
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import shapefile

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.dbf import Attributes, read_dbf
from datasets.reading.result import Defect, ReadFile, ReadLimits, ReadTable, Record

MOST_POINTS = 5_000_000
LONGEST_SHAPE = 100_000
_BATCH_RECORDS = 5_000
_HEADER_BYTES = 100
_WKT_NAME = re.compile(r'\s*(?:PROJ|GEOG)\w*\s*\[\s*"([^"]{1,200})"')
_DEGREES = (118.0, 18.0, 158.0, 48.0)
_PLACES = 7
_DAMAGED = N_("The shapes of the map’s layer (.shp) are damaged. Pack the file again.")
_FAULTS = (shapefile.ShapefileException, ValueError, OSError, IndexError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class _Layer:
    path: Path
    to_degrees: Any
    attributes: Attributes | None
    is_points: bool


def read_layer(parts: Mapping[str, Path], name: str, limits: ReadLimits) -> ReadFile:
    """Read one layer.

    Args:
        parts: Files by their endings: shp, and what there is of shx, dbf, prj and cpg.
        name: Of the layer.
        limits: How many rows are taken.

    Returns:
        A table of the attributes, then `longitude` and `latitude` in degrees (of a line or an
        area the middle of its box), and for these `geometry_type` and `geometry`, GeoJSON.

    Raises:
        UnreadableFile: E_SHP, or E_SHP_INCOMPLETE if it is not known where in the world it is.
        TooLarge: E_TOO_MANY_ROWS, E_LIMIT.
    """
    attributes = read_dbf(parts["dbf"], _told_codec(parts)) if "dbf" in parts else None
    try:
        with parts["shp"].open("rb") as shapes:
            kind, count, points, box = _facts(_reader(shapes))
    except _FAULTS as fault:
        raise UnreadableFile(_DAMAGED, detail_code="E_SHP") from fault
    if count > limits.rows or points > MOST_POINTS:
        raise TooLarge(
            N_("The map’s layer has more than {limit} points. Divide it."),
            limit=MOST_POINTS,
            detail_code="E_LIMIT",
        )
    crs, to_degrees, moved = _projection(parts, box)
    is_points = kind.startswith("POINT")
    layer = _Layer(parts["shp"], to_degrees, attributes, is_points)
    names = attributes.names if attributes else ()
    added = ("longitude", "latitude") if is_points else ("longitude", "latitude", *_OF_SHAPES)
    table = ReadTable(
        name=name,
        header=(*names, *(word if word not in names else f"geometry_{word}" for word in added)),
        header_row=None,
        header_rows=(),
        column_count=len(names),
        first_data_record=0,
        keeps_blank_rows=True,
        source=partial(_batches, layer),
        geometry_type=kind,
        crs=crs,
    )
    encoding = attributes.codec if attributes else None
    return ReadFile(
        kind="zip",
        tables=(table,),
        encoding=encoding,
        defects=tuple(_defects(attributes, moved, has_crs="prj" in parts)),
    )


_OF_SHAPES = ("geometry_type", "geometry")


def _told_codec(parts: Mapping[str, Path]) -> str:
    return parts["cpg"].read_bytes()[:40].decode("ascii", "ignore") if "cpg" in parts else ""


def _reader(shapes: BinaryIO) -> shapefile.Reader:
    header = shapes.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or struct.unpack_from(">L", header, 24)[0] * 2 > shapes.seek(
        0, 2
    ):
        raise ValueError("cut off")
    shapes.seek(0)
    with warnings.catch_warnings():  # of a length that is not quite right
        warnings.simplefilter("ignore")
        return shapefile.Reader(shp=shapes)


def _facts(reader: shapefile.Reader) -> tuple[str, int, int, list[float]]:
    count, points = 0, 0
    for shape in reader.iterShapes():
        count += 1
        points += len(getattr(shape, "points", ()))
    return str(reader.shapeTypeName), count, points, list(reader.bbox)


def _projection(parts: Mapping[str, Path], box: list[float]) -> tuple[str | None, Any, bool]:
    """The name of the reference system, the way to degrees, and whether places are moved."""
    if "prj" not in parts:
        west, south, east, north = _DEGREES
        if len(box) < 4 or not (west <= box[0] <= box[2] <= east and south <= box[1] <= north):
            raise UnreadableFile(
                N_("It is not known where in the world the map’s layer lies. Add its .prj file."),
                detail_code="E_SHP_INCOMPLETE",
            )
        return None, None, False
    text = parts["prj"].read_bytes()[:20_000].decode("utf-8", "replace")
    named = _WKT_NAME.match(text)
    pyproj = importlib.import_module("pyproj")  # a database of its own is opened with it
    pyproj.network.set_network_enabled(False)
    try:
        crs = pyproj.CRS.from_wkt(text)
        way = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as fault:
        raise UnreadableFile(
            N_("The .prj file of the map’s layer cannot be understood. Export it again."),
            detail_code="E_GEO_CRS",
        ) from fault
    moved = crs.is_projected or "Tokyo" in crs.name
    return named[1] if named else crs.name, way if moved else None, moved


def _batches(layer: _Layer) -> Iterator[list[Record]]:
    batch: list[Record] = []
    with layer.path.open("rb") as shapes:
        for number, shape in enumerate(_reader(shapes).iterShapes()):
            values = _values(layer.attributes, number)
            if values is None:
                continue
            batch.append([*values, *_place(layer, shape)])
            if len(batch) == _BATCH_RECORDS:
                yield batch
                batch = []
    yield batch


def _values(attributes: Attributes | None, number: int) -> list[str] | None:
    if attributes is None:
        return []
    if number >= len(attributes.records):
        return [""] * len(attributes.names)
    return attributes.records[number]


def _place(layer: _Layer, shape: Any) -> list[str]:
    points = [point[:2] for point in getattr(shape, "points", ())]
    if not points:
        return ["", ""] if layer.is_points else ["", "", "", ""]
    if layer.to_degrees is not None:
        across, up = layer.to_degrees.transform(*zip(*points, strict=True))
        points = list(zip(across, up, strict=True))
    rounded = [(round(x, _PLACES), round(y, _PLACES)) for x, y in points]
    xs, ys = [x for x, _ in rounded], [y for _, y in rounded]
    middle = [
        repr(round((min(xs) + max(xs)) / 2, _PLACES)),
        repr(round((min(ys) + max(ys)) / 2, _PLACES)),
    ]
    if layer.is_points:
        return middle
    shape.points = rounded
    drawn = shape.__geo_interface__
    text = json.dumps(drawn, separators=(",", ":"))
    return [*middle, str(drawn["type"]), text if len(text) <= LONGEST_SHAPE else ""]


def _defects(attributes: Attributes | None, moved: bool, *, has_crs: bool) -> Iterator[Defect]:
    if attributes is None:
        said = N_("The layer has shapes only: its attributes (.dbf) are missing")
        yield Defect("W_NO_ATTRIBUTES", 1, Message(said))
    elif attributes.cut:
        said = N_("{count} texts of the layer were cut off inside of a character")
        yield Defect("W_CUT_TEXT", attributes.cut, Message(said, {"count": attributes.cut}))
    if moved:
        yield Defect("R_CRS", 1, Message(N_("Places were turned into degrees")))
    if not has_crs:
        said = N_("The layer does not say how its places are measured; degrees were assumed")
        yield Defect("W_NO_CRS", 1, Message(said))
