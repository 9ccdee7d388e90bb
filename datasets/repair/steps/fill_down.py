"""A value written once for the rows below it: 「北区」, blank, blank → three times 「北区」."""

from collections.abc import Iterator, Sequence

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.step import Found, FrameStep, Seen

_LEFT_COLUMNS = 3
_LEAST_BLANK, _MOST_BLANK = 0.2, 0.97


def filled_down(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Write the value above into blank cells."""
    present = [column for column in columns if column in frame.columns]
    filled = {
        column: frame[column].where(frame[column].str.strip() != "").ffill().fillna("")
        for column in present
    }
    return frame.assign(**filled)


def _found(seen: Seen) -> Iterator[Found]:
    merged = {left for _, _, left, _ in seen.table.merges}
    for facts in seen.columns[: min(_LEFT_COLUMNS, len(seen.columns) - 1)]:
        if facts.place in merged or facts.is_days or facts.is_numeric:
            continue
        if not any(not text.strip() for text in facts.values):
            continue
        rows = seen.rows
        if not rows:
            return
        if _is_written_once(
            [record[facts.place].strip() for record in rows.values()],
            [record[facts.place + 1].strip() for record in rows.values()],
        ):
            yield Found((facts.name,), doubtful=True)


def _is_written_once(cells: Sequence[str], beside: Sequence[str]) -> bool:
    blank = sum(not cell for cell in cells)
    told = [cell for cell in cells if cell]
    if not cells[0] or not _LEAST_BLANK <= blank / len(cells) <= _MOST_BLANK or len(told) < 2:
        return False
    whole = sum(map(bool, beside)) >= 0.95 * len(beside)
    return whole and len(set(told)) >= 0.9 * len(told)


STEP = FrameStep(
    name="fill_down",
    title=N_("Values written once"),
    sentence=N_("A value written once was written into {count} blank cells below it."),
    mended=filled_down,
    found=_found,
    whole=True,
)
