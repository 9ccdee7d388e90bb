"""A table in the making, and the column layouts it may follow."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from portal.demo.names import PREFECTURE, City, Place

Cell = str | int | float | None
Record = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under names.

    Attributes:
        columns: Names, all different.
        rows: Each as long as `columns`; None is a blank cell.
        geometries: GeoJSON geometries, one a row, or none at all.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    geometries: tuple[Mapping[str, Any], ...] = ()


TableMaker = Callable[[City], Table]


@cache
def layout(name: str) -> tuple[str, ...]:
    """The column names of a municipal standard dataset, in their order.

    Source: 自治体標準オープンデータセット, data item definitions.
    """
    text = resources.files("portal.demo").joinpath("data/layouts.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)[name]["columns"])


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table of the given columns and rows."""
    return Table(tuple(columns), tuple(tuple(row) for row in rows))


def filled(layout_name: str, records: Iterable[Record], *, more: Sequence[str] = ()) -> Table:
    """Records laid out by a standard, with the city's own columns `more` after it.

    Raises:
        KeyError: if a record holds a name that is no column.
    """
    columns = (*layout(layout_name), *more)
    known = frozenset(columns)
    rows = []
    for record in records:
        if stray := record.keys() - known:
            raise KeyError(f"{layout_name} has no column {sorted(stray)}")
        rows.append(tuple(record.get(column) for column in columns))
    return Table(columns, tuple(rows))


def identity(city: City, number: int, *, prefix: str = "") -> dict[str, Cell]:
    """The first columns of a standard row: whose it is and which one it is."""
    return {"全国地方公共団体コード": city.code, "ID": f"{prefix}{number:06d}"}


def location(place: Place) -> dict[str, Cell]:
    """The address columns that the standards share."""
    return {
        "所在地_全国地方公共団体コード": place.city.code,
        "所在地_連結表記": place.address,
        "所在地_都道府県": PREFECTURE,
        "所在地_市区町村": place.city.name,
        "所在地_町字": place.town_area,
        "所在地_番地以下": place.lot,
        "緯度": place.lat,
        "経度": place.lon,
    }
