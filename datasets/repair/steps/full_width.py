"""Full-width digits in columns of numbers, dates and codes: 「１２」 → 「12」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import half_width, is_structured
from datasets.repair.step import CellStep


def half_width_values(text: str) -> str:
    """Numbers, dates and codes in half-width; anything else as it is."""
    return half_width(text) if is_structured(text) else text


STEP = CellStep(
    name="full_width",
    title=N_("Full-width digits"),
    sentence=N_("Full-width digits were written half-width in {count} cells."),
    mended=half_width_values,
    fits=lambda facts: facts.full_width and facts.is_structured,
)
