"""Days that Excel counted: 「45383」 between dates → 「2024-04-01」."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.days import ISO_DAY, iso_day
from datasets.repair.step import CellStep, Fit

_HEADER = re.compile(r"年月日|日付|[定了始日]日$|日時$|date", re.IGNORECASE)
SERIAL = re.compile(r"[1-6]\d{4}")


def day_of_serial(text: str) -> str:
    """The day that Excel means with a number, as year-month-day; anything else as it is."""
    plain = half_width(text.strip(BLANKS))
    if not SERIAL.fullmatch(plain):
        return text
    return (date(1899, 12, 30) + timedelta(days=int(plain))).isoformat()


def _fits(facts: ColumnFacts) -> Fit | bool:
    serials = [text for text in facts.told if SERIAL.fullmatch(text)]
    if not serials or (
        not facts.is_days and not (_HEADER.search(facts.name) and len(serials) == len(facts.told))
    ):
        return Fit.NO
    days = sorted(_days(facts))
    if not days:
        return Fit.DOUBTFUL
    first, last = days[0] - timedelta(days=366), days[-1] + timedelta(days=366)
    meant = (date.fromisoformat(day_of_serial(text)) for text in serials)
    return Fit.SAFE if all(first <= day <= last for day in meant) else Fit.DOUBTFUL


def _days(facts: ColumnFacts) -> Iterator[date]:
    for text in facts.told:
        plain = iso_day(text)
        if ISO_DAY.fullmatch(plain):
            try:
                yield date.fromisoformat(plain[:10])
            except ValueError:
                continue


STEP = CellStep(
    name="serials",
    title=N_("Dates as numbers of Excel"),
    sentence=N_("Numbers with which Excel counts days became dates in {count} cells."),
    mended=day_of_serial,
    fits=_fits,
)
