"""Rows that were numbered and then left empty: a running number and nothing else."""

from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen
from datasets.repair.steps.totals import without_records

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2


def _found(seen: Seen) -> Iterator[Found]:
    facts = next((facts for facts in seen.columns if facts.filled), None)
    if facts is None or not facts.is_numeric or seen.table.keeps_blank_rows:
        return
    if len(seen.columns) < _LEAST_COLUMNS:
        return
    empty: list[int] = []
    before = ""
    rows = seen.rows or seen.last_rows
    for number, record in rows.items():
        cell = record[facts.place].strip() if facts.place < len(record) else ""
        counts_on = before.isdecimal() and cell.isdecimal() and int(cell) == int(before) + 1
        if counts_on and sum(bool(text.strip()) for text in record) == 1:
            empty.append(number)
        before = cell
    if _LEAST_ROWS <= len(empty) < len(rows):
        yield Found(options={"records": empty})


STEP = FrameStep(
    name="number_rows",
    title=N_("Rows with a number only"),
    sentence=N_("{count} rows that held nothing but a running number were left out."),
    mended=without_records,
    found=_found,
)
