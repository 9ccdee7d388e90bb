"""Month, day, year: 「3/25/2024」 → 「2024-03-25」."""

import re
from datetime import date

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_SHARE = 0.9
US_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def iso_us_date(text: str) -> str:
    """Month, day and year as year-month-day; anything else as it is."""
    found = US_DATE.fullmatch(half_width(text.strip(BLANKS)))
    if found is None:
        return text
    try:
        return date(int(found[3]), int(found[1]), int(found[2])).isoformat()
    except ValueError:
        return text


def _fits(facts: ColumnFacts) -> Fit | bool:
    if facts.share(US_DATE.fullmatch) < _SHARE:
        return False
    found = [match for match in map(US_DATE.fullmatch, facts.told) if match]
    if any(int(match[1]) > 12 for match in found):
        return Fit.NO  # the day stands first: nothing is sure
    return Fit.SAFE if any(int(match[2]) > 12 for match in found) else Fit.DOUBTFUL


STEP = CellStep(
    name="us_dates",
    title=N_("Dates with the month first"),
    sentence=N_("Dates with the month first were written as year-month-day in {count} cells."),
    mended=iso_us_date,
    fits=_fits,
)
