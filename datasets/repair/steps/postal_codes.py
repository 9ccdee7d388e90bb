"""Postal codes in one form: 「〒9650871」, 「９６５－０８７１」 → 「965-0871」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_HEADER = re.compile(r"郵便|〒|zip|postal", re.IGNORECASE)
_SHARE = 0.9
POSTAL_CODE = re.compile(r"〒?\s?(\d{3})\s?[-‐‑–—−―ー]?\s?(\d{4})")


def hyphenated_postal_code(text: str) -> str:
    """The seven digits with their hyphen; anything else as it is."""
    found = POSTAL_CODE.fullmatch(half_width(text.strip(BLANKS)))
    return f"{found[1]}-{found[2]}" if found else text


def _fits(facts: ColumnFacts) -> Fit | bool:
    return bool(
        _HEADER.search(facts.name)
        and facts.share(POSTAL_CODE.fullmatch) >= _SHARE
        and facts.any(lambda text: hyphenated_postal_code(text) != text)
    )


STEP = CellStep(
    name="postal_codes",
    title=N_("Postal codes"),
    sentence=N_("Postal codes were written in one form in {count} cells."),
    mended=hyphenated_postal_code,
    fits=_fits,
)
