"""Notes below the table (※, 注, 資料) are no rows: they are kept beside it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.recipe import Tally


class NotesBelow:
    """Leaves out the records from the first note on."""

    name = "notes_below"
    title = N_("Notes below the table")
    sentence = N_("{count} lines of notes were set apart from the rows.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Leave out what stands at or after the record `from` of the options."""
        notes = frame.index >= options["from"]
        for row, cells in zip(frame.index[notes], frame[notes].to_numpy(), strict=True):
            text = next((cell for cell in cells if cell.strip()), "")
            if text:
                tally.add(int(row) + 1, str(frame.columns[0]), text, "")
        return frame[~notes] if notes.any() else frame
