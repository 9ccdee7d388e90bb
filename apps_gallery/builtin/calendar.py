"""A calendar: days on which waste is collected, or events, from a table."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from apps_gallery.builtin import occasions
from apps_gallery.builtin.base import Answer, Asked, Config, Fit, Headline, Slot, Template
from apps_gallery.builtin.collection_days import day_rule
from apps_gallery.builtin.icalendar import CalendarEvent
from apps_gallery.builtin.occasions import Occasion
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnType
from datasets.tables.store import TableStore

AREA, MONTH = "area", "month"
NEXT_DAYS = 5
_AHEAD_DAYS = 400
_KEPT_DAYS = 400  # how far the calendar file reaches
_READABLE_SHARE = 0.8
_RULE = re.compile("収集|回収|開催|実施|巡回")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_EVENT_DATE = re.compile(
    "開催|開始日|実施日|期日|日程|予定日?|収集日|^年月日$|^日付$|date", re.IGNORECASE
)
_OTHER_DATE = re.compile("申込|終了|締切|更新|設置|許可|認可|指定|点検|調査|生年|登録|作成")
_END_DATE = re.compile("終了日$|終了年月日$|end.?date", re.IGNORECASE)
_EVENT = re.compile(
    "イベント名|行事|催し|講座|タイトル|件名|内容|題名|ごみの種類|品目|分別|種類$|献立|主食|主菜"
    "|event|title",
    re.IGNORECASE,
)
_KIND = re.compile("ごみ|ゴミ|収集|資源|品目|分別|種類")
_AREA = re.compile("^(地区|町名|町内会|行政区|区域|学区|地域|エリア|収集地区)(名|名称)?$")
_PLACE = re.compile("場所|会場|開催地")
_TIME = re.compile("開始時間|開始時刻|時刻|時間$|出す時")


def _holds_rules(column: Column) -> bool:
    values = [value for value, _count in column.top]
    read = sum(day_rule(value) is not None for value in values)
    named = bool(_RULE.search(column.name))
    return named and bool(values) and read >= len(values) * _READABLE_SHARE


def _is_event_date(column: Column) -> bool:
    named = _EVENT_DATE.search(column.name) and not _OTHER_DATE.search(column.name)
    return bool(named) and column.distinct_count > 1


_TEXTS = (ColumnType.TEXT,)
_DATES = (ColumnType.DATE,)

SLOTS = (
    Slot(
        name="rule",
        title=N_("Rule of the days, such as “every Monday and Thursday”"),
        types=_TEXTS,
        needed=False,
        test=_holds_rules,
    ),
    Slot(name="date", title=N_("Date"), types=_DATES, needed=False, test=_is_event_date),
    Slot(
        name="end",
        title=N_("Last day"),
        types=_DATES,
        needed=False,
        test=lambda c: bool(_END_DATE.search(c.name)) and "申込" not in c.name,
    ),
    Slot(
        name="title",
        title=N_("What it is"),
        types=_TEXTS,
        test=lambda c: bool(_EVENT.search(c.name)) and c.distinct_count > 0,
    ),
    Slot(
        name="area",
        title=N_("District or town"),
        types=_TEXTS,
        needed=False,
        most=2,
        test=lambda c: bool(_AREA.search(c.name)) and c.distinct_count > 1,
    ),
    Slot(
        name="place",
        title=N_("Place"),
        types=_TEXTS,
        needed=False,
        test=lambda c: bool(_PLACE.search(c.name)) and c.distinct_count > 0,
    ),
    Slot(
        name="time",
        title=N_("Time of day"),
        types=(ColumnType.TEXT, ColumnType.TIME),
        needed=False,
        test=lambda c: bool(_TIME.search(c.name)) and c.distinct_count > 0,
    ),
    Slot(
        name="off",
        title=N_("Days left out"),
        types=(ColumnType.TEXT, ColumnType.DATE),
        needed=False,
        test=lambda c: bool(re.search("休止日|除外日|収集しない日|休みの日", c.name)),
    ),
    Slot(
        name="extra",
        title=N_("Days besides"),
        types=(ColumnType.TEXT, ColumnType.DATE),
        needed=False,
        test=lambda c: bool(re.search("振替日|臨時(収集|実施|開催)?日|追加日", c.name)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAnswer(Answer):
    """A month of days and what comes next.

    Attributes:
        month: Its first day.
        days: What happens in that month.
        upcoming: What comes next, on at most five days from today on.
        areas: What there is to choose; `area` was chosen, empty for all.
        is_open: Nothing can be told before an area is chosen.
        has_holidays: Some rule leaves holidays out, and no column says which.
    """

    today: date
    month: date
    days: tuple[Occasion, ...] = ()
    upcoming: tuple[Occasion, ...] = ()
    areas: tuple[str, ...] = ()
    area: str = ""
    is_open: bool = False
    has_holidays: bool = False


class CalendarTemplate(Template):
    """カレンダー."""

    name = "calendar"
    title = N_("Calendar")
    promise = N_("Shows which day it is for what, and goes into the calendar of your phone.")
    why_not = N_("This needs a column of dates, or of rules such as “every Monday”, and a title.")
    slots = SLOTS

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """A rule or a date of events, and what it is."""
        if rows > occasions.MOST_ROWS:
            return None
        chosen = {slot.name: _best(slot, columns) for slot in SLOTS}
        if not chosen["title"] or not (chosen["rule"] or chosen["date"]):
            return None
        if chosen["rule"]:
            chosen["date"] = chosen["end"] = ()
        return Fit({slot: names for slot, names in chosen.items() if names})

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> CalendarAnswer:
        """The month `month` (YYYY-MM) for `area`, and the next days from today."""
        source, today = config.source, config.today
        areas = tuple(occasions.areas(tables, source))
        area = next((one for one in asked.get(AREA, ()) if one in areas), "")
        month = _month(next(iter(asked.get(MONTH, ())), ""), today)
        is_open = len(areas) > 1 and not area and _by_area(config)
        if is_open:
            return CalendarAnswer(
                question=Message(N_("Which day is it?")),
                headline=_choose(len(areas)),
                today=today,
                month=month,
                areas=areas,
                is_open=True,
            )
        last = month.replace(day=monthrange(month.year, month.month)[1])
        ahead = _between(tables, config, area, today, today + timedelta(days=_AHEAD_DAYS))
        upcoming = _first_days(ahead, today)
        return CalendarAnswer(
            question=Message(N_("Which day is it?")),
            headline=_headline(upcoming, today),
            today=today,
            month=month,
            days=tuple(_between(tables, config, area, month, last)),
            upcoming=tuple(upcoming),
            areas=areas,
            area=area,
            has_holidays=_skips_holidays(tables, config, area),
        )

    def events(self, tables: TableStore, config: Config, asked: Asked) -> list[CalendarEvent]:
        """The days for `area` as a calendar file holds them; those of all areas without one."""
        source = config.source
        areas = occasions.areas(tables, source)
        area = next((one for one in asked.get(AREA, ()) if one in areas), "")
        # from the start of the month: a file that is asked for daily stays the same
        first = config.today.replace(day=1)
        last = first + timedelta(days=_KEPT_DAYS)
        if source.maybe("rule"):
            rows = occasions.schedules(tables, source, area)
            return list(occasions.rule_events(rows, first, last))
        found = occasions.dated(tables, source, area, first, last)
        return list(occasions.dated_events(found))


def _best(slot: Slot, columns: Sequence[Column]) -> tuple[str, ...]:
    """The first columns that suit; of titles the one that tells most apart."""
    found = slot.candidates(columns)
    if slot.name == "title":
        found.sort(key=lambda column: -column.distinct_count)
    return tuple(column.name for column in found[: slot.most])


def _by_area(config: Config) -> bool:
    """Whether days of different areas mean nothing together: a kind comes in each of them."""
    source = config.source
    return source.maybe("rule") is not None or bool(_KIND.search(source.one("title").name))


def _between(
    tables: TableStore, config: Config, area: str, first: date, last: date
) -> list[Occasion]:
    source = config.source
    if source.maybe("rule"):
        rows = occasions.schedules(tables, source, area)
        return occasions.from_rules(rows, first, last)
    return occasions.dated(tables, source, area, first, last)


def _skips_holidays(tables: TableStore, config: Config, area: str) -> bool:
    if not config.source.maybe("rule"):
        return False
    rows = occasions.schedules(tables, config.source, area)
    return any(row.rule.skips_holidays and not row.off for row in rows)


def _first_days(ahead: Sequence[Occasion], today: date) -> list[Occasion]:
    """What is on the next five days that have anything; what has begun counts as today."""
    days = sorted({max(one.day, today) for one in ahead})[:NEXT_DAYS]
    return [one for one in ahead if max(one.day, today) in days]


def _month(text: str, today: date) -> date:
    found = _MONTH.fullmatch(text)
    if found is None:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def _choose(count: int) -> Headline:
    sentence = N_("There are days for {count} districts and towns. Choose yours.")
    return Headline(count, "", Message(sentence, {"count": count}))


def _headline(upcoming: Sequence[Occasion], today: date) -> Headline:
    if not upcoming:
        return Headline(None, "", Message(N_("Nothing is known of the days to come.")))
    day = max(upcoming[0].day, today)
    titles = dict.fromkeys(one.title for one in upcoming if max(one.day, today) == day)
    places = {"title": "、".join(titles), "day": day.isoformat()}
    return Headline(day.isoformat(), "", Message(N_("The next is {title}, on {day}."), places))
