"""Thousands separators in columns of numbers: 「1,234」 → 「1234」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import ungrouped
from datasets.repair.step import CellStep

STEP = CellStep(
    name="thousands",
    title=N_("Thousands separators"),
    sentence=N_("Thousands separators were removed from {count} numbers."),
    mended=ungrouped,
    fits=lambda facts: facts.commas and facts.is_numeric,
)
