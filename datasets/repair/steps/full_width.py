"""Full-width digits in columns of numbers, dates and codes: 「１２」 → 「12」."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import change, columns_in, half_width, is_structured
from datasets.repair.recipe import Tally


class FullWidth:
    """See the module."""

    name = "full_width"
    title = N_("Full-width digits")
    sentence = N_("Full-width digits were written half-width in {count} cells.")

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        return change(
            frame,
            columns_in(options),
            lambda text: half_width(text) if is_structured(text) else text,
            tally,
        )
