"""Thousands separators in columns of numbers: 「1,234」 → 「1234」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import change, columns_in, ungrouped
from datasets.repair.recipe import Tally


class Thousands:
    """See the module."""

    name = "thousands"
    title = N_("Thousands separators")
    sentence = N_("Thousands separators were removed from {count} numbers.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(frame, columns_in(options), ungrouped, tally)
