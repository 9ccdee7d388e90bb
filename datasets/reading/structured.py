"""JSON that holds a table: records in any envelope, lines, text sequences, GeoJSON, cubes.

Sources: RFC 8259 (JSON), RFC 7464 (text sequences), RFC 7946 and 8142 (GeoJSON).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.encoding import encoding_grounds, encoding_of
from datasets.reading.geojson import features_table
from datasets.reading.json_records import flattened, records_in
from datasets.reading.jsonstat import cube_in, cube_records, is_jsonstat
from datasets.reading.result import Defect, ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.shown import shown

_GEOMETRIES = frozenset(
    (
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    )
)
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
_BATCH_RECORDS = 50_000
_BROKEN = N_("The JSON is broken at line {line}. Export it again.")
_NO_LIST = N_("The JSON holds no list of records, so it cannot be shown as a table.")


def read_structured(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read JSON, JSON lines or GeoJSON; the document is held in memory.

    Raises:
        UnreadableFile: E_JSON, E_JSON_DEPTH, E_JSON_DUP_KEY, E_UNICODE or E_TYPE as `detail_code`.
        TooLarge: E_TOO_MANY_BYTES, E_TOO_MANY_COLUMNS.
    """
    if path.stat().st_size > limits.json_bytes:
        raise TooLarge(
            N_("A JSON file may have {limit} bytes at most. Hand it in as CSV."),
            limit=limits.json_bytes,
            detail_code="E_TOO_MANY_BYTES",
        )
    text, encoding = _text(path)
    document, kind = _document(text)
    features = _features(document)
    if features is not None:
        kind, table = "geojson", features_table(features, name)
    else:
        table = _records(document, name)
    if table.width > limits.columns:
        raise TooLarge(
            N_("The table has {count} columns; at most {limit} are taken."),
            count=table.width,
            limit=limits.columns,
            detail_code="E_TOO_MANY_COLUMNS",
        )
    grounds = encoding_grounds(path, encoding)
    return ReadFile(kind=kind, encoding=encoding, tables=(table,), encoding_grounds=grounds)


def _text(path: Path) -> tuple[str, str]:
    try:
        encoding, skip, _ = encoding_of(path)
        text = path.read_bytes()[skip:].decode("utf-8" if encoding == "utf-8-sig" else encoding)
    except (UnreadableFile, UnicodeDecodeError) as fault:
        line = fault.message.places.get("line", 1) if isinstance(fault, UnreadableFile) else 1
        raise UnreadableFile(_BROKEN, line=line, detail_code="E_JSON") from fault
    if "\\u" in text and _LONE_SURROGATE.search(text):
        raise UnreadableFile(
            N_("The JSON holds half a character (a lone surrogate). Export it again."),
            detail_code="E_UNICODE",
        )
    return text, encoding


def _document(text: str) -> tuple[Any, str]:
    try:
        return _parsed(text), "json"
    except json.JSONDecodeError as fault:
        is_sequence = fault.msg == "Extra data" or text.startswith("\x1e")
        lines = _lines(text) if is_sequence else None
        if lines is not None:
            return lines, "ndjson"
        raise UnreadableFile(_BROKEN, line=fault.lineno, detail_code="E_JSON") from fault
    except RecursionError as fault:
        raise UnreadableFile(
            N_("The JSON is nested too deeply to be a table."), detail_code="E_JSON_DEPTH"
        ) from fault
    except ValueError as fault:
        raise UnreadableFile(_BROKEN, line=1, detail_code="E_JSON") from fault


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)


def _lines(text: str) -> list[Any] | None:
    try:
        lines = (line.strip("\x1e \t\r") for line in text.split("\n"))
        parsed = [_parsed(line) for line in lines if line]
    except (json.JSONDecodeError, RecursionError):
        return None
    return parsed if all(isinstance(item, dict) for item in parsed) else None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        keys = [key for key, _ in pairs]
        raise UnreadableFile(
            N_("The JSON names {key} twice in one record. Only one of them can be meant."),
            key=next(key for key in keys if keys.count(key) > 1),
            detail_code="E_JSON_DUP_KEY",
        )
    return built


def _no_constant(constant: str) -> NoReturn:
    raise UnreadableFile(
        N_("{constant} is not JSON. Leave such values out."),
        constant=constant,
        detail_code="E_JSON",
    )


def _features(document: Any) -> dict[str, Any] | None:
    """GeoJSON in any of its forms, as a collection or a single feature."""
    if isinstance(document, list) and document and all(_is_feature(item) for item in document):
        return {"type": "FeatureCollection", "features": document}
    kind = document.get("type") if isinstance(document, dict) else None
    if kind in ("FeatureCollection", "Feature"):
        return dict(document)
    if kind in _GEOMETRIES and ("coordinates" in document or "geometries" in document):
        return {"type": "Feature", "properties": None, "geometry": document}
    return None


def _is_feature(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "Feature" and "geometry" in item


def _records(document: Any, name: str) -> ReadTable:
    cube = cube_in(document)
    if cube is not None:
        spread = _table(cube_records(cube), name)
        said = Message(N_("The file is a cube of numbers: each became a row"))
        return replace(spread, defects=(Defect("W_CUBE", 1, said),))
    rows = None if is_jsonstat(document) else records_in(document)
    if rows is None:
        raise UnreadableFile(_NO_LIST, detail_code="E_TYPE", detail="json")
    return _table(flattened(rows), name)


def _table(rows: list[dict[str, Any]], name: str) -> ReadTable:
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
    header = tuple(names) or ("",)
    return ReadTable(
        name=Path(name).stem,
        header=header,
        header_row=None,
        header_rows=(),
        column_count=len(names),
        first_data_record=0,
        keeps_blank_rows=True,
        source=partial(_batches, rows, header),
    )


def _batches(rows: list[dict[str, Any]], header: tuple[str, ...]) -> Iterator[list[Record]]:
    for start in range(0, len(rows), _BATCH_RECORDS):
        yield [
            [as_text(row.get(column)) for column in header]
            for row in rows[start : start + _BATCH_RECORDS]
        ]


def as_text(value: Any) -> str:
    """A JSON value as a cell: what is nested stays JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else shown(value)
