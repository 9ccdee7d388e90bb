"""JSON-stat: a cube of numbers, spread out to one row a cell.

Source: JSON-stat 2.0 (class dataset), and 1.x, where `id` and `size` stand in `dimension`.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

_VALUE = "value"
_STATUS = "status"
_MOST = 5_000_000


def cube_in(document: Any) -> dict[str, Any] | None:
    """The cube of a document that is JSON-stat; None if it is something else."""
    if not isinstance(document, dict):
        return None
    if document.get("class") == "dataset" and _is_cube(document):
        return document
    if document.get("class") == "collection":
        link = document.get("link")
        items = link.get("item") if isinstance(link, dict) else None
        cubes = [item for item in items if _is_cube(item)] if isinstance(items, list) else []
        return cubes[0] if len(cubes) == 1 else None
    inner = [value for value in document.values() if isinstance(value, dict) and _is_cube(value)]
    return inner[0] if len(inner) == 1 and len(document) <= 2 else None


def is_jsonstat(document: Any) -> bool:
    """Whether it says that it is a cube, though it may be none that can be spread out."""
    known = isinstance(document, dict) and document.get("class") == "dataset"
    return known and "dimension" in document


def cube_records(cube: dict[str, Any]) -> list[dict[str, Any]]:
    """One record a cell: the label of each dimension, the value, the status if there are any."""
    names, sizes = _order(cube)
    axes = [_axis(cube["dimension"], name, size) for name, size in zip(names, sizes, strict=True)]
    titles = [_title(cube["dimension"], name) for name in names]
    titles = [
        title if titles.count(title) == 1 else name
        for title, name in zip(titles, names, strict=True)
    ]
    values, status = cube[_VALUE], cube.get(_STATUS) or {}
    records = []
    for number, labels in enumerate(product(*axes)):
        record = dict(zip(titles, labels, strict=True))
        record[_VALUE] = _at(values, number)
        if isinstance(status, dict | list) and status:
            record[_STATUS] = _at(status, number)
        records.append(record)
    return records


def _is_cube(document: dict[str, Any]) -> bool:
    dimensions, values = document.get("dimension"), document.get(_VALUE)
    if not isinstance(dimensions, dict) or not isinstance(values, list | dict):
        return False
    names, sizes = _order(document)
    known = all(isinstance(dimensions.get(name), dict) for name in names)
    return bool(names) and len(names) == len(sizes) and known and 0 < prod(sizes) <= _MOST


def _order(cube: dict[str, Any]) -> tuple[list[str], list[int]]:
    place = cube if "id" in cube else cube["dimension"]
    names, sizes = place.get("id"), place.get("size")
    if not isinstance(names, list) or not isinstance(sizes, list):
        return [], []
    whole = [size for size in sizes if isinstance(size, int) and size > 0]
    return [str(name) for name in names], whole


def _axis(dimensions: dict[str, Any], name: str, size: int) -> list[str]:
    category = dimensions[name].get("category")
    category = category if isinstance(category, dict) else {}
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    order = list(_keys(category.get("index"), labels))
    axis = [str(labels.get(key, key)) for key in order][:size]
    return axis + [str(number) for number in range(len(axis), size)]


def _keys(index: Any, labels: dict[str, Any]) -> Iterator[str]:
    if isinstance(index, dict):
        yield from sorted(index, key=lambda key: (str(type(index[key])), index[key]))
    elif isinstance(index, list):
        yield from map(str, index)
    else:
        yield from labels


def _title(dimensions: dict[str, Any], name: str) -> str:
    return str(dimensions[name].get("label") or name)


def _at(values: Any, number: int) -> Any:
    if isinstance(values, dict):
        return values.get(str(number))
    return values[number] if number < len(values) else None
