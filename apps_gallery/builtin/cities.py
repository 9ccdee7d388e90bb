"""The published tables of every city that can be compared, and how many people live there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from apps_gallery.builtin.base import Table
from apps_gallery.builtin.measures import (
    CITY_COLUMN,
    PEOPLE,
    PEOPLE_AREA,
    PEOPLE_COLUMN,
    PEOPLE_DATE,
    measures_of,
)
from apps_gallery.builtin.periods import TOTALS
from apps_gallery.builtin.tables import tables_of
from datasets.models.dataset import Dataset, State
from datasets.models.organization import Organization
from datasets.queries import whole
from datasets.tables.column import ColumnType
from datasets.tables.query import Aggregate, Condition, Function, Operator, RowQuery
from datasets.tables.store import TableStore

_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)

# what was read once of a dataset holds until its next revision
_kept: dict[UUID, tuple[int, tuple[Table, ...]]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class City:
    """A city and its tables.

    Attributes:
        code: Six digits.
        name: By language.
        tables: Public ones of a standard that can be compared, those changed last first.
    """

    code: str
    name: Mapping[str, str]
    tables: tuple[Table, ...]

    @property
    def people(self) -> Table | None:
        """Its table of people by district."""
        return next((table for table in self.tables if is_of_people(table)), None)


@dataclass(frozen=True, slots=True)
class People:
    """How many live in a city, and when they were counted."""

    count: int
    counted_on: date | None


def city_tables(session: Session) -> tuple[Table, ...]:
    """Every public table of a city that serves a comparison, and one of each city that has none."""
    listed = session.execute(
        select(Dataset.id, Dataset.revision)
        .join(Organization, Organization.id == Dataset.organization_id)
        .where(Dataset.state == State.PUBLISHED, Organization.area_code != "")
        .order_by(Dataset.slug)
    ).all()
    changed = [id_ for id_, revision in listed if _kept.get(id_, (-1,))[0] != revision]
    read = {}
    if changed:
        for dataset in session.scalars(whole().where(Dataset.id.in_(changed))):
            read[dataset.id] = (dataset.revision, tuple(tables_of(dataset)))
    with _lock:
        _kept.update(read)
    return tuple(table for id_, _revision in listed for table in _kept[id_][1])


def cities(tables: Iterable[Table]) -> tuple[City, ...]:
    """Tables by city, in the order of the codes."""
    found: dict[str, list[Table]] = {}
    for table in tables:
        found.setdefault(table.area_code, []).append(table)
    return tuple(
        City(code, _name(of_city), tuple(sorted(filter(_serves, of_city), key=_newest)))
        for code, of_city in sorted(found.items())
    )


def is_of_people(table: Table) -> bool:
    """Whether a table tells the people of each district."""
    names = {column.name for column in table.columns}
    people = table.column(PEOPLE_COLUMN)
    return names >= PEOPLE and people is not None and people.type in _NUMBERS


def people(tables: TableStore, table: Table) -> People | None:
    """How many people a city has by its table of districts, at the last count; None if unclear.

    A table with a row for the whole city is read from that row, any other is added up.
    """
    day = table.column(PEOPLE_DATE)
    newest = day.maximum if day and day.type is ColumnType.DATE else None
    counted = (Condition(PEOPLE_DATE, Operator.IS, (newest,)),) if newest else ()
    if newest is None and day is not None and day.distinct_count > 1:
        return None
    total = Condition(PEOPLE_AREA, Operator.IS, TOTALS)
    rows = _sum(tables, table, (*counted, total))
    if rows[0] > 1:
        return None
    if rows[0] == 0:
        rows = _sum(tables, table, counted)
    if not rows[1]:
        return None
    return People(rows[1], date.fromisoformat(newest[:10]) if newest else None)


def _sum(tables: TableStore, table: Table, conditions: tuple[Condition, ...]) -> tuple[int, int]:
    """Rows, and the people in them."""
    asked = RowQuery(
        conditions=conditions,
        aggregates=(Aggregate(Function.COUNT), Aggregate(Function.SUM, PEOPLE_COLUMN)),
    )
    count, total = tables.aggregate(table.key, table.columns, asked)[0]
    return int(count), int(total or 0)


def _serves(table: Table) -> bool:
    return is_of_people(table) or bool(measures_of(column.name for column in table.columns))


def _newest(table: Table) -> tuple[float, str, str]:
    changed = table.modified_at or table.published_at
    return (-changed.timestamp() if changed else 0.0, *table.address)


def _name(tables: Iterable[Table]) -> Mapping[str, str]:
    """What the tables call their city; the publisher's name where they do not say."""
    publishers = {table.organization.get("ja", ""): table.organization for table in tables}
    for table in tables:
        column = table.column(CITY_COLUMN)
        if column is not None and column.distinct_count == 1 and column.top:
            said = column.top[0][0]
            return publishers.get(said, {"ja": said})
    return next(iter(publishers.values()), {})
