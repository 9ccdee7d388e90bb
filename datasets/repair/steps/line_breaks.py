"""Line breaks inside cells: CRLF and CR → LF."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import change, columns_in
from datasets.repair.recipe import Tally


class LineBreaks:
    """See the module."""

    name = "line_breaks"
    title = N_("Line breaks in cells")
    sentence = N_("Line breaks inside {count} cells were written in one way.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(
            frame,
            columns_in(options),
            lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
            tally,
        )
