"""Rows without any value are left out."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import is_blank
from datasets.repair.step import Found, FrameStep, Seen


def without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows in which every cell is blank; one that holds a value is never touched."""
    columns = [frame[name].tolist() for name in frame.columns]
    kept = [not is_blank("".join(row)) for row in zip(*columns, strict=True)]
    return frame if all(kept) else frame[kept]


def _found(seen: Seen) -> Iterator[Found]:
    if seen.survey.blank_rows and not seen.table.keeps_blank_rows:
        yield Found()


STEP = FrameStep(
    name="blank_rows",
    title=N_("Blank rows"),
    sentence=N_("{count} blank rows were left out."),
    mended=without_blank_rows,
    found=_found,
)
