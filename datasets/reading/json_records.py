"""Where in a JSON document its records are, whatever is wrapped around them.

Sources: CKAN datastore_search, Socrata rows.json, OData and SensorThings (`value`), JSON-LD
(`@graph`), Esri features (`attributes`), pandas' orients `split` and `list`.
"""

from collections import Counter
from typing import Any

_LISTS = (
    "data",
    "records",
    "results",
    "items",
    "rows",
    "value",
    "@graph",
    "result",
    "dataset",
    "features",
)
_NAMES = ("columns", "header", "headers", "fields", "names")
_DEPTH = 6
_NESTED = 4
_KEY = "key"
_LEAST_KEYED = 3
_MOST = 0.8

JsonRecord = dict[str, Any]


def records_in(document: Any) -> list[JsonRecord] | None:
    """The records of a document; None if it holds none."""
    if isinstance(document, list):
        return _list(document)
    if not isinstance(document, dict) or not document:
        return None
    found = _within(document, _DEPTH)
    return [document] if found is None else found


def flattened(records: list[JsonRecord]) -> list[JsonRecord]:
    """Objects inside records as columns of their own: `{"a": {"b": 1}}` as `{"a.b": 1}`.

    Lists stay as they are, and so does an object whose parts have names that are taken.
    """
    if not any(isinstance(value, dict) for record in records for value in record.values()):
        return records
    taken = {name for record in records for name in record}
    return [_flat(record, taken, "", _NESTED) for record in records]


def _flat(record: JsonRecord, taken: set[str], before: str, depth: int) -> JsonRecord:
    flat: JsonRecord = {}
    for name, value in record.items():
        full = f"{before}{name}"
        nests = isinstance(value, dict) and value and depth > 0
        if nests and not any(f"{full}.{inner}" in taken for inner in value):
            flat.update(_flat(value, taken, f"{full}.", depth - 1))
        else:
            flat[full] = value
    return flat


def _list(items: list[Any]) -> list[JsonRecord] | None:
    if all(isinstance(item, dict) for item in items):
        return _bare(items)
    if len(items) > 1 and all(isinstance(item, list) for item in items):
        names = items[0]
        if names and all(isinstance(name, str) for name in names):
            return _named(names, items[1:])
        if len({len(item) for item in items}) == 1 and names and not _nests(items):
            return _named([f"列{place}" for place in range(1, len(names) + 1)], items)
    return None


def _nests(rows: list[list[Any]]) -> bool:
    return any(isinstance(cell, dict | list) for row in rows for cell in row)


def _within(document: JsonRecord, depth: int) -> list[JsonRecord] | None:
    table = _named_apart(document) or _columns(document)
    if table is not None:
        return table
    values = [document[key] for key in _LISTS if key in document]
    values += [value for value in document.values() if isinstance(value, list)]
    for value in values:
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return _bare(value)
        if isinstance(value, dict) and depth > 0:
            found = _within(value, depth - 1)
            return [value] if found is None else found
    return _by_key(document) or _deeper(document, depth)


def _bare(items: list[JsonRecord]) -> list[JsonRecord]:
    """Esri's features without their wrapping: attributes, and where they lie."""
    if not all(isinstance(item.get("attributes"), dict) for item in items):
        return items
    if any(item.keys() - {"attributes", "geometry"} for item in items):
        return items
    return [
        {**item["attributes"], **({"geometry": item["geometry"]} if "geometry" in item else {})}
        for item in items
    ]


def _by_key(document: JsonRecord) -> list[JsonRecord] | None:
    """Records by a name of each, which becomes a column."""
    records = list(document.values())
    if len(records) < _LEAST_KEYED or not all(isinstance(record, dict) for record in records):
        return None
    names = Counter(name for record in records for name in record)
    usual = {name for name, count in names.items() if count >= _MOST * len(records)}
    nested = sum(isinstance(value, dict) for record in records for value in record.values())
    if len(usual) < max(2, _MOST * len(names)) or nested or _KEY in names:
        return None
    return [{_KEY: key, **record} for key, record in document.items()]


def _deeper(document: JsonRecord, depth: int) -> list[JsonRecord] | None:
    """The longest list further inside a wrapper, which has nothing but objects and a few words."""
    inner = [value for value in document.values() if isinstance(value, dict)]
    if depth <= 0 or not inner or len(document) - len(inner) > len(inner) + 1:
        return None
    found = [rows for value in inner if (rows := _within(value, depth - 1)) is not None]
    longest = max(found, key=len, default=None)
    return longest if longest is not None and len(longest) > 1 else None


def _named_apart(document: JsonRecord) -> list[JsonRecord] | None:
    """Rows without names, and their names beside them, or in Socrata's `meta.view.columns`."""
    rows = next((document[key] for key in _LISTS if _are_rows(document.get(key))), None)
    if rows is None:
        return None
    meta = document.get("meta")
    view = meta.get("view") if isinstance(meta, dict) else None
    places = [document, view] if isinstance(view, dict) else [document]
    for place in places:
        for key in _NAMES:
            names = _names(place.get(key))
            if names and len(names) >= len(rows[0]):
                return _named(names, rows)
    return _list(rows)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _names(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    names = [
        next((item[key] for key in ("name", "id", "field") if key in item), "")
        if isinstance(item, dict)
        else item
        for item in value
    ]
    return [str(name) for name in names]


def _named(names: list[str], rows: list[Any]) -> list[JsonRecord]:
    unique = [name if names.index(name) == n else f"{name}_{n + 1}" for n, name in enumerate(names)]
    return [dict(zip(unique, row, strict=False)) for row in rows if isinstance(row, list)]


def _columns(document: JsonRecord) -> list[JsonRecord] | None:
    """A list of values under each name, all equally long."""
    values = list(document.values())
    if len(values) < 2 or not all(isinstance(value, list) and value for value in values):
        return None
    lengths = {len(value) for value in values}
    plain = not any(isinstance(cell, dict | list) for value in values for cell in value)
    if len(lengths) != 1 or not plain:
        return None
    return [dict(zip(document, cells, strict=True)) for cells in zip(*values, strict=True)]
