"""Signs for no value between numbers or dates: 「…」, 「集計中」 → blank."""

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, NOTHING, bare
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit
from datasets.repair.steps.dms import DMS
from datasets.repair.steps.us_dates import US_DATE

_SHARE = 0.8
_SIGNS = NOTHING - {""}


def blank_for_nothing(text: str) -> str:
    """Blank for a sign that stands for no value."""
    return "" if text.strip(BLANKS) in NOTHING else text


def _fits(facts: ColumnFacts) -> Fit | bool:
    will_be = max(facts.share(DMS.fullmatch), facts.share(US_DATE.fullmatch)) >= _SHARE
    if not (facts.is_numeric or facts.is_days or will_be):
        return False
    marks = facts.count(text for text in facts.values if text and bare(text) in _SIGNS)
    if not marks:
        return False
    return Fit.SAFE if facts.told.total() * 4 >= marks else Fit.DOUBTFUL


STEP = CellStep(
    name="null_marks",
    title=N_("Signs for no value"),
    sentence=N_("Signs that stand for “no value” became blank in {count} cells."),
    mended=blank_for_nothing,
    fits=_fits,
)
