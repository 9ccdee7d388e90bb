"""Signs that stand for minus: 「△5」, 「▲ 0.3」, 「−2」 → 「-5」, 「-0.3」, 「-2」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

MINUS = re.compile(r"\s*(?:[△▲−－‐–—]\s*|-\s+)(?=[\d０-９.])")


def with_minus(text: str) -> str:
    """The number with a plain minus."""
    return MINUS.sub("-", text, count=1) if MINUS.match(text) else text


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.is_numeric and facts.has("△▲−－‐–— ") and facts.any(MINUS.match)


STEP = CellStep(
    name="minus",
    title=N_("Minus signs"),
    sentence=N_("The sign of {count} negative numbers was written as a minus."),
    mended=with_minus,
    fits=_fits,
)
