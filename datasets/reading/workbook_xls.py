"""Excel workbooks of before 2007 (.xls), through xlrd: values, merges and what is hidden."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from struct import error as struct_error

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.package import DAMAGED
from datasets.reading.refusals import PASSWORD
from datasets.reading.result import HiddenParts, ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.sheet import Sheet, covers_apart, left_out, tables_of
from datasets.reading.shown import shown
from datasets.reading.workbook_xlsx import BLANK_WORKBOOK

_FAULTS = (xlrd.XLRDError, struct_error, IndexError, KeyError, ValueError, AssertionError)
_FAULTS_OF_DATES = (xlrd.xldate.XLDateError, ValueError, OverflowError)


def read_xls(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read an old workbook; hidden sheets are named and left unread.

    Raises:
        UnreadableFile: E_ZIP if it is damaged, E_ENCRYPTED, E_EMPTY.
        TooLarge: E_TOO_MANY_SHEETS.
    """
    book = _opened(path)
    if book.nsheets > limits.sheets:
        raise TooLarge(
            N_("The workbook has {count} sheets; at most {limit} are taken."),
            count=book.nsheets,
            limit=limits.sheets,
            detail_code="E_TOO_MANY_SHEETS",
        )
    visible = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    aside = left_out(sheet.name for sheet in visible)
    tables: list[ReadTable] = []
    beside: list[ReadTable] = []
    for sheet in visible:
        if sheet.nrows:
            chosen = beside if sheet.name in aside else tables
            chosen.extend(tables_of(_sheet(book, sheet), limits))
    if not tables:
        raise UnreadableFile(BLANK_WORKBOOK, detail_code="E_EMPTY")
    tables, covers = covers_apart(tables)
    return ReadFile(
        kind="xls",
        tables=tuple(tables),
        aside=(*beside, *covers),
        hidden=_hidden(book, visible),
        notes=tuple(defect.where for defect in aside.values()),
        defects=tuple(aside.values()),
    )


def _opened(path: Path) -> Book:
    # xlrd prints its warnings about odd records
    said = StringIO()
    try:
        with redirect_stdout(said):
            return xlrd.open_workbook(str(path), formatting_info=True, logfile=said)
    except _FAULTS as fault:
        if "encrypted" in str(fault).lower():
            raise UnreadableFile(PASSWORD, detail_code="E_ENCRYPTED") from fault
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    return Sheet(
        name=sheet.name,
        records=partial(_records, book, sheet),
        width=sheet.ncols,
        merges=tuple(
            (top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells
        ),
    )


def _records(book: Book, sheet: XlsSheet) -> Iterator[Record]:
    for number in range(sheet.nrows):
        cells = [cell_shown(book, cell) for cell in sheet.row(number)]
        yield cells + [""] * (sheet.ncols - len(cells))


def cell_shown(book: Book, cell: Cell) -> str:
    """A cell as the reader of the workbook sees it."""
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return _number(book, cell)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(book, cell)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    return str(cell.value)


def _date(book: Book, cell: Cell) -> str:
    try:
        moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
    except _FAULTS_OF_DATES:
        return shown(cell.value)
    return shown(moment.time() if cell.value < 1 else moment)


def _number(book: Book, cell: Cell) -> str:
    text = shown(float(cell.value))
    pattern = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    # a code such as 01 kept as a number with the format 00
    if pattern and set(pattern) == {"0"} and text.isdecimal():
        return text.zfill(len(pattern))
    return text


def _hidden(book: Book, visible: list[XlsSheet]) -> HiddenParts:
    rows = columns = 0
    for sheet in visible:
        rows += sum(
            bool(info.hidden) and row < sheet.nrows for row, info in sheet.rowinfo_map.items()
        )
        columns += sum(
            bool(info.hidden) and column < sheet.ncols for column, info in sheet.colinfo_map.items()
        )
    return HiddenParts(
        sheets=tuple(sheet.name for sheet in book.sheets() if sheet.visibility != 0),
        rows=rows,
        columns=columns,
    )
