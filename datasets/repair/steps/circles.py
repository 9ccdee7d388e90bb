"""Circles that look the same: 「〇」, 「◯」 → 「○」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

ALIKE = str.maketrans("〇◯⚪", "○○○")
_MARKS = frozenset(
    ("○", "〇", "◯", "⚪", "◎", "△", "×", "✕", "✖", "●", "-", "－", "―", "ー", "x", "X", "")
)


def one_circle(text: str) -> str:
    """The same circle for all that look alike."""
    return text.translate(ALIKE)


def _fits(facts: ColumnFacts) -> Fit | bool:
    if not facts.has("〇◯⚪"):
        return False
    texts = {text.strip(BLANKS) for text in facts.values}
    return texts <= _MARKS and any(one_circle(text) != text for text in texts)


STEP = CellStep(
    name="circles",
    title=N_("Circles"),
    sentence=N_("Circles of several kinds became one kind in {count} cells."),
    mended=one_circle,
    fits=_fits,
)
