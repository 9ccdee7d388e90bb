"""Rows that say the same in every cell: the first stays, if someone says so."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen


def without_duplicates(frame: pd.DataFrame) -> pd.DataFrame:
    """The first of the rows that are the same in every cell."""
    return frame[~frame.duplicated()]


def _found(seen: Seen) -> Iterator[Found]:
    if len(seen.columns) < 2 or seen.table.keeps_blank_rows or not seen.rows:
        return
    if len({tuple(record) for record in seen.rows.values()}) < len(seen.rows):
        yield Found(doubtful=True)


STEP = FrameStep(
    name="duplicates",
    title=N_("Rows that come twice"),
    sentence=N_("{count} rows that say the same as one above were left out."),
    mended=without_duplicates,
    found=_found,
    whole=True,
)
