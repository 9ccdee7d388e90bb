"""Columns without a name and without a value are left out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.recipe import Tally


class BlankColumns:
    """Leaves out the columns at the positions the options name."""

    name = "blank_columns"
    title = N_("Blank columns")
    sentence = N_("{count} columns without a name and without a value were left out.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Leave columns out by position, unless this file has values there."""
        places = [place for place in options["places"] if place < frame.shape[1]]
        names = {frame.columns[place] for place in places}
        if tally.cell_count == 0:
            for place in places:
                tally.add(1, str(frame.columns[place]), "", "")
        return frame[[name for name in frame.columns if name not in names]]
