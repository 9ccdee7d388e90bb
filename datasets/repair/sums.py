"""Which rows of a table are sums of others, proven by adding up or told by their place."""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from datasets.reading.result import Record
from datasets.repair.cells import half_width

_SURE = frozenset(
    (
        "合計",
        "小計",
        "総計",
        "計",
        "総数",
        "総合計",
        "累計",
        "市計",
        "県計",
        "区計",
        "全市計",
        "total",
    )
)
_LIKELY = re.compile(r"全国|全市|全県|全体|全域|.+(?:計|総数)")
_LEFT_COLUMNS = 3
_NUMBER = re.compile(r"'?[¥￥]?([-+]?)([\d,]+(?:\.(\d+))?)[^\d.]{0,3}")
_MOST_PROVEN = 3_000


def is_total_label(text: str) -> bool:
    """Whether a text names a total: 合計, 小計, 計, 総数 and the like, spaced out or not."""
    return len(text) < 20 and _plain(text) in _SURE


def trailing_totals(rows: Mapping[int, Record]) -> list[int]:
    """Records at the very end that are named totals."""
    found = []
    for row, record in reversed(list(rows.items())):
        if not is_total_label(_label(record)):
            break
        found.append(row)
    return found if len(found) < len(rows) else []


def proven_totals(rows: Mapping[int, Record], numeric: Sequence[int]) -> list[int]:
    """Records that are totals, because they add up or because of their place at the end.

    Args:
        rows: Records by their number, in order, without blank ones and notes.
        numeric: Places of the columns of numbers.
    """
    left, found = dict(rows), list[int]()
    while new := {*trailing_totals(left), *_adding_up(left, numeric)}:
        if len(new) >= len(left):
            break
        found.extend(new)
        left = {row: record for row, record in left.items() if row not in new}
    return found


def _adding_up(rows: Mapping[int, Record], numeric: Sequence[int]) -> list[int]:
    records = list(rows.values())
    named = [n for n, record in enumerate(records) if _has_total(record)]
    if not numeric or not named or len(named) > _MOST_PROVEN:
        return []
    others = set(range(len(records))) - set(named)
    sums = {place: _Sums([record[place] for record in records], others) for place in numeric}
    numbers = list(rows)
    bounds = [-1, *named, len(records)]
    found = []
    for at, n in enumerate(named, 1):
        blocks = ((bounds[at - 1] + 1, n), (0, n), (n + 1, bounds[at + 1]), (0, len(records)))
        if any(_adds_up(sums, n, first, last) for first, last in blocks):
            found.append(numbers[n])
    return found


class _Sums:
    """A column of numbers, to be added up between any two rows."""

    def __init__(self, cells: Sequence[str], others: set[int]) -> None:
        self.values = [_value(cell) for cell in cells]
        counted = [
            value if n in others and value is not None else 0.0
            for n, value in enumerate(self.values)
        ]
        self.before = [0.0, *accumulate(counted)]
        self.rows_before = [0, *accumulate(int(n in others) for n in range(len(cells)))]

    def matches(self, n: int, first: int, last: int) -> bool | None:
        """Whether row n is the sum of rows first..last-1; None if it says nothing."""
        value = self.values[n]
        if not value:
            return None
        if self.rows_before[last] - self.rows_before[first] < 2:
            return False
        return abs(self.before[last] - self.before[first] - value) <= 1e-6 * abs(value) + 1e-9


def _adds_up(sums: Mapping[int, _Sums], n: int, first: int, last: int) -> bool:
    told = [column.matches(n, first, last) for column in sums.values()]
    said = [match for match in told if match is not None]
    return bool(said) and sum(said) * 2 > len(said)


def _value(cell: str) -> float | None:
    found = _NUMBER.fullmatch(half_width(cell.strip()).translate(_MINUS))
    if found is None:
        return None
    digits = found[2].replace(",", "")
    return float(found[1] + digits) if digits.strip(".") else None


_MINUS = {ord(sign): "-" for sign in "△▲−"} | {ord(" "): None}


def _may_be_total(text: str) -> bool:
    plain = _plain(text)
    return len(plain) < 20 and (plain in _SURE or _LIKELY.fullmatch(plain) is not None)


def _has_total(record: Record) -> bool:
    return any(_may_be_total(cell) for cell in record[:_LEFT_COLUMNS] if cell.strip())


def _label(record: Record) -> str:
    return next((cell for cell in record[:_LEFT_COLUMNS] if cell.strip()), "")


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).strip("【】[]()<>＜＞").casefold()
