"""Rows that held nothing but signs for no value are left out, as blank rows are."""

from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen
from datasets.repair.steps import null_marks, zero_places
from datasets.repair.steps.blank_rows import without_blank_rows


def _found(seen: Seen) -> Iterator[Found]:
    emptying = (*null_marks.STEP.detect(seen), *zero_places.STEP.detect(seen))
    if emptying and not seen.table.keeps_blank_rows:
        yield Found()


STEP = FrameStep(
    name="emptied_rows",
    title=N_("Rows without a value"),
    sentence=N_("{count} rows that held nothing but signs for no value were left out."),
    mended=without_blank_rows,
    found=_found,
)
