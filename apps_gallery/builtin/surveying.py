"""Reading the lists of places: what a gazetteer is made of, and their rows as places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps_gallery.builtin.base import Fit, Source, Table
from apps_gallery.builtin.facilities import SLOTS, facility_fit, readings
from apps_gallery.builtin.gazetteer import Gazetteer, PlaceKind, Sighting, sightings_at
from apps_gallery.builtin.geometry import Point
from datasets.tables.column import Column, ColumnRole
from datasets.tables.query import RowQuery
from datasets.tables.store import TableStore

MOST_ROWS = 50_000
_TOWN_HEADERS = ("町名", "町字", "町丁目", "大字", "地区", "地域名")

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """A list of places among the published tables."""

    table: Table
    source: Source


def source_of(table: Table, fit: Fit) -> Source:
    """A table with the columns that a fit names."""
    by_name = {column.name: column for column in table.columns}
    chosen = {slot: tuple(by_name[name] for name in names) for slot, names in fit.columns.items()}
    return Source(table, chosen)


def surveyed(tables: Sequence[Table]) -> list[Survey]:
    """The tables that list places, each with the columns that say where."""
    found = []
    for table in tables:
        fit = facility_fit(table.columns, table.rows) if table.rows <= MOST_ROWS else None
        if fit is not None:
            found.append(Survey(table, source_of(table, fit)))
    return found


def make_gazetteer(store: TableStore, tables: Sequence[Table]) -> Gazetteer:
    """Every name that the tables give a position, and how else the name is written."""
    sightings: list[Sighting] = []
    aliases: list[tuple[str, str]] = []
    for survey in surveyed(tables):
        if store.has(survey.table.key):
            found, spelled = _read(store, survey.source)
            sightings += found
            aliases += spelled
    for table in tables:
        if table.rows <= MOST_ROWS and store.has(table.key):
            aliases += _town_readings(store, table)
    return Gazetteer(sightings, aliases)


def point_of(cells: Cells, source: Source) -> Point | None:
    """Where a row says it is; None if it does not."""
    latitude, longitude = source.maybe("latitude"), source.maybe("longitude")
    if latitude is None or longitude is None:
        return None
    try:
        point = Point(float(cells[latitude.name]), float(cells[longitude.name]))
    except (KeyError, ValueError):
        return None
    return point if point.is_on_earth else None


def cell(cells: Cells, column: Column | None) -> str:
    """The text of a cell; empty for a blank or no column."""
    return cells.get(column.name, "") if column else ""


def rows_of(store: TableStore, table: Table, query: RowQuery) -> Iterator[Cells]:
    """Rows by the names of the shown columns; blank cells are left out."""
    names = query.shown or tuple(column.name for column in table.columns)
    for batch in store.stream(table.key, table.columns, query):
        for row in batch:
            yield {name: text for name, text in zip(names, row, strict=True) if text}


def chosen_names(source: Source) -> tuple[str, ...]:
    """The columns an app reads of its table, none twice."""
    chosen = (column.name for slot in SLOTS for column in source.many(slot.name))
    return tuple(dict.fromkeys(chosen))


def _read(store: TableStore, source: Source) -> tuple[list[Sighting], list[tuple[str, str]]]:
    table = source.table
    spelled = readings(table.columns, source.one("name").name)
    shown = tuple(dict.fromkeys((*chosen_names(source), *spelled)))
    sightings: list[Sighting] = []
    aliases: dict[tuple[str, str], None] = {}
    for cells in rows_of(store, table, RowQuery(shown=shown)):
        point = point_of(cells, source)
        name = cell(cells, source.maybe("name"))
        if point is None or not name:
            continue
        city = cell(cells, source.maybe("city"))
        sightings.append(Sighting(PlaceKind.FACILITY, name, point, city))
        if postal := cell(cells, source.maybe("postal")):
            sightings.append(Sighting(PlaceKind.POSTAL, postal, point, city))
        sightings += sightings_at(
            point,
            city=city,
            address=cell(cells, source.maybe("address")),
            district=cell(cells, source.maybe("district")),
        )
        aliases |= {(cells[reading], name): None for reading in spelled if reading in cells}
    return sightings, list(aliases)


def _town_readings(store: TableStore, table: Table) -> list[tuple[str, str]]:
    """Kana of towns, from any table that has a town beside its reading."""
    found: dict[tuple[str, str], None] = {}
    for column in table.columns:
        is_town = column.name in _TOWN_HEADERS and column.role is not ColumnRole.MEASURE
        for reading in readings(table.columns, column.name) if is_town else ():
            query = RowQuery(group=(column.name, reading))
            for town, kana, _count in store.aggregate(table.key, table.columns, query):
                if town and kana:
                    found[str(kana), str(town)] = None
    return list(found)
