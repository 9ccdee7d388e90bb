"""Kana and their marks written as two characters, as macOS does: 「か」+「゛」 → 「が」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import change, columns_in, composed
from datasets.repair.recipe import Tally


class ComposedKana:
    """See the module."""

    name = "composed_kana"
    title = N_("Kana in two parts")
    sentence = N_("Kana whose marks stood apart were put together in {count} cells.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(frame, columns_in(options), composed, tally)
