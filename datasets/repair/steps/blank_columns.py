"""Columns without a name and without a value are left out."""

from collections.abc import Iterator, Sequence

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen


def without_columns(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Leave columns out."""
    return frame[[name for name in frame.columns if name not in columns]]


def _found(seen: Seen) -> Iterator[Found]:
    blank = [
        facts.name
        for facts in seen.columns
        if not facts.filled and not seen.table.header[facts.place].strip()
    ]
    if blank and len(blank) < len(seen.columns):
        yield Found(tuple(blank))


STEP = FrameStep(
    name="blank_columns",
    title=N_("Blank columns"),
    sentence=N_("{count} columns without a name and without a value were left out."),
    mended=without_columns,
    found=_found,
)
