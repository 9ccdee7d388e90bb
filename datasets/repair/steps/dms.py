"""Degrees, minutes and seconds: 「37度29分42.5秒」, 「37°29′42.5″」 → 「37.495139」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_SHARE = 0.8
DMS = re.compile(
    r"(?:北緯|東経|[NE]\s?)?(\d{1,3})\s?[度°˚º]\s?(\d{1,2})\s?[分′'’]\s?(?:(\d{1,2}(?:\.\d+)?)\s?(?:秒|″|\"|”|''|′′))?[NE]?"
)


def decimal_degrees(text: str) -> str:
    """The same place in decimal degrees, to six places; anything else as it is."""
    found = DMS.fullmatch(half_width(text.strip(BLANKS)))
    if found is None or int(found[2]) > 59 or float(found[3] or 0) >= 60:
        return text
    return f"{int(found[1]) + int(found[2]) / 60 + float(found[3] or 0) / 3600:.6f}"


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.has("度°˚º") and facts.share(DMS.fullmatch) >= _SHARE


STEP = CellStep(
    name="dms",
    title=N_("Degrees, minutes, seconds"),
    sentence=N_("Degrees, minutes and seconds became decimal degrees in {count} cells."),
    mended=decimal_degrees,
    fits=_fits,
)
