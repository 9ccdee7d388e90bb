"""Rows without any value are left out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import is_blank
from datasets.repair.recipe import Tally


class BlankRows:
    """Leaves out rows in which every cell is blank."""

    name = "blank_rows"
    title = N_("Blank rows")
    sentence = N_("{count} blank rows were left out.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Leave out blank rows; one that holds a value is never touched."""
        columns = [frame[name].tolist() for name in frame.columns]
        kept = [not is_blank("".join(row)) for row in zip(*columns, strict=True)]
        dropped = len(kept) - sum(kept)
        if not dropped:
            return frame
        tally.cell_count += dropped
        return frame[pd.array(kept, dtype=bool)]
