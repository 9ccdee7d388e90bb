"""Blanks before and after a value, the full-width one too: 「 北区　」 → 「北区」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS
from datasets.repair.step import CellStep


def without_blanks(text: str) -> str:
    """The text without blanks at its ends."""
    return text.strip(BLANKS)


STEP = CellStep(
    name="blanks",
    title=N_("Blanks around values"),
    sentence=N_("Blanks before or after the value were removed from {count} cells."),
    mended=without_blanks,
    fits=lambda facts: facts.edges or facts.controls,
)
