"""Days that a rule names, as cities write them: 「毎週月・木」「第1・第3水曜日」「毎月10日」."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

EVERY_WEEK, LAST_WEEK = 0, -1
_WEEKDAYS = "月火水木金土日"
_ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 100

_HOLIDAYS_OFF = re.compile(
    r"(?:ただし|但し)?(?:祝日|祝祭日|国民の祝日|年末年始|・)+"
    r"(?:を?除く|は除く|は休み|は休止|は収集しません|は収集なし)"
)
_HOLIDAYS_TOO = re.compile(r"(?:祝日|祝祭日|・)+(?:も収集|も含む|を含む|も実施)(?:します)?")
_SEPARATORS = re.compile(r"[、,/;・]|及び|および|と|並びに")
_RANGE = re.compile(r"[~〜\-]|から")
_WEEKDAY = f"[{_WEEKDAYS}]"
_MONTH_DAYS = re.compile(r"(?:毎月)?(?:\d{1,2}日・?)+")
_CLAUSE = re.compile(
    r"(?P<weeks>(?:第?[1-5]週?・?)+の?|最終|毎週)?・?"
    rf"(?P<days>{_WEEKDAY}(?:~{_WEEKDAY})?(?:・?{_WEEKDAY}(?:~{_WEEKDAY})?)*)(?:・|$)"
)


@dataclass(frozen=True, slots=True)
class DayRule:
    """Days that come again.

    Attributes:
        weekdays: Week of the month (0 every week, -1 the last) and weekday (0 is Monday).
        month_days: Days of every month, 1..31.
        skips_holidays: The rule leaves public holidays out; which days these are it does not say.
    """

    weekdays: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    skips_holidays: bool = False

    @property
    def is_weekly(self) -> bool:
        """Whether every week is like the other."""
        return not self.month_days and all(week == EVERY_WEEK for week, _day in self.weekdays)

    @property
    def recurrence(self) -> str:
        """A weekly rule as the value of an RRULE; empty for others."""
        if not self.is_weekly:
            return ""
        names = ",".join(_ICAL_DAYS[day] for _week, day in sorted(self.weekdays))
        return f"FREQ=WEEKLY;BYDAY={names}"

    def falls_on(self, day: date) -> bool:
        """Whether a day is one of them; holidays are not looked at."""
        if day.day in self.month_days:
            return True
        week = (day.day - 1) // 7 + 1
        is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        weeks = {EVERY_WEEK, week} | ({LAST_WEEK} if is_last else set())
        return any((one, day.weekday()) in self.weekdays for one in weeks)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from the first to the last, both included."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if self.falls_on(day):
                yield day


@lru_cache(maxsize=4_096)
def day_rule(text: str) -> DayRule | None:
    """Read a rule; None if any part of it is not understood.

    Every other week is not understood: it does not say which.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    plain = "".join(plain.split()).translate(str.maketrans("一二三四五", "12345"))
    bare = _HOLIDAYS_OFF.sub("", _SEPARATORS.sub("・", plain))
    skips = bare != _SEPARATORS.sub("・", plain)
    bare = _HOLIDAYS_TOO.sub("", bare).replace("()", "").strip("・。")
    if _MONTH_DAYS.fullmatch(bare):
        days = frozenset(int(number) for number in re.findall(r"\d+", bare))
        return DayRule(month_days=days, skips_holidays=skips) if max(days) <= 31 else None
    bare = re.sub(r"週\d回|曜日?|毎月|[()]", "", _RANGE.sub("~", bare))
    bare = bare.replace("毎日", "月~日").replace("平日", "月~金")
    weekdays = _weekdays(bare)
    return DayRule(weekdays, skips_holidays=skips) if weekdays else None


def _weekdays(text: str) -> frozenset[tuple[int, int]] | None:
    found: set[tuple[int, int]] = set()
    place = 0
    while place < len(text):
        clause = _CLAUSE.match(text, place)
        if clause is None:
            return None
        weeks = _weeks(clause["weeks"] or "")
        found |= {(week, day) for week in weeks for day in _days(clause["days"])}
        place = clause.end()
    return frozenset(found)


def _weeks(text: str) -> list[int]:
    if text == "最終":
        return [LAST_WEEK]
    return [int(number) for number in re.findall(r"[1-5]", text)] or [EVERY_WEEK]


def _days(text: str) -> Iterator[int]:
    for start, end in re.findall(rf"({_WEEKDAY})(?:~({_WEEKDAY}))?", text):
        first = _WEEKDAYS.index(start)
        length = (_WEEKDAYS.index(end) - first) % 7 if end else 0
        yield from ((first + offset) % 7 for offset in range(length + 1))
