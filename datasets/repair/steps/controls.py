"""Control characters and code points that are no characters: 「a␇b」 → 「ab」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import CONTROLS, change, columns_in
from datasets.repair.recipe import Tally


class ControlCharacters:
    """See the module."""

    name = "controls"
    title = N_("Control characters")
    sentence = N_("Characters that no one can see were removed from {count} cells.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(frame, columns_in(options), lambda text: CONTROLS.sub("", text), tally)
