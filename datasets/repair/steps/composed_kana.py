"""Kana and their marks written as two characters, as macOS does: 「か」+「゛」 → 「が」."""

from datasets.kernel.messages import N_
from datasets.repair.cells import composed
from datasets.repair.step import CellStep

STEP = CellStep(
    name="composed_kana",
    title=N_("Kana in two parts"),
    sentence=N_("Kana whose marks stood apart were put together in {count} cells."),
    mended=composed,
    fits=lambda facts: facts.marks_apart,
)
