"""Days of the Japanese eras, and others: 「令和6年4月1日」, 「2024/4/1」 → 「2024-04-01」."""

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.days import iso_day
from datasets.repair.step import CellStep, Fit


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.is_days and facts.any(lambda text: iso_day(text) != text)


STEP = CellStep(
    name="wareki",
    title=N_("Dates"),
    sentence=N_("Dates were written as year-month-day in {count} cells."),
    mended=iso_day,
    fits=_fits,
)
