"""A file read as a person corrected it: which sheets are data, which rows name the columns.

What was said of one file is looked for in the next of its kind: sheets by their names, rows by what
stands in them. Where it is not found the reader decides as ever, and says so.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from datasets.kernel.messages import N_, Message
from datasets.reading.cells import folded
from datasets.reading.correctable import LAST_ROW
from datasets.reading.delimited import require_rows
from datasets.reading.grounds import Grounds
from datasets.reading.header import Header
from datasets.reading.header_names import joined_names
from datasets.reading.result import LIMITS, Defect, ReadFile, ReadTable, Record
from datasets.reading.structure import structure_defects

_BATCH_RECORDS = 20_000
_ALIKE = 0.6
TOLD = Grounds(1.0, (Message(N_("A person has said so")),))


@dataclass(frozen=True, slots=True)
class NamesTold:
    """Which rows name the columns of a table.

    Attributes:
        sheet: The sheet they stand on; None outside workbooks.
        rows: From the top, in records from 0; empty if nothing names the columns.
        first: Where the data begin.
        names: What stood in the last of the rows; empty as long as nobody has looked.
    """

    sheet: str | None
    rows: tuple[int, ...]
    first: int
    names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a recipe."""
        return {
            "sheet": self.sheet,
            "rows": list(self.rows),
            "first": self.first,
            "names": list(self.names),
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "NamesTold":
        """What `as_json` wrote."""
        rows, names = tuple(told.get("rows", ())), tuple(told.get("names", ()))
        return cls(told.get("sheet"), rows, int(told.get("first", 0)), names)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A file as it was corrected.

    Attributes:
        by_itself: As the reader had it.
        replaced: The tables as the reader itself would have had them, whose names were told.
        names: What was told and holds here, by sheet.
    """

    read: ReadFile
    by_itself: ReadFile
    replaced: tuple[ReadTable, ...]
    names: Mapping[str | None, NamesTold]


def corrected(
    read: ReadFile,
    own: NamesTold | None,
    further: Sequence[NamesTold],
    sheets: Mapping[str, Sequence[str]],
) -> Corrected:
    """The file with what a person said of it.

    Args:
        read: As the reader decided.
        own: What was told of the names of the file's own table, the first.
        further: What was told of those of its further tables.
        sheets: `take` and `leave`, names of sheets that are data and that are none.
    """
    with_sheets = _with_sheets(read, sheets)
    tables, replaced, defects = list(with_sheets.tables), [], list(with_sheets.defects)
    held: dict[str | None, NamesTold] = {}
    for told in (*([own] if own else []), *further):
        table = _meant(tables, told, own=told is own)
        if table is None or table.whole is None or table.sheet in held:
            continue
        found = _found(table, told)
        if found is None:
            defects.append(_moved(told))
            continue
        held[table.sheet] = found
        # what was cut into several tables is one again
        before = [each for each in tables if each.sheet == table.sheet]
        replaced += before
        anew = _with_names(table, table.whole, found)
        tables = [anew if t is table else t for t in tables if t is table or t not in before]
    whole = replace(with_sheets, tables=tuple(tables), defects=tuple(defects))
    return Corrected(whole, read, tuple(replaced), held)


def first_rows(table: ReadTable, count: int) -> list[Record]:
    """The first records of the file or sheet of a table as they stand; none if names are told."""
    return list(islice(table.whole(), count)) if table.whole is not None else []


def _with_sheets(read: ReadFile, sheets: Mapping[str, Sequence[str]]) -> ReadFile:
    take, leave = set(sheets.get("take", ())), set(sheets.get("leave", ()))
    tables = [t for t in read.tables if t.sheet is None or t.sheet not in leave]
    taken = [t for t in read.aside if t.sheet in take]
    if not (tables or taken):
        return read
    kept = [t for t in read.aside if t.sheet not in take]
    left = [t for t in read.tables if t.sheet in leave]
    return replace(read, tables=(*tables, *taken), aside=(*kept, *left))


def _meant(tables: Sequence[ReadTable], told: NamesTold, *, own: bool) -> ReadTable | None:
    """The table on the sheet, else the file's own if it was told of that."""
    named = (table for table in tables if table.sheet == told.sheet)
    return next(named, tables[0] if own else None)


def _found(table: ReadTable, told: NamesTold) -> NamesTold | None:
    """What was told, with its rows as they are numbered here; None if they are not here."""
    records = first_rows(table, LAST_ROW + 2)
    if not told.rows:
        return told if told.first < len(records) else None
    last = told.rows[-1]
    if told.names:
        alike = [n for n, record in enumerate(records) if _share(record, told.names) >= _ALIKE]
        if not alike:
            return None
        last = min(alike, key=lambda n: abs(n - told.rows[-1]))
    rows = tuple(row + last - told.rows[-1] for row in told.rows)
    if rows[0] < 0 or last >= len(records):
        return None
    names = tuple(cell.strip() for cell in records[last])
    return NamesTold(table.sheet, rows, last + 1, names)


def _share(record: Record, names: Sequence[str]) -> float:
    wanted = {folded(name) for name in names if name.strip()}
    there = {folded(cell) for cell in record if cell.strip()}
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _with_names(
    table: ReadTable, whole: Callable[[], Iterator[Record]], told: NamesTold
) -> ReadTable:
    records = first_rows(table, LAST_ROW + 200)
    width = _width(records, told)
    merges = tuple((t, b, a + table.left, z + table.left) for t, b, a, z in table.merges)
    rows = [(records[row] + [""] * width)[:width] for row in told.rows]
    names = joined_names(rows, told.rows[0], merges) if rows else ("",) * width
    top = told.rows[0] if told.rows else told.first
    lines = (" ".join(cell.strip() for cell in record if cell.strip()) for record in records[:top])
    header = Header(told.rows, told.first, names, tuple(line for line in lines if line), TOLD)
    return replace(
        table,
        name=table.sheet or table.name,
        header=names,
        header_row=told.rows[-1] if told.rows else None,
        header_rows=told.rows,
        column_count=width,
        first_data_record=told.first,
        left=0,
        above=header.above,
        merges=merges,
        source=partial(_batches, whole, told.first),
        grounds=TOLD,
        defects=tuple(structure_defects(records, header)),
    )


def _width(records: Sequence[Record], told: NamesTold) -> int:
    """As many columns as most rows have, and as are named."""
    usual = Counter(map(len, records[told.first :])).most_common(1)
    named = max((len(records[row]) for row in told.rows), default=0)
    return min(LIMITS.columns, max(1, named, usual[0][0] if usual else 0))


def _batches(whole: Callable[[], Iterator[Record]], first: int) -> Iterator[list[Record]]:
    records = islice(whole(), first, None)
    count = 0
    while batch := list(islice(records, _BATCH_RECORDS)):
        count += len(batch)
        require_rows(count, LIMITS)
        yield batch


def _moved(told: NamesTold) -> Defect:
    places = {"row": (told.rows[-1] if told.rows else told.first) + 1}
    said = N_("The row that a person named last time, row {row}, is not there. Look at the names.")
    return Defect("W_HEADER_MOVED", 1, Message(said, places))
