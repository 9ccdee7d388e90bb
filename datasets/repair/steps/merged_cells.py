"""Merged cells: their value stands in every row that they covered."""

from collections.abc import Iterator

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import is_number
from datasets.repair.step import Found, FrameStep, Seen


def merged_cells_filled(
    frame: pd.DataFrame, columns: list[str], ranges: list[list[int]]
) -> pd.DataFrame:
    """Write the value of the first record of each range into its blank others."""
    column = columns[0]
    if column not in frame.columns:
        return frame
    cells = dict(zip(frame.index.tolist(), frame[column].tolist(), strict=True))
    for first, last in ranges:
        for row in range(first + 1, last + 1):
            if row in cells and not cells[row].strip():
                cells[row] = cells.get(first, "")
    return frame.assign(**{column: pd.Series(cells, dtype=object)})


def _found(seen: Seen) -> Iterator[Found]:
    start = seen.table.first_data_record
    if any(defect.code == "W_FORM" for defect in seen.table.defects):
        return
    for facts in seen.columns:
        ranges = [
            [top, bottom]
            for top, bottom, left, right in seen.table.merges
            if left == facts.place == right and top >= start and bottom > top
        ]
        if ranges and facts.filled:
            tops = [seen.rows[top][facts.place] for top, _ in ranges if top in seen.rows]
            # a number once for several rows may be their sum
            yield Found((facts.name,), {"ranges": ranges}, doubtful=any(map(is_number, tops)))


STEP = FrameStep(
    name="merged_cells",
    title=N_("Merged cells"),
    sentence=N_("{count} cells got the value of the merged cell that covered them."),
    mended=merged_cells_filled,
    found=_found,
    whole=True,
)
