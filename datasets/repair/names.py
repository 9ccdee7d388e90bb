"""Names of columns, unique and on one line, as near to the given ones as can be."""

import re
from collections.abc import Sequence

from datasets.repair.cells import BLANKS, CONTROLS, composed

_LETTER = "[々ヶーぁ-んァ-ヴ\u4e00-\u9fff]"
_WIDE_BLANKS = re.compile(" *\u3000[ \u3000]*|  +")
_SPREAD = re.compile(
    f"(?<!{_LETTER}){_LETTER}(?:(?:{_WIDE_BLANKS.pattern}){_LETTER})+(?!{_LETTER})"
)
"""A word that was spread to fill its cell: 「人　口」, 「所　　在　　地」."""


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
    on_one_line = composed(" ".join(part for part in lines if part)).strip(BLANKS)
    return _SPREAD.sub(lambda word: _WIDE_BLANKS.sub("", word[0]), on_one_line)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
