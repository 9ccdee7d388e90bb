"""Remarks on rows: totals, blank ones, those with a number only, what is written once."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from datasets.kernel.messages import N_, Message
from datasets.reading.remarks.sample import BLANKS, Column, Sample, defect
from datasets.reading.result import Defect, ReadTable

_TOTAL = re.compile(
    r"(?:.{0,6}[合小総累]?計|総数|全国|全市|全体|県計|市計|計)(?:[(（].*)?|(?:grand |sub)?total",
    re.IGNORECASE,
)
_LABELS = 3
_ROUND = frozenset((1_000, 5_000, 10_000, 50_000, 100_000, 65_535, 1_048_575))
_USED_RANGE = 5
_NOTED = N_("{count} notes stand below the table")
_WIDEST_LABEL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the whole table was counted to be.

    Attributes:
        rows: Records with something in them, without notes.
        blank_rows: Records without.
        notes: Notes below.
        sections: Rows that head others.
    """

    rows: int
    blank_rows: int
    notes: int
    sections: int


def row_remarks(
    table: ReadTable, columns: list[Column], sample: Sample, counted: Counted
) -> Iterator[Defect]:
    """What is said of rows and of how far the table reaches."""
    yield from _counted(counted, table)
    empty = [column for column in columns if not column.filled]
    if empty and sample.records and len(empty) < len(columns):
        said = N_("{count} columns are empty: {columns}")
        yield defect("W_EMPTY_COLUMN", len(empty), said, empty)
    beyond = table.column_count - (len(columns) - sum(not c.name for c in empty))
    if beyond >= _USED_RANGE or counted.blank_rows > max(counted.rows, 20):
        said = N_("The sheet was saved wider or longer than its table, by {count}")
        yield defect("W_USED_RANGE", max(beyond, counted.blank_rows), said)
    yield from _beginning(table, columns)
    totals = _totals(columns)
    if totals:
        yield defect("W_TOTAL", totals, N_("{count} rows are totals of others"))
    numbers = sum(_is_number_only(record) for record in sample.records)
    if numbers and table.width > 2:
        said = N_("{count} rows hold nothing but a running number")
        yield defect("W_NUMBER_ROW", numbers, said)
    yield from _written_once(columns)


def _counted(counted: Counted, table: ReadTable) -> Iterator[Defect]:
    if counted.blank_rows and not table.keeps_blank_rows:
        yield defect("W_BLANK_ROW", counted.blank_rows, N_("{count} rows are blank"))
    if counted.notes:
        yield defect("W_NOTES", counted.notes, _NOTED)
    if counted.sections:
        said = N_("{count} rows are headings of the rows below them")
        yield defect("W_SECTION", counted.sections, said)
    if counted.rows in _ROUND:
        said = N_("There are exactly {count} rows: the file may have been cut off")
        yield defect("W_ROUND_COUNT", counted.rows, said)


def _beginning(table: ReadTable, columns: list[Column]) -> Iterator[Defect]:
    above = [text for text in table.above if not text.startswith("#")]
    if above:
        said = N_("{count} lines of text stand above the table")
        yield defect("W_TITLE", len(above), said)
    units = sum(
        "単位" in text or re.fullmatch(r"[(（].{1,6}[)）]", text) is not None for text in above
    )
    if units:
        yield defect("W_UNIT", units, N_("The unit is written above the table"))
    left = next((column.place for column in columns if column.filled or column.name), 0)
    if left or (table.header_rows and table.header_rows[0] > 0 and not table.above):
        places = {"row": (table.header_rows or (0,))[0] + 1, "column": left + 1}
        where = Message(N_("The table begins in row {row}, column {column}"), places)
        yield Defect("W_OFFSET", 1, where)


def _totals(columns: list[Column]) -> int:
    rows = set()
    for column in columns[:_LABELS]:
        if not {"計", "数", "国", "市", "体", "l", "L"} & column.signs:
            continue
        for number, cell in enumerate(column.cells):
            text = "".join(cell.split()) if len(cell) <= 40 else ""
            if text and len(text) <= _WIDEST_LABEL and _TOTAL.fullmatch(text):
                rows.add(number)
    return len(rows)


def _is_number_only(record: list[str]) -> bool:
    texts = [cell.strip(BLANKS) for cell in record if cell.strip(BLANKS)]
    return len(texts) == 1 and texts[0].isdecimal()


def _written_once(columns: list[Column]) -> Iterator[Defect]:
    """A key that is blank where it is the same as above."""
    full = [column for column in columns if column.filled >= 0.8 * len(column.cells)]
    if not full:
        return
    once = [
        column
        for column in columns[:_LABELS]
        if 2 <= column.filled <= 0.6 * len(column.cells)
        and column.cells[0].strip(BLANKS)
        and column.place < full[0].place
        and max(Counter(column.values).values()) <= 2
    ]
    if once:
        said = N_("{count} columns are filled only where the value changes: {columns}")
        yield defect("W_FILL_DOWN", len(once), said, once)
