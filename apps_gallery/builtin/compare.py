"""Compare towns: the same standard dataset of several cities, for every 10,000 people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from apps_gallery.builtin.base import (
    Answer,
    Asked,
    Config,
    Fit,
    Headline,
    Setting,
    Table,
    Template,
)
from apps_gallery.builtin.cities import City, cities, people
from apps_gallery.builtin.measures import BY_NAME, MEASURES, PER_PEOPLE, Measure, measures_of
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnType
from datasets.tables.query import Aggregate, Function, RowQuery
from datasets.tables.store import TableStore

MOST_CITIES = 6
FAR_APART_DAYS = 366
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)


class Missing(StrEnum):
    """Why a city has no value."""

    NOTHING = ""
    DATA = "data"
    PEOPLE = "people"
    BLANKS = "blanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRow:
    """One city in the comparison.

    Attributes:
        value: For every 10,000 people; None if something is `missing`.
        count: What is counted, whole; `people` live in the city.
        counted_on: When the data changed last, `people_on` when the people were counted.
        table: What is counted in, `people_table` the denominator; None if not published.
        far_apart: Whether its two dates, or its data and the newest shown, lie over a year apart.
    """

    code: str
    name: Mapping[str, str]
    value: float | None = None
    count: float | None = None
    people: int | None = None
    counted_on: date | None = None
    people_on: date | None = None
    table: Table | None = None
    people_table: Table | None = None
    missing: Missing = Missing.NOTHING
    far_apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer(Answer):
    """Cities side by side.

    Attributes:
        rows: Those with a value first, the largest first; then the others.
        cities: All that may be chosen.
        cut: Whether more cities were asked for than are shown.
    """

    measure: Measure
    rows: tuple[CityRow, ...]
    cities: tuple[City, ...]
    cut: bool


class Compare(Template):
    """Holds cities side by side; it gathers the tables of all cities itself.

    Asked: `city`, codes, at most MOST_CITIES; without it those that publish the data.
    """

    name = "compare"
    title = N_("Compare towns")
    promise = N_("The same thing in several towns, for every 10,000 people.")
    why_not = N_("It does not follow a municipal standard that towns can be compared by.")
    settings = (
        Setting(
            name="measure",
            title=N_("What to compare"),
            choices=tuple((measure.name, measure.title) for measure in MEASURES),
        ),
    )
    most_sources = 0

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """The first measure whose standard the columns follow."""
        found = measures_of(column.name for column in columns)
        return Fit({}, {"measure": found[0].name}) if found and rows else None

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> CompareAnswer:
        """The cities asked for; the sources are the tables of all of them."""
        measure = BY_NAME[config.settings["measure"]]
        known = cities(source.table for source in config.sources)
        chosen, cut = _chosen(known, measure, asked.get("city", ()))
        rows = _apart([_row(tables, city, measure) for city in chosen])
        ranked = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.code))
        return CompareAnswer(
            question=Message(measure.question),
            headline=_headline(ranked),
            measure=measure,
            rows=tuple(ranked),
            cities=known,
            cut=cut,
        )


def table_of(city: City, measure: Measure) -> Table | None:
    """The table of a city that a measure is counted in: of those that are whole the newest.

    A table with less than half the rows of the longest is taken for one of a part of the city.
    """
    fitting = [
        table for table in city.tables if measure.is_of(column.name for column in table.columns)
    ]
    longest = max((table.rows for table in fitting), default=0)
    return next((table for table in fitting if 2 * table.rows >= longest), None)


def _chosen(
    known: Sequence[City], measure: Measure, asked: Sequence[str]
) -> tuple[list[City], bool]:
    by_code = {city.code: city for city in known}
    codes = list(dict.fromkeys(code for code in asked if code))
    unknown = [code for code in codes if code not in by_code]
    if unknown:
        raise InvalidQuery(N_("There is no town with the code {code} here."), code=unknown[0][:10])
    if not codes:
        having = [city.code for city in known if table_of(city, measure) and city.people]
        codes = (having or list(by_code))[:MOST_CITIES]
    return [by_code[code] for code in codes[:MOST_CITIES]], len(codes) > MOST_CITIES


def _row(tables: TableStore, city: City, measure: Measure) -> CityRow:
    table, people_table = table_of(city, measure), city.people
    row = CityRow(code=city.code, name=city.name, table=table, people_table=people_table)
    if table is None:
        return replace(row, missing=Missing.DATA)
    counted = _day(table.modified_at or table.published_at)
    count = _count(tables, table, measure)
    row = replace(row, count=count, counted_on=counted)
    if count is None:
        return replace(row, missing=Missing.BLANKS)
    living = people(tables, people_table) if people_table else None
    if people_table is None or living is None:
        return replace(row, missing=Missing.PEOPLE)
    return replace(
        row,
        value=count / living.count * PER_PEOPLE,
        people=living.count,
        people_on=living.counted_on or _day(people_table.modified_at),
    )


def _count(tables: TableStore, table: Table, measure: Measure) -> float | None:
    """The numerator; None if too many of its figures are blank."""
    if not measure.summed:
        return tables.count(table.key, table.columns, RowQuery())
    column = next((found for name in measure.summed if (found := table.column(name))), None)
    if column is None or column.type not in _NUMBERS or not table.rows:
        return None
    if 1 - column.blank_count / table.rows < measure.least_share:
        return None
    asked = RowQuery(aggregates=(Aggregate(Function.SUM, column.name),))
    return float(tables.aggregate(table.key, table.columns, asked)[0][0] or 0)


def _apart(rows: Sequence[CityRow]) -> Iterator[CityRow]:
    newest = max((row.counted_on for row in rows if row.counted_on), default=None)
    for row in rows:
        others = [day for day in (row.people_on, newest) if day and row.value is not None]
        far = any(
            row.counted_on and abs((row.counted_on - day).days) > FAR_APART_DAYS for day in others
        )
        yield replace(row, far_apart=far)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CITY_TIME).date() if moment else None


def _headline(rows: Sequence[CityRow]) -> Headline:
    known = [row for row in rows if row.value is not None]
    if not known or known[0].value is None:
        return Headline(None, "", Message(N_("None of these towns publishes what it takes.")))
    first = known[0]
    value = round(known[0].value, 2)
    places = {
        "city": first.name.get("ja") or next(iter(first.name.values()), first.code),
        "value": f"{value:,}",
        "count": len(known),
    }
    if len(known) == 1:
        return Headline(
            value,
            "",
            Message(N_("{city} has {value}; no other town shown here publishes it."), places),
        )
    if known[1].value == first.value:
        return Headline(value, "", Message(N_("{value} is the most among {count} towns."), places))
    return Headline(
        value, "", Message(N_("{city} has the most among {count} towns: {value}."), places)
    )
