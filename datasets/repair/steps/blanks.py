"""Blanks before and after a value, the full-width one too: 「 北区　」 → 「北区」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, change, columns_in
from datasets.repair.recipe import Tally


class SurroundingBlanks:
    """See the module."""

    name = "blanks"
    title = N_("Blanks around values")
    sentence = N_("Blanks before or after the value were removed from {count} cells.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(frame, columns_in(options), lambda text: text.strip(BLANKS), tally)
