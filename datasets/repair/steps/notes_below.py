"""Notes below the table (※, 注, 資料) are no rows: they are kept beside it."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen


def without_notes(frame: pd.DataFrame, first: int) -> pd.DataFrame:
    """Leave out what stands at or after the record `first`."""
    return frame[frame.index < first]


def _found(seen: Seen) -> Iterator[Found]:
    if seen.survey.notes_from is not None:
        yield Found(options={"first": seen.survey.notes_from})


STEP = FrameStep(
    name="notes_below",
    title=N_("Notes below the table"),
    sentence=N_("{count} lines of notes were set apart from the rows."),
    mended=without_notes,
    found=_found,
)
