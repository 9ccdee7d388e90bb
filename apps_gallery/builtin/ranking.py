"""The places of a table in the order of their distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from apps_gallery.builtin.base import Source
from apps_gallery.builtin.facilities import Flag, flags
from apps_gallery.builtin.gazetteer import Gazetteer
from apps_gallery.builtin.geometry import (
    Direction,
    Point,
    direction,
    distance_m,
    walking_minutes,
)
from apps_gallery.builtin.surveying import Cells, cell, chosen_names, point_of, rows_of
from datasets.tables.query import Condition, Near, Operator, RowQuery
from datasets.tables.store import TableStore

_ALL_AROUND_M = 20_100_000.0  # half the earth, and a little


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A place with where it lies from here.

    Attributes:
        metres: As the crow flies; `minutes` on foot at 80 m a minute.
        is_rough: It has no coordinates of its own: measured to the middle of its town.
        says_yes: Labels of its yes-or-no columns that say yes, those of hazards apart.
        hazards: Codes of the hazards it is for.
        asked_hazards: Whether its table says anything about hazards.
    """

    source: Source
    name: str
    point: Point
    metres: float
    minutes: int
    direction: Direction
    is_rough: bool
    address: str
    phone: str
    says_yes: tuple[str, ...]
    hazards: tuple[str, ...]
    asked_hazards: bool


def nearest(
    store: TableStore,
    source: Source,
    here: Point,
    limit: int,
    *,
    where: Sequence[Condition] = (),
    gazetteer: Gazetteer | None = None,
) -> list[Nearby]:
    """The places nearest to a point, one a name and position.

    Nothing of the question is remembered: the store keeps no answer of a stream.

    Args:
        store: Where the rows lie.
        source: A table with its columns by the slots of `facilities.SLOTS`.
        here: From where distances are counted.
        limit: How many at most, n >= 1.
        where: Conditions that all must hold.
        gazetteer: Where towns are, for tables without coordinates; those need it.
    """
    query = RowQuery(conditions=tuple(where), shown=chosen_names(source))
    if source.maybe("latitude") is None:
        return _by_town(store, source, here, limit, query, gazetteer)
    near = Near(here.latitude, here.longitude, _ALL_AROUND_M)
    asked = RowQuery(conditions=query.conditions, shown=query.shown, near=near)
    found: dict[tuple[str, Point], Nearby] = {}
    said = flags(source)
    for cells in rows_of(store, source.table, asked):
        point = point_of(cells, source)
        place = _place(cells, source, said, here, point) if point else None
        if place is not None:
            found.setdefault((place.name, place.point), place)
        if len(found) >= limit:
            break
    return list(found.values())


def yes(flag: Flag) -> Condition:
    """That a place says yes to something."""
    return Condition(flag.column.name, Operator.IS, flag.yes)


def _by_town(
    store: TableStore,
    source: Source,
    here: Point,
    limit: int,
    query: RowQuery,
    gazetteer: Gazetteer | None,
) -> list[Nearby]:
    """Places without coordinates, by the middle of their town, else of their district."""
    places = _located(store, source, here, query, gazetteer) if gazetteer else ()
    return nsmallest(limit, places, key=lambda place: place.metres)


def _located(
    store: TableStore, source: Source, here: Point, query: RowQuery, gazetteer: Gazetteer
) -> Iterator[Nearby]:
    said = flags(source)
    seen: set[tuple[str, str]] = set()
    for cells in rows_of(store, source.table, query):
        address, district = (cell(cells, source.maybe(slot)) for slot in ("address", "district"))
        point = gazetteer.locate(address, district)
        place = _place(cells, source, said, here, point, is_rough=True) if point else None
        if place is not None and (place.name, address) not in seen:
            seen.add((place.name, address))
            yield place


def _place(
    cells: Cells,
    source: Source,
    said: Sequence[Flag],
    here: Point,
    point: Point,
    *,
    is_rough: bool = False,
) -> Nearby | None:
    name = cell(cells, source.maybe("name"))
    if not name:
        return None
    metres = distance_m(here, point)
    true = [flag for flag in said if flag.holds(cells.get(flag.column.name))]
    return Nearby(
        source=source,
        name=name,
        point=point,
        metres=metres,
        minutes=walking_minutes(metres),
        direction=direction(here, point),
        is_rough=is_rough,
        address=cell(cells, source.maybe("address")),
        phone=cell(cells, source.maybe("phone")),
        says_yes=tuple(flag.label for flag in true if not flag.hazard),
        hazards=tuple(flag.hazard for flag in true if flag.hazard),
        asked_hazards=any(flag.hazard for flag in said),
    )
