"""How the built-in calendar is shown, and its file for other calendars."""

from calendar import SUNDAY, Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from apps_gallery.builtin import config as configs
from apps_gallery.builtin.base import Asked
from apps_gallery.builtin.calendar import AREA, MONTH, CalendarAnswer, CalendarTemplate
from apps_gallery.builtin.icalendar import to_icalendar
from apps_gallery.builtin.occasions import Occasion
from apps_gallery.builtin.tables import public_tables
from datasets.kernel.clock import CITY_TIME
from portal.web.builtin_near import frame_args
from portal.web.builtin_part import BuiltinApp, Showing
from portal.web.context import services
from portal.web.language import words
from portal.web.places import data_lang
from portal.web.table_file import with_args

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_SUNDAY_FIRST = Calendar(SUNDAY)


@dataclass(frozen=True, slots=True)
class AreaOption:
    """A district or town to choose."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day and what is on it.

    Attributes:
        iso: For machines; `label` 「11月26日（木）」; `weekday` of it alone.
        away: 「あと4日」.
        is_other: Of the month before or after.
    """

    iso: str
    number: int
    label: str
    away: str
    is_today: bool
    is_other: bool
    things: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarBody:
    """What the app shows under its headline.

    Attributes:
        is_open: Nothing is shown before an area is chosen.
        lang: Language of the data where it is not the page's.
        hidden: What the form carries along.
        headline: The next day and what is on it; None if nothing is known.
        weekdays: Names of the days, Sunday first; short and long.
        weeks: Days of the month and around it, seven a row.
        listed: Days of the month with something on them.
        previous_url: Empty where calendars end; `next_url` likewise.
    """

    is_open: bool
    areas: tuple[AreaOption, ...]
    area: str
    lang: str | None
    hidden: tuple[tuple[str, str], ...]
    headline: DayLine | None
    upcoming: tuple[DayLine, ...]
    month: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[DayLine, ...], ...]
    listed: tuple[DayLine, ...]
    previous_url: str
    next_url: str
    ics_url: str
    subscribe_url: str
    has_holidays: bool


def body(showing: Showing) -> CalendarBody:
    """The next days, the month, and ways to the months beside it."""
    answer = cast(CalendarAnswer, showing.answer)
    upcoming = tuple(_lines(answer.upcoming, answer, answer.today))
    whole = _SUNDAY_FIRST.monthdatescalendar(answer.month.year, answer.month.month)
    weeks = tuple(tuple(_line(day, answer.days, answer) for day in week) for week in whole)
    listed = (line for week in weeks for line in week if line.things and not line.is_other)
    sunday = whole[0][0]
    file = _file_address(showing, answer)
    return CalendarBody(
        is_open=answer.is_open,
        areas=tuple(AreaOption(area, area == answer.area) for area in answer.areas),
        area=answer.area,
        lang=data_lang(),
        hidden=tuple(frame_args(showing)),
        headline=next(iter(upcoming), None),
        upcoming=upcoming,
        month=format_date(answer.month, _("MMMM y")),
        weekdays=tuple(_weekday(sunday + timedelta(days=offset)) for offset in range(7)),
        weeks=weeks,
        listed=tuple(listed),
        previous_url=_month_url(showing, answer, answer.month - timedelta(days=1)),
        next_url=_month_url(showing, answer, answer.month + timedelta(days=31)),
        ics_url=file,
        subscribe_url=f"webcal:{file.partition(':')[2]}",
        has_holidays=answer.has_holidays,
    )


def calendar_file(session: Session, app: BuiltinApp, asked: Asked) -> bytes:
    """The days of an app as an iCalendar file.

    Raises:
        InvalidApp: if the data do not fit the app any more.
    """
    template = CalendarTemplate()
    known = public_tables(session, configs.addresses(app.config))
    portal = services()
    now = portal.clock.now()
    today = now.astimezone(CITY_TIME).date()
    config = configs.read_config(template, app.config, known, today)
    table = config.source.table
    area = next(iter(asked.get(AREA, ())), "")
    title = " ".join(part for part in (words(app.title), area) if part)
    return to_icalendar(
        title,
        template.events(portal.tables, config, asked),
        host=urlsplit(portal.settings.base_url).hostname or "localhost",
        stamp=table.modified_at or table.published_at or now,
    )


def day_words(day: date) -> str:
    """A day with its weekday, as people write it."""
    return str(format_date(day, _("EEE, MMM d")))


def _lines(found: Sequence[Occasion], answer: CalendarAnswer, first: date) -> Iterable[DayLine]:
    days = sorted({max(one.day, first) for one in found})
    return (_line(day, found, answer) for day in days)


def _line(day: date, found: Sequence[Occasion], answer: CalendarAnswer) -> DayLine:
    inside = day.month == answer.month.month or found is answer.upcoming
    things = tuple(dict.fromkeys(one for one in found if one.day <= day <= one.last))
    return DayLine(
        iso=day.isoformat(),
        number=day.day,
        label=day_words(day),
        away=_away((day - answer.today).days),
        is_today=day == answer.today,
        is_other=not inside,
        things=things if inside else (),
    )


def _away(days: int) -> str:
    if days < 0:
        return ""
    if days < 2:
        return str(_("tomorrow") if days else _("today"))
    return str(ngettext("in %(num)s day", "in %(num)s days", days))


def _weekday(day: date) -> tuple[str, str]:
    return str(format_date(day, "EEE")), str(format_date(day, "EEEE"))


def _month_url(showing: Showing, answer: CalendarAnswer, month: date) -> str:
    if not _FIRST_YEAR <= month.year <= _LAST_YEAR:
        return ""
    area = [(AREA, answer.area)] if answer.area else []
    args = [*area, (MONTH, f"{month:%Y-%m}"), *frame_args(showing)]
    return f"{with_args(showing.action, args)}#app-month"


def _file_address(showing: Showing, answer: CalendarAnswer) -> str:
    slug = showing.action.rstrip("/").rpartition("/")[2]
    address = services().settings.base_url + url_for("calendar.file", slug=slug)
    return with_args(address, [(AREA, answer.area)] if answer.area else [])
