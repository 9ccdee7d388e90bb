"""What told Excel to keep a number as text: 「'0123」 or 「="0123"」 → 「0123」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.cells import is_number, is_structured
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_SHARE = 0.8
QUOTED_NUMBER = re.compile(r"'(?=[-+\d０-９])")
QUOTED_TEXT = re.compile(r'="([^"]*)"')


def without_apostrophe(text: str) -> str:
    """The text without an apostrophe before its number, or a formula of nothing but a text."""
    if formula := QUOTED_TEXT.fullmatch(text.strip()):
        return formula[1]
    return text[1:] if QUOTED_NUMBER.match(text) and "'" not in text[1:] else text


def _fits(facts: ColumnFacts) -> Fit | bool:
    if facts.has("=") and facts.any(QUOTED_TEXT.fullmatch):
        return True
    if not facts.has("'"):
        return False
    return facts.any(QUOTED_NUMBER.match) and facts.share(_is_number_or_code) >= _SHARE


def _is_number_or_code(text: str) -> bool:
    return is_structured(text.removeprefix("'")) or is_number(text)


STEP = CellStep(
    name="apostrophes",
    title=N_("Apostrophes before numbers"),
    sentence=N_("An apostrophe before the number was removed from {count} cells."),
    mended=without_apostrophe,
    fits=_fits,
)
