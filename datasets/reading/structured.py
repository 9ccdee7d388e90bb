"""JSON that holds a table: lists of objects, the usual envelopes around them, lines, GeoJSON.

Sources: RFC 8259 (JSON), RFC 7946 (GeoJSON), CKAN datastore_search, Socrata rows.json.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.encoding import encoding_of
from datasets.reading.geojson import features_table
from datasets.reading.result import ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.workbook_xlsx import shown

_LISTS = ("data", "records", "results", "items", "rows", "value", "@graph", "result", "dataset")
_DEPTH = 100
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
    if isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature"):
        kind, table = "geojson", features_table(document, name)
    else:
        table = _table(_rows(document), name)
    if table.width > limits.columns:
        raise TooLarge(
            N_("The table has {count} columns; at most {limit} are taken."),
            count=table.width,
            limit=limits.columns,
            detail_code="E_TOO_MANY_COLUMNS",
        )
    return ReadFile(kind=kind, encoding=encoding, tables=(table,))


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
        lines = _lines(text) if fault.msg == "Extra data" else None
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
        parsed = [_parsed(line) for line in text.splitlines() if line.strip()]
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


def _rows(document: Any, depth: int = 0) -> list[dict[str, Any]]:
    if isinstance(document, list):
        if all(isinstance(item, dict) for item in document):
            return document
    elif isinstance(document, dict) and depth < 3:
        found = _within(document, depth)
        if found is not None:
            return found
    raise UnreadableFile(_NO_LIST, detail_code="E_TYPE", detail="json")


def _within(document: dict[str, Any], depth: int) -> list[dict[str, Any]] | None:
    named = _named_columns(document)
    if named is not None:
        return named
    if document.get("class") == "dataset" and "dimension" in document:  # JSON-stat: a cube
        return None
    values = [document[key] for key in _LISTS if key in document]
    values += [value for value in document.values() if isinstance(value, list)]
    for value in values:
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return value
        if isinstance(value, dict):
            return _rows(value, depth + 1)
    return [document] if document and depth == 0 else None


def _named_columns(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Socrata's rows.json: values in `data`, names in `meta.view.columns`."""
    meta = document.get("meta")
    view = meta.get("view") if isinstance(meta, dict) else None
    columns = view.get("columns") if isinstance(view, dict) else None
    rows = document.get("data")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    names = [str(column.get("name", "")) for column in columns if isinstance(column, dict)]
    return [dict(zip(names, row, strict=False)) for row in rows if isinstance(row, list)]


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
