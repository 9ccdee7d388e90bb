"""Headings between rows become a column: 「都心地域」 over ten rows → ten cells 「都心地域」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS
from datasets.repair.recipe import Tally


class SectionRows:
    """Takes the headings out and fills a column with them, downwards."""

    name = "section_rows"
    title = N_("Headings between rows")
    sentence = N_("{count} headings between rows became a column of their own.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Add the column `column` of the options from the records `records` of the options."""
        headings = dict(options["headings"])
        column, last = options["column"], ""
        filled = []
        for row in frame.index.tolist():
            if str(row) in headings:
                tally.add(row + 1, column, headings[str(row)], "")
            last = self._heading_at(headings, row)
            filled.append(last.strip(BLANKS))
        frame[column] = pd.Series(filled, index=frame.index, dtype=object)
        return frame[[str(row) not in headings for row in frame.index]]

    @staticmethod
    def _heading_at(headings: Mapping[str, str], row: int) -> str:
        before = [int(number) for number in headings if int(number) <= row]
        return headings[str(max(before))] if before else ""
