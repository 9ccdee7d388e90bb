"""Phone numbers in one form: 「03(1234)5678」, 「０３‐１２３４‐５６７８」 → 「03-1234-5678」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_HEADER = re.compile(r"電話|TEL|FAX|ファ[ック]クス|連絡先|携帯", re.IGNORECASE)
_SHARE = 0.8
PHONE = re.compile(r"\(?(0\d{1,4})\)?\s?[-‐‑–—−―ー()]?\s?(\d{1,4})\s?[-‐‑–—−―ー()]\s?(\d{3,4})")


def hyphenated_phone(text: str) -> str:
    """The number with hyphens between its three parts; anything else as it is."""
    found = PHONE.fullmatch(half_width(text.strip(BLANKS)))
    if found is None or not 10 <= len("".join(found.groups())) <= 11:
        return text
    return "-".join(found.groups())


def _fits(facts: ColumnFacts) -> Fit | bool:
    return bool(
        _HEADER.search(facts.name)
        and facts.share(PHONE.fullmatch) >= _SHARE
        and facts.any(lambda text: hyphenated_phone(text) != text)
    )


STEP = CellStep(
    name="phones",
    title=N_("Phone numbers"),
    sentence=N_("Phone numbers were written in one form in {count} cells."),
    mended=hyphenated_phone,
    fits=_fits,
)
