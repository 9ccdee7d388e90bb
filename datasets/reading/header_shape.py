"""What the first records of a table are like: the kinds of their cells, and of those below."""

import re
from collections import Counter

from datasets.reading.cells import kind_of_cell
from datasets.reading.header_names import Merge
from datasets.reading.result import Record

TYPED = frozenset({"number", "date", "time", "code", "address"})
# 「0-14」 is an age and a name, though it looks like a code
_CLASS = re.compile(r"\d{1,3}\s*[-~～〜]\s*\d{1,3}")


class Shape:
    """The first records with the kinds of their cells, and the kind of most cells below."""

    def __init__(self, records: list[Record], width: int, merges: tuple[Merge, ...]) -> None:
        self.records = records
        self.merges = merges
        self.width = width
        counts = sorted(len(filled_columns(record)) for record in records if filled_columns(record))
        self.typical = counts[len(counts) // 2] if counts else 0
        self.types = column_types(_body(records), width)


def _body(records: list[Record]) -> list[Record]:
    # the upper part may hold titles and headers; the lower part of the sample is surely data
    full = [record for record in records if filled_columns(record)]
    return full[len(full) // 2 :] if len(full) < 30 else full[15:]


def column_types(records: list[Record], width: int) -> list[str]:
    """For each column the kind of at least 60 % of its filled cells, else text; blank if none."""
    types = []
    for column in range(width):
        kinds = Counter(kind_of_cell(record[column]) for record in records if column < len(record))
        del kinds["blank"]
        nothing = kinds.pop("nothing", 0)
        total = sum(kinds.values())
        kind, count = kinds.most_common(1)[0] if kinds else ("blank", 0)
        if not kinds and nothing:
            kind = "nothing"
        typed = sum(count for name, count in kinds.items() if name in TYPED)
        if kind != "blank" and total and count < 0.6 * total:
            kind = "number" if typed >= 0.8 * total else "text"
        types.append(kind)
    return types


def stands_over_types(record: Record, types: list[str]) -> bool:
    """Whether it is words only, and most of them over columns of numbers, dates and the like."""
    columns = [column for column in filled_columns(record) if column < len(types)]
    if not columns or any(not _is_name(record[column]) for column in columns):
        return False
    over = sum(types[column] in TYPED for column in columns)
    told = sum(types[column] != "blank" for column in columns)
    return over >= 2 and over >= 0.6 * told


def _is_name(cell: str) -> bool:
    return kind_of_cell(cell) == "text" or _CLASS.fullmatch(cell.strip()) is not None


def filled_columns(record: Record) -> list[int]:
    """The columns that hold something."""
    return [column for column, cell in enumerate(record) if cell and not cell.isspace()]


def least_filled(typical: int) -> int:
    """How many cells a header has at least, where most records have `typical`."""
    return typical if typical <= 2 else max(2, (typical + 1) // 2)
