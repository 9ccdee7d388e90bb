"""Days as Japan writes them: eras, full-width digits, dots, weekdays.

Source: the eras' first days as in the notices of the Cabinet; year 1 is 元年.
"""

import re
from datetime import date

from datasets.repair.cells import BLANKS, half_width

ERA_DAYS = {
    "M": ("1868-01-25", "1912-07-30"),
    "T": ("1912-07-30", "1926-12-25"),
    "S": ("1926-12-25", "1989-01-07"),
    "H": ("1989-01-08", "2019-04-30"),
    "R": ("2019-05-01", "9999-12-31"),
}
ERA_LETTERS = dict(zip("明㍾大㍽昭㍼平㍻令㋿", "MMTTSSHHRR", strict=True))
DAY = re.compile(
    r"(?:(?:(?P<era>明治|大正|昭和|平成|令和|[明大昭平令㍾㍽㍼㍻㋿])\s?(?P<of_era>元|\d{1,2})"
    r"|(?P<letter>[MTSHRmtshr])\s?\.?(?P<of_letter>元|\d{1,2})(?=[年./])"
    r"|(?P<year>\d{4}))\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})\s?日?)"
    r"(?:\s?\([月火水木金土日祝・]+\))?(?:\s?(?:現在|時点))?"
    r"(?:[ T]\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?P<second>:\d{2})?)?"
)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
FIRST_SOLAR_YEAR = 1873


def iso_day(text: str) -> str:
    """令和6年4月1日, R6.4.1, 2024/4/1 and the like as 2024-04-01; anything else as it is."""
    found = DAY.fullmatch(half_width(text.strip(BLANKS)))
    if found is None or ISO_DAY.fullmatch(text):
        return text
    day = day_of(found)
    if day is None or day.year < FIRST_SOLAR_YEAR:
        return text
    if found["hour"] is None:
        return day.isoformat()
    if int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return text
    return f"{day.isoformat()} {int(found['hour']):02}:{found['minute']}{found['second'] or ''}"


def day_of(found: re.Match[str]) -> date | None:
    """The day of a match of DAY; None if there was no such day."""
    era = (found["era"] or found["letter"] or "")[:1]
    letter = ERA_LETTERS.get(era, era.upper())
    number = found["of_era"] or found["of_letter"] or found["year"]
    year = 1 if number == "元" else int(number)
    if letter:
        year += int(ERA_DAYS[letter][0][:4]) - 1
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    if letter and not ERA_DAYS[letter][0] <= day.isoformat() <= ERA_DAYS[letter][1]:
        return None
    return day


def is_day(text: str) -> bool:
    """Whether it is written as a day, possible or not."""
    return DAY.fullmatch(half_width(text)) is not None


def is_impossible_day(text: str) -> bool:
    """Whether it is written as a day that never was or will be: 平成32年1月1日, 2024-02-30."""
    found = DAY.fullmatch(half_width(text.strip(BLANKS)))
    return found is not None and day_of(found) is None
