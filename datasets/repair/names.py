"""Names of columns, unique and on one line, as near to the given ones as can be."""

from collections.abc import Sequence

from datasets.repair.cells import BLANKS, CONTROLS, composed


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
