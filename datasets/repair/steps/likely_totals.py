"""Rows that are called totals but do not add up: a person must say."""

from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen
from datasets.repair.steps.totals import LEFT_COLUMNS, has_total, label, without_records
from datasets.repair.sums import is_total_label


def _found(seen: Seen) -> Iterator[Found]:
    left = seen.columns[:LEFT_COLUMNS]
    if len(seen.columns) < 2 or not any(has_total(facts) for facts in left):
        return
    likely = [row for row, record in seen.rows.items() if is_total_label(label(record))]
    if likely:
        yield Found(options={"records": likely}, doubtful=True)


STEP = FrameStep(
    name="likely_totals",
    title=N_("Rows that may be totals"),
    sentence=N_("{count} rows that are called totals, though they do not add up, are left out."),
    mended=without_records,
    found=_found,
)
