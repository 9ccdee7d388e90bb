"""Rows that add up others are no rows of their own: 「合計」, 「小計」, 「総数」 are set apart."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import Found, FrameStep, Seen
from datasets.repair.sums import is_total_label, proven_totals, trailing_totals

LEFT_COLUMNS = 3


def without_records(frame: pd.DataFrame, records: list[int]) -> pd.DataFrame:
    """Leave out the records of these numbers."""
    return frame[~frame.index.isin(records)]


def _found(seen: Seen) -> Iterator[Found]:
    left = seen.columns[:LEFT_COLUMNS]
    if len(seen.columns) < 2 or not any(has_total(facts) for facts in left):
        return
    numeric = [facts.place for facts in seen.columns if facts.is_numeric]
    rows = seen.rows or seen.last_rows
    proven = set(proven_totals(rows, numeric)) if seen.rows else set(trailing_totals(rows))
    if proven and len(proven) < seen.survey.rows:
        yield Found(options={"records": sorted(proven)})


def has_total(facts: ColumnFacts) -> bool:
    """Whether a column names a total."""
    return facts.has("計数lL") and facts.any(is_total_label)


def label(record: list[str]) -> str:
    """The first text of the columns at the left."""
    return next((cell for cell in record[:LEFT_COLUMNS] if cell.strip()), "")


STEP = FrameStep(
    name="totals",
    title=N_("Totals"),
    sentence=N_("{count} rows with totals were set apart from the rows."),
    mended=without_records,
    found=_found,
)
