"""Names of columns, unique and on one line: 「名称␤(カナ)」 → 「名称 (カナ)」, 「」 → 「列3」."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.recipe import Tally
from datasets.repair.step import Found, Seen


class HeaderNames:
    """Names the columns from the header, or `列n`."""

    name = "header_names"
    title = N_("Column names")
    sentence = N_("{count} columns got a clear name of their own.")
    by_column = False
    whole = False

    def detect(self, seen: Seen) -> Iterator[Found]:
        """Every table needs names."""
        table = seen.table
        options = {
            "given": list(table.header),
            "named": list(seen.names),
            "row": table.header_row or 0,
            **({"left": table.left} if table.left else {}),
        }
        yield Found(options=options, fixed=True)

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Name the columns, from the left; columns beyond the names keep their number."""
        given, named = options["given"], options["named"]
        if not tally.columns:
            for before, after in zip(given, named, strict=True):
                if before != after:
                    tally.add(int(options["row"]) + 1, after, before, after)
        frame.columns = pd.Index(
            [*named[: frame.shape[1]], *range(len(named), frame.shape[1])], dtype=object
        )
        return frame


STEP = HeaderNames()
