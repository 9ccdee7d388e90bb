"""Several tables beside each other on one sheet: the columns of each."""

from itertools import groupby

from datasets.reading.cells import kind_of_cell
from datasets.reading.header_shape import column_types, stands_over_types
from datasets.reading.result import Record

_LEAST_WIDTH = 2
_LEAST_ROWS = 3
_TOP_ROWS = 8
_NEARLY_ALL = 0.95


def blocks_of(records: list[Record], width: int) -> list[tuple[int, int]]:
    """The columns of each table, as first and last + 1; the whole width if there is one table.

    Tables beside each other have a blank column between them, and either the same names, a title
    each above their first column, or lengths of their own. A blank column alone only sets columns
    apart.
    """
    whole = [(0, width)]
    filled = {n for record in records for n, cell in enumerate(record[:width]) if cell.strip()}
    blocks = _runs(filled, width)
    if len(blocks) == 1:
        return _said_again(records, *blocks[0]) or whole
    if len(blocks) < 2 or any(right - left < _LEAST_WIDTH for left, right in blocks):
        return whole
    rows = [record for record in records if _count(record) > 1]
    top = rows[:_TOP_ROWS]
    if len(top) <= _LEAST_ROWS:
        return whole
    if any(_are_headers(row, blocks) for row in top) or _are_of_their_own(rows, blocks):
        return blocks
    return whole


def _said_again(records: list[Record], left: int, right: int) -> list[tuple[int, int]]:
    """The blocks of a table that goes on beside itself without a gap: 年齢, 男, 年齢, 男."""
    rows = [record[left:right] for record in records if _count(record)]
    top = next((n for n, row in enumerate(rows[:_TOP_ROWS]) if all(map(str.strip, row))), None)
    if top is None:
        return []
    names = [cell.strip() for cell in rows[top]]
    wide = next((n for n in range(1, len(names)) if names[n] == names[0]), len(names))
    times = len(names) // wide
    body = rows[top + 1 :]
    if wide < _LEAST_WIDTH or times < 2 or names != names[:wide] * times or len(body) < _LEAST_ROWS:
        return []
    starts = range(0, len(names), wide)
    above = {n for n, cell in enumerate(rows[top - 1]) if cell.strip()} if top else set()
    if len(set(names[:wide])) < wide or not all(map(_is_word, names)) or above == set(starts):
        return []
    # what names the rows goes on, and does not come again
    labels = [row[n].strip() for n in starts for row in body if row[n].strip()]
    if len(set(labels)) < _NEARLY_ALL * len(labels):
        return []
    return [(left + start, left + start + wide) for start in starts]


def _are_of_their_own(rows: list[Record], blocks: list[tuple[int, int]]) -> bool:
    """Whether each has names over numbers, no gap in its rows, and not as many rows as another."""
    lengths = set()
    for left, right in blocks:
        part = [record[left:right] for record in rows]
        length = next((n for n, row in enumerate(part) if not _count(row)), len(part))
        if length <= _LEAST_ROWS or any(map(_count, part[length:])):
            return False
        body = part[1:length]
        types = column_types(body, right - left)
        whole = all(all(cell.strip() for cell in row) for row in part[:length])
        if not whole or not (stands_over_types(part[0], types) or "number" in types[:1]):
            return False
        if not all(map(_is_word, part[0])):
            return False
        lengths.add(length)
    return len(lengths) == len(blocks)


def _runs(filled: set[int], width: int) -> list[tuple[int, int]]:
    runs = []
    for is_filled, places in groupby(range(width), filled.__contains__):
        if is_filled:
            told = list(places)
            runs.append((told[0], told[-1] + 1))
    return runs


def _are_headers(row: Record, blocks: list[tuple[int, int]]) -> bool:
    parts = [[cell.strip() for cell in row[left:right]] for left, right in blocks]
    first = parts[0]
    names = len(set(first)) == len(first) and all(kind_of_cell(name) == "text" for name in first)
    if names and all(part == first for part in parts):
        return True
    # a title each, and nothing else in the row
    titles = [part[0] for part in parts if part]
    alone = all(part[0] and not any(part[1:]) for part in parts if part)
    return alone and len(set(titles)) == len(blocks) and all(map(_is_word, titles))


def _is_word(text: str) -> bool:
    return kind_of_cell(text) == "text"


def _count(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record)
