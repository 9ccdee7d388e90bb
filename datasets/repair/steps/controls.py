"""Control characters and code points that are no characters: 「a␇b」 → 「ab」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import CONTROLS
from datasets.repair.step import CellStep


def without_controls(text: str) -> str:
    """The text without characters that no one can see."""
    return CONTROLS.sub("", text)


STEP = CellStep(
    name="controls",
    title=N_("Control characters"),
    sentence=N_("Characters that no one can see were removed from {count} cells."),
    mended=without_controls,
    fits=lambda facts: facts.controls,
)
