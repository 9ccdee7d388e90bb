"""Line breaks written as HTML: 「北区<br>南区」 → 「北区␤南区」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

LINE_BREAK_TAG = re.compile(r"[ \t]*<br\s*/?>[ \t]*\r?\n?[ \t]*", re.IGNORECASE)


def without_break_tags(text: str) -> str:
    """`<br>` as a line break, none at the ends."""
    return LINE_BREAK_TAG.sub("\n", text).strip() if "<" in text else text


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.has("<") and facts.any(LINE_BREAK_TAG.search)


STEP = CellStep(
    name="markup",
    title=N_("HTML in cells"),
    sentence=N_("Line breaks written in HTML became line breaks in {count} cells."),
    mended=without_break_tags,
    fits=_fits,
)
