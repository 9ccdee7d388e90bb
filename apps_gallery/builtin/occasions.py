"""What happens when: days of a rule and dated events, from the rows of a table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from apps_gallery.builtin.base import Source
from apps_gallery.builtin.collection_days import DayRule, day_rule
from apps_gallery.builtin.icalendar import CalendarEvent
from apps_gallery.builtin.surveying import Cells, cell, rows_of
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.folding import fold
from datasets.tables.query import Condition, Operator, RowQuery
from datasets.tables.store import TableStore

MOST_ROWS = 20_000
AREA_GLUE = " "

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])(?::|時)(?P<minute>[0-5]\d)?")
_DATE = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something on a day.

    Attributes:
        last: Of several days; the first if it is one.
        time: As written, such as 「朝8時まで」 or 「10:00」.
        area: Of the town it is for; empty if for all.
    """

    day: date
    title: str
    last: date
    place: str = ""
    time: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row of a table of rules.

    Attributes:
        off: Days on which it does not happen though the rule says so; `extra` the other way round.
    """

    title: str
    area: str
    rule: DayRule
    written: str
    time: str
    place: str
    off: frozenset[date]
    extra: frozenset[date]

    def days(self, first: date, last: date) -> list[date]:
        """Its days from the first to the last, both included."""
        days = set(self.rule.days(first, last)) - self.off
        return sorted(days | {day for day in self.extra if first <= day <= last})


def areas(store: TableStore, source: Source) -> list[str]:
    """What there is to choose of districts and towns, as the table orders them."""
    columns = source.many("area")
    if not columns:
        return []
    query = RowQuery(shown=tuple(column.name for column in columns))
    found = dict.fromkeys(_area(cells, source) for cells in rows_of(store, source.table, query))
    return [area for area in found if area]


def schedules(store: TableStore, source: Source, area: str) -> list[Schedule]:
    """The rules for an area; all of them if it is empty. Rows without a readable rule are left."""
    found = []
    for cells in rows_of(store, source.table, RowQuery(shown=_shown(source))):
        written = cell(cells, source.maybe("rule"))
        rule = day_rule(written) if written else None
        here = _area(cells, source)
        if rule is None or (area and here != area):
            continue
        found.append(
            Schedule(
                title=cell(cells, source.maybe("title")),
                area=here,
                rule=rule,
                written=written,
                time=cell(cells, source.maybe("time")),
                place=cell(cells, source.maybe("place")),
                off=_dates(cells, source, "off"),
                extra=_dates(cells, source, "extra"),
            )
        )
    return found


def from_rules(rows: Iterable[Schedule], first: date, last: date) -> list[Occasion]:
    """What falls on the days from the first to the last, in their order."""
    found = [
        Occasion(day, row.title, day, row.place, row.time, row.area)
        for row in rows
        for day in row.days(first, last)
    ]
    return sorted(found, key=lambda one: one.day)


def dated(store: TableStore, source: Source, area: str, first: date, last: date) -> list[Occasion]:
    """Events that touch the days from the first to the last, in their order."""
    start, end = source.one("date"), source.maybe("end")
    bound = end or start
    query = RowQuery(
        conditions=(
            Condition(start.name, Operator.LTE, (last.isoformat(),)),
            Condition(bound.name, Operator.GTE, (first.isoformat(),)),
        ),
        shown=_shown(source),
    )
    found: dict[Occasion, None] = {}
    for cells in rows_of(store, source.table, query):
        occasion = _occasion(cells, source)
        if occasion and (not area or occasion.area == area):
            found[occasion] = None
    return sorted(found, key=lambda one: (one.day, one.time))


def rule_events(rows: Iterable[Schedule], first: date, last: date) -> Iterator[CalendarEvent]:
    """Rules for a calendar: weekly ones come again for ever, others day by day."""
    for row in rows:
        identity = "\0".join(("rule", row.area, row.title, row.written))
        days = row.days(first, last)
        if row.rule.recurrence and not row.off and not row.extra and days:
            yield _rule_event(row, identity, days[0], row.rule.recurrence)
            continue
        for day in days:
            yield _rule_event(row, f"{identity}\0{day}", day)


def dated_events(occasions: Iterable[Occasion]) -> Iterator[CalendarEvent]:
    """Events for a calendar; those with a time of day begin at it."""
    for one in occasions:
        identity = "\0".join(("event", one.area, one.title, one.day.isoformat(), one.place))
        clock = _clock(one.time)
        begins = datetime.combine(one.day, clock, CITY_TIME) if clock else one.day
        yield CalendarEvent(
            identity=identity,
            summary=one.title,
            start=begins,
            end=None if clock else one.last,
            description=" ".join(part for part in (one.time, one.area) if part),
            location=one.place,
        )


def _rule_event(row: Schedule, identity: str, day: date, recurrence: str = "") -> CalendarEvent:
    words = (row.time, row.written, row.area)
    return CalendarEvent(
        identity=identity,
        summary=row.title,
        start=day,
        recurrence=recurrence,
        description=" ".join(part for part in words if part),
        location=row.place,
    )


def _occasion(cells: Cells, source: Source) -> Occasion | None:
    day = _day(cell(cells, source.maybe("date")))
    title = cell(cells, source.maybe("title"))
    if day is None or not title:
        return None
    last = _day(cell(cells, source.maybe("end"))) or day
    return Occasion(
        day=day,
        title=title,
        last=max(day, last),
        place=cell(cells, source.maybe("place")),
        time=cell(cells, source.maybe("time")),
        area=_area(cells, source),
    )


def _shown(source: Source) -> tuple[str, ...]:
    slots: Mapping[str, Sequence[object]] = source.columns
    names = (column.name for slot in slots for column in source.many(slot))
    return tuple(dict.fromkeys(names))


def _area(cells: Cells, source: Source) -> str:
    parts = dict.fromkeys(cell(cells, column) for column in source.many("area"))
    return AREA_GLUE.join(part for part in parts if part)


def _dates(cells: Cells, source: Source, slot: str) -> frozenset[date]:
    text = cell(cells, source.maybe(slot))
    days = (_day("-".join(parts)) for parts in _DATE.findall(text))
    return frozenset(day for day in days if day)


def _day(text: str) -> date | None:
    found = _DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    # 「朝8時まで」 is no time at which something begins
    found = _CLOCK.match(fold(text))
    if found is None or "まで" in text:
        return None
    return time(int(found["hour"]), int(found["minute"] or 0))
