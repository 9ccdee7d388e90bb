"""Headings between rows become a column: 「都心地域」 over ten rows → ten cells 「都心地域」."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.names import clear_names
from datasets.repair.step import Found, FrameStep, Seen

_SECTION = "区分"


def headings_as_column(
    frame: pd.DataFrame, column: str, headings: Mapping[str, str]
) -> pd.DataFrame:
    """Take the headings out and fill a column with them, downwards."""
    numbers = [int(number) for number in headings]
    filled = []
    for row in frame.index:
        before = [number for number in numbers if number <= row]
        filled.append(headings[str(max(before))].strip() if before else "")
    frame = frame.assign(**{column: pd.Series(filled, index=frame.index, dtype=object)})
    return frame[~frame.index.isin(numbers)]


def _found(seen: Seen) -> Iterator[Found]:
    if not seen.survey.sections:
        return
    headings: dict[str, Any] = {}
    for start, records in seen.table.batches():
        for number in seen.survey.sections:
            if start <= number < start + len(records):
                texts = (cell for cell in records[number - start] if cell.strip())
                headings[str(number)] = next(texts, "")
    column = clear_names([*seen.names, _SECTION])[-1]
    yield Found(options={"column": column, "headings": headings})


STEP = FrameStep(
    name="section_rows",
    title=N_("Headings between rows"),
    sentence=N_("{count} headings between rows became a column of their own."),
    mended=headings_as_column,
    found=_found,
)
