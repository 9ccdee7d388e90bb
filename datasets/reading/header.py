"""Which rows name the columns, and where the data begins.

Works on the first records of a table. Types decide: a column that is numeric below is named by a
text above. Titles and units have fewer cells than the table is wide.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from datasets.reading.cells import folded, kind_of_cell
from datasets.reading.grounds import BY_PROPERTY, NO_DATA, UNNAMED, Grounds, header_grounds
from datasets.reading.header_names import Merge, joined_names
from datasets.reading.header_shape import (
    TYPED,
    Shape,
    filled_columns,
    least_filled,
    stands_over_types,
)
from datasets.reading.result import Record
from datasets.reading.titles import is_title

_LOOKED_AT = 200
_TOP_ROWS = 40
_HEADER_ROWS = 6
_ABOVE_ROWS = 12
_TITLE_ROWS = 4
_LABEL = re.compile(r"[A-Za-z][\w .()/-]*|[(（]?\d{1,2}[)）]?")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's names stand.

    Attributes:
        rows: The header rows, from the top, in records from 0; empty if the columns have no names.
        first_data_record: Where the data begins.
        names: One a column, joined with `_` over several rows; may be blank or repeated.
        above: Texts above the header.
        grounds: Why it was taken to be there.
    """

    rows: tuple[int, ...]
    first_data_record: int
    names: tuple[str, ...]
    above: tuple[str, ...]
    grounds: Grounds = NO_DATA


def find_header(records: list[Record], width: int, merges: tuple[Merge, ...] = ()) -> Header:
    """Find the header among the first records of a table.

    Args:
        records: From the top of the file or sheet; a few hundred are enough.
        width: Columns of the table, >= 1.
        merges: Merged ranges as first row, last row, first column, last column.
    """
    linked = _linkdata(records, width)
    if linked is not None:
        return linked
    shape = Shape(records[: _TOP_ROWS + _LOOKED_AT], width, merges)
    top = _top_row(shape)
    if top is None:
        return Header((), len(records), ("",) * width, ())
    above = _texts(records[:top])
    if not _is_named(shape, top):
        return Header((), top, ("",) * width, above, UNNAMED)
    rows = _block(shape, top)
    first = rows[-1] + 1
    names = joined_names([_cells(records[row], width) for row in rows], rows[0], merges)
    above = _texts(records[: rows[0]])
    return Header(rows, first, names, above, _grounds(shape, rows, len(above)))


def _grounds(shape: "Shape", rows: tuple[int, ...], above: int) -> Grounds:
    last = _cells(shape.records[rows[-1]], shape.width)
    typed = sum(
        kind in TYPED and kind_of_cell(cell) == "text"
        for cell, kind in zip(last, shape.types, strict=True)
    )
    return header_grounds(typed, above, len(rows), len(shape.records) - rows[-1] - 1)


def looks_like_header(record: Record, types: list[str], typical: int) -> bool:
    """Whether a record inside a table names its columns anew.

    Args:
        record: Any width.
        types: The kind of most cells of each column so far.
        typical: Filled cells in most records so far.
    """
    filled = filled_columns(record)
    return len(filled) >= least_filled(typical) and stands_over_types(record, types)


def _linkdata(records: list[Record], width: int) -> Header | None:
    """LinkData.org's layout: rows of `#name`, of which `#property` names the columns."""
    firsts = [record[0].strip() if record else "" for record in records[:_TOP_ROWS]]
    if not firsts or firsts[0] != "#LINK" or "#property" not in firsts:
        return None
    row = firsts.index("#property")
    first = row + 1
    while first < len(firsts) and firsts[first].startswith("#"):
        first += 1
    names = tuple(_cells(records[row], width))
    return Header((row,), first, names, _texts(records[:row]), BY_PROPERTY)


def _top_row(shape: Shape) -> int | None:
    least = least_filled(shape.typical)
    first = None
    for number, record in enumerate(shape.records[:_TOP_ROWS]):
        filled = filled_columns(record)
        if first is None and filled:
            first = number
        if len(filled) >= least and not _has_unit(record, shape.typical):
            return _after_blank(shape, _after_title(shape, number))
    return first


def _after_title(shape: Shape, top: int) -> int:
    """The header, where a row above it is a title with a date, a page or the like."""
    for number in range(top + 1, min(top + _TITLE_ROWS, len(shape.records) - 1)):
        record = shape.records[number]
        if len(filled_columns(record)) < shape.typical:
            if filled_columns(record):
                break
            continue
        merged = any(first == top and left < right for first, _, left, right in shape.merges)
        return number if not merged and is_title(shape.records[top], record, shape.types) else top
    return top


def _after_blank(shape: Shape, top: int) -> int:
    """The header, where a few narrower rows and a blank one stand above it: remarks, or a list."""
    widest = len(filled_columns(shape.records[top]))
    blank = False
    for number, record in enumerate(shape.records[top + 1 : top + _ABOVE_ROWS], top + 1):
        filled = filled_columns(record)
        if blank and len(filled) > widest:
            words = all(kind_of_cell(record[column]) == "text" for column in filled)
            return number if words and len(filled) >= shape.typical else top
        if len(filled) > widest or (blank and filled):
            return top
        blank = not filled
    return top


def _has_unit(record: Record, typical: int) -> bool:
    return len(filled_columns(record)) <= max(2, typical // 3) and any(
        "単位" in cell for cell in record
    )


def _is_named(shape: Shape, top: int) -> bool:
    record = shape.records[top]
    kinds = [kind_of_cell(cell) for cell in record[: shape.width]]
    pairs = [
        (kind, kind_below)
        for kind, kind_below in zip(kinds, shape.types, strict=False)
        if kind != "blank" and kind_below in TYPED
    ]
    same = sum(kind in TYPED and kind == below for kind, below in pairs)
    other = sum(kind in ("text", "nothing") for kind, _ in pairs)
    counts = bool(other) and _counts_from_one(record)
    if same and same >= other and not counts and not _is_series(record):
        return False
    return not _values_come_again(shape, top)


def _counts_from_one(record: Record) -> bool:
    """Whether its numbers are 1, 2, 3 and so on, as those of classes and months are."""
    numbers = [folded(cell) for cell in record if kind_of_cell(cell) in ("number", "code")]
    return len(numbers) >= 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _is_series(record: Record) -> bool:
    """Whether its numbers count years, ages or other steps, as names of columns do."""
    numbers = [folded(cell) for cell in record if kind_of_cell(cell) in ("number", "code")]
    values = [int(cell) for cell in numbers if cell.isdecimal() and cell.isascii()]
    if len(values) < 2 or len(values) != len(numbers):
        return False
    steps = {later - earlier for earlier, later in pairwise(values)}
    years = all(1850 <= value <= 2100 for value in values)
    return len(steps) == 1 and 0 not in steps and (years or len(values) >= 4)


def _values_come_again(shape: Shape, top: int) -> bool:
    """Whether the first record holds what its columns hold again and again: then it is data."""
    below = [record for record in shape.records[top + 1 :] if filled_columns(record)]
    if len(below) < 10:
        return False
    filled = [column for column in filled_columns(shape.records[top]) if column < shape.width]
    if any(record == shape.records[top] for record in below):
        return False
    again = sum(
        sum(
            record[column] == shape.records[top][column] for record in below if column < len(record)
        )
        > 1
        for column in filled
    )
    return again * 3 >= len(filled)


def _block(shape: Shape, top: int) -> tuple[int, ...]:
    first = last = top
    while last - first < _HEADER_ROWS and _continues(shape, last + 1):
        last += 1
    while first > 0 and last - first < _HEADER_ROWS and _precedes(shape, first - 1):
        first -= 1
    return tuple(range(first, last + 1))


def _continues(shape: Shape, row: int) -> bool:
    # something must remain below to be named
    if row + 1 >= len(shape.records):
        return False
    record = shape.records[row]
    return (
        stands_over_types(record, shape.types)
        or _splits_merged(shape, row)
        or _is_said_again(shape, row)
    )


def _is_said_again(shape: Shape, row: int) -> bool:
    """Whether it names the columns of the row above anew, in Latin letters or with codes."""
    record, above = shape.records[row], shape.records[row - 1]
    filled = [column for column in filled_columns(record) if column < len(shape.types)]
    if len(filled) < max(2, shape.typical) or len({record[n] for n in filled}) < len(filled):
        return False
    if any(not _LABEL.fullmatch(record[n].strip()) for n in filled):
        return False
    over = [column for column in filled if shape.types[column] in TYPED]
    other = all(kind_of_cell(record[column]) != shape.types[column] for column in over)
    japanese = sum(not cell.isascii() for cell in above)
    return bool(over) and other and japanese * 2 >= len(filled)


def _splits_merged(shape: Shape, row: int) -> bool:
    """Whether the row above has a merged group of columns, which this row names one by one."""
    record = shape.records[row]
    groups = [
        range(left, right + 1)
        for top, bottom, left, right in shape.merges
        if top == bottom == row - 1
        and left < right < shape.width
        and right - left + 1 < shape.width
    ]
    below = {column for group in groups for column in group}
    if not below or any(kind_of_cell(record[column]) in TYPED for column in filled_columns(record)):
        return False
    return below <= set(filled_columns(record))


def _precedes(shape: Shape, row: int) -> bool:
    record = shape.records[row]
    filled = filled_columns(record)
    if len(filled) < 2 or _has_unit(record, shape.typical):
        return False
    if any(kind_of_cell(record[column]) in TYPED - {"date"} for column in filled):
        return False
    if is_title(record, shape.records[row + 1], shape.types):
        return False
    wide = len(filled) >= 3 and len(filled) * 5 >= shape.typical
    return wide or stands_over_types(record, shape.types)


def _cells(record: Record, width: int) -> Record:
    return (record + [""] * width)[:width]


def _texts(records: list[Record]) -> tuple[str, ...]:
    lines = (" ".join(cell.strip() for cell in record if cell.strip()) for record in records)
    return tuple(line for line in lines if line)
