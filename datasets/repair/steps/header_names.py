"""Names of columns, unique and on one line: 「名称␤(カナ)」 → 「名称 (カナ)」, 「」 → 「列3」."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, CONTROLS, composed
from datasets.repair.recipe import Tally


class HeaderNames:
    """Names the columns from the header, or `列n`."""

    name = "header_names"
    title = N_("Column names")
    sentence = N_("{count} columns got a clear name of their own.")

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


def clear_names(given: Sequence[str]) -> list[str]:
    """A name for each column, unique and not blank, as near to the given one as can be."""
    plain = [_clear(name) for name in given]
    taken = set(filter(None, plain))
    names: list[str] = []
    seen: set[str] = set()
    for number, name in enumerate(plain, 1):
        wanted = name or f"列{number}"
        if wanted in seen or (not name and wanted in taken):
            wanted = _free(wanted, taken | seen)
        seen.add(wanted)
        names.append(wanted)
    return names


def _clear(name: str) -> str:
    lines = [part.strip(BLANKS) for part in CONTROLS.sub("", name).splitlines()]
    return composed(" ".join(part for part in lines if part)).strip(BLANKS)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
