"""Several tables on one sheet, below or beside each other: where each begins and ends."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from datasets.reading.beside import blocks_of
from datasets.reading.cells import kind_of_cell
from datasets.reading.header import Header, find_header, looks_like_header
from datasets.reading.header_shape import TYPED, column_types
from datasets.reading.result import Record

HELD_RECORDS = 20_000
_LEAST_DATA = 3
_TITLE_GAP = 4
_LOOKED_AT = 20
_LEAST_TYPED = 2
_NEARLY_ALL = 0.9
_NOTES = ("※", "＊", "*", "注", "（注", "(注", "資料", "出典")


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one table with what stands above it.

    Attributes:
        first: First record, from 0.
        stop: First record that is no longer of it; None for the end of the file.
        title: Of the second and later tables, the text above; may be blank.
        columns: First and last + 1, if another table stands beside it.
    """

    first: int
    stop: int | None
    title: str = ""
    columns: tuple[int, int] | None = None

    def of(self, records: list[Record]) -> list[Record]:
        """What it holds of records that are as wide as the sheet."""
        if self.columns is None:
            return records
        left, right = self.columns
        return [record[left:right] for record in records]

    def batches(self, source: Callable[[], Iterator[list[Record]]]) -> Iterator[list[Record]]:
        """What it holds of each batch."""
        yield from map(self.of, source())


def parts_of(records: list[Record], width: int) -> list[Part]:
    """Cut records where a title or a blank row and a new header follow data, then beside.

    Returns:
        At least one part, in order, covering all records.
    """
    below = _below(records, width)
    return [piece for part in below for piece in _beside(records, part, width)]


def _beside(records: list[Record], part: Part, width: int) -> list[Part]:
    blocks = blocks_of(records[part.first : part.stop], width)
    if len(blocks) == 1:
        return [part]
    return [replace(part, columns=block) for block in blocks]


def _below(records: list[Record], width: int) -> list[Part]:
    parts: list[Part] = []
    first, title = 0, ""
    while (cut := _next_cut(records, width, first)) is not None:
        parts.append(Part(first, cut, title))
        first, title = cut, _title(records[cut])
    parts.append(Part(first, None, title))
    return parts


def _next_cut(records: list[Record], width: int, first: int) -> int | None:
    found = find_header(records[first : first + 400], width)
    start = first + found.first_data_record
    body = [record for record in records[start : start + 200] if _count(record) > 1]
    if len(body) < _LEAST_DATA or width < 3:
        return None
    types = column_types(body[: max(_LEAST_DATA, len(body) // 2)], width)
    typical = Counter(_count(record) for record in body).most_common(1)[0][0]
    for number in range(start + _LEAST_DATA, len(records) - 1):
        header = None
        if _count(records[number]) == 1:
            header = _header_below(records, number, types, typical)
            if header is None and not _count(records[number - 1]):
                header = _header_of_its_own(records, number, width, found)
        elif not _count(records[number]) and _is_other_header(records[number + 1], found, types):
            header = number + 1
        if header is not None and _is_note_before_title(records[number:header]):
            continue
        if header is not None and _has_data(records, header, min(typical, _count(records[header]))):
            return number
    return None


def _is_note_before_title(above: list[Record]) -> bool:
    """Whether the first of the rows above a header is a note on the table before."""
    texts = [cell.strip() for record in above for cell in record if cell.strip()]
    return len(texts) > 1 and texts[0].startswith(_NOTES) and "\n" not in texts[0]


def _is_other_header(record: Record, found: Header, types: list[str]) -> bool:
    """Whether a record after a blank one names other columns than the header did."""
    names = [cell.strip() for cell in record if cell.strip()]
    known = {part for name in found.names for part in name.split("_")}
    few = len(names) < 3 or sum(name in known for name in names) * 2 > len(names)
    return not few and looks_like_header(record, types, len(names))


def _header_below(records: list[Record], title: int, types: list[str], typical: int) -> int | None:
    for number in range(title + 1, min(title + _TITLE_GAP, len(records))):
        if looks_like_header(records[number], types, min(typical, 6)):
            return number
        if _count(records[number]) > 1:
            return None
    return None


def _header_of_its_own(records: list[Record], title: int, width: int, found: Header) -> int | None:
    """The row below a title that names columns unlike those above, and fits what is below it."""
    row = next(
        (n for n in range(title + 1, min(title + _TITLE_GAP, len(records))) if _count(records[n])),
        title,
    )
    names = {n: cell.strip() for n, cell in enumerate(records[row]) if cell.strip()}
    known = {part for name in found.names for part in name.split("_")}
    told = set(names.values())
    if len(told) < max(3, len(names)) or 2 * len(told & known) > len(told):
        return None
    if any(kind_of_cell(name) != "text" for name in told):
        return None
    body = list(takewhile(_count, records[row + 1 : row + 1 + _LOOKED_AT]))
    inside = sum(_last(record) <= max(names) for record in body)
    if len(body) < _LEAST_DATA or inside < len(body) * _NEARLY_ALL:
        return None
    typed = sum(column_types(body, width)[n] in TYPED for n in names)
    own_width = max(names) != _last(list(found.names))
    return row if typed >= _LEAST_TYPED or (own_width and typed) else None


def _last(record: Record) -> int:
    return max((n for n, cell in enumerate(record) if cell.strip()), default=-1)


def _has_data(records: list[Record], header: int, typical: int) -> bool:
    following = [_count(record) for record in records[header + 1 : header + 8]]
    return sum(count * 2 >= typical for count in following) >= 2


def _count(record: Record) -> int:
    return sum(bool(cell) and not cell.isspace() for cell in record)


def _title(record: Record) -> str:
    text = next((cell for cell in record if cell.strip()), "")
    return " ".join(text.split()).strip("<>＜＞《》【】 ")[-60:]
