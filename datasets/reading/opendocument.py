"""The sheets of an OpenDocument spreadsheet, from its XML: cells, spans and what is hidden.

The XML is read in one stream. Repeats are spread only where they hold something, so that a sheet
said to have a million blank rows costs nothing.
Source: OASIS OpenDocument 1.3 part 3, 9 (tables), 19.385 (office:value and its like).
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.header_names import Merge
from datasets.reading.package import DAMAGED
from datasets.reading.result import ReadLimits, Record
from datasets.reading.shown import shown

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDDEN = ("collapse", "filter")
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_REPEATS = 1 << 21
_SHEET_TOO_LARGE = N_("A sheet spans {rows} rows and {columns} columns. Delete what is far away.")


@dataclass(slots=True)
class OpenSheet:
    """One sheet as it stands.

    Attributes:
        records: From its first row; trailing blank cells and rows are left out.
        width: The last column with something in it, from 1.
        merges: Spans of several cells, from 0.
        hidden_rows: Hidden rows with something in them.
        hidden_columns: Places of hidden columns, from 0.
        comments: Remarks pinned to cells.
        visible: Not hidden as a whole.
    """

    name: str
    visible: bool = True
    records: list[Record] = field(default_factory=list)
    width: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    _blank_rows: int = 0
    _columns: int = 0


def open_sheets(path: Path, limits: ReadLimits) -> list[OpenSheet]:
    """All sheets in the order of their tabs.

    Raises:
        UnreadableFile: E_ZIP.
        TooLarge: E_SHEET_TOO_LARGE, E_TOO_MANY_SHEETS.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            return _sheets(iterparse(stream, ("start", "end")), limits)
    except (KeyError, ParseError, ValueError) as fault:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault


def _sheets(events: Iterator[tuple[str, Element]], limits: ReadLimits) -> list[OpenSheet]:
    sheets: list[OpenSheet] = []
    hidden: set[str] = set()
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                name = element.get(f"{_TABLE}name", "")
                style = element.get(f"{_TABLE}style-name", "")
                sheets.append(OpenSheet(name, style not in hidden))
        elif element.tag == f"{_STYLE}style":
            if any(child.get(f"{_TABLE}display") == "false" for child in element):
                hidden.add(element.get(f"{_STYLE}name", ""))
        elif sheets:
            _take(sheets[-1], element, limits)
        _require_sheets(len(sheets), limits)
    # copies of sheets of other files are kept under their address
    return [sheet for sheet in sheets if not sheet.name.startswith("'file:")]


def _require_sheets(count: int, limits: ReadLimits) -> None:
    if count > limits.sheets:
        raise TooLarge(
            N_("The workbook has {count} sheets; at most {limit} are taken."),
            count=count,
            limit=limits.sheets,
            detail_code="E_TOO_MANY_SHEETS",
        )


def _take(sheet: OpenSheet, element: Element, limits: ReadLimits) -> None:
    if element.tag == f"{_TABLE}table-column":
        count = _repeat(element, "columns")
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            last = min(sheet._columns + count, limits.columns)
            sheet.hidden_columns.update(range(sheet._columns, last))
        sheet._columns += count
    elif element.tag == f"{_TABLE}table-row":
        _take_row(sheet, element, limits)
        element.clear()


def _take_row(sheet: OpenSheet, row: Element, limits: ReadLimits) -> None:
    count = _repeat(row, "rows")
    top = len(sheet.records) + sheet._blank_rows
    record = _record(sheet, row, top, limits)
    if not record:
        sheet._blank_rows += count
        return
    sheet.width = max(sheet.width, len(record))
    height = top + count
    if height * sheet.width > limits.sheet_cells or height > limits.rows:
        raise TooLarge(
            _SHEET_TOO_LARGE, rows=height, columns=sheet.width, detail_code="E_SHEET_TOO_LARGE"
        )
    sheet.records.extend([] for _ in range(sheet._blank_rows))
    sheet._blank_rows = 0
    sheet.records.extend(record for _ in range(count))
    if row.get(f"{_TABLE}visibility") in _HIDDEN:
        sheet.hidden_rows += count


def _record(sheet: OpenSheet, row: Element, top: int, limits: ReadLimits) -> Record:
    record: Record = []
    place = 0
    for cell in row:
        if not cell.tag.endswith("table-cell"):
            continue
        count = _repeat(cell, "columns")
        for note in cell.findall(f"{_OFFICE}annotation"):
            sheet.comments.append("\n".join(_words(part) for part in note.findall(f"{_TEXT}p")))
        _span(sheet, cell, top, place)
        text = _shown(cell)
        if text:
            if place + count > 4 * limits.columns:
                raise TooLarge(
                    _SHEET_TOO_LARGE, rows=top, columns=place, detail_code="E_SHEET_TOO_LARGE"
                )
            record.extend([""] * (place - len(record)))
            record.extend([text] * count)
        place += count
    return record


def _span(sheet: OpenSheet, cell: Element, top: int, left: int) -> None:
    wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
    high = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
    if wide * high > 1:
        sheet.merges.append((top, top + high - 1, left, left + wide - 1))


def _repeat(element: Element, of: str) -> int:
    return max(1, min(int(element.get(f"{_TABLE}number-{of}-repeated", "1")), _REPEATS))


def _shown(cell: Element) -> str:
    """The cell as a reader of the sheet sees it; dates and times in ISO 8601."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join(_words(part) for part in cell.findall(f"{_TEXT}p"))
    if kind in ("float", "currency", "percentage"):
        number = cell.get(f"{_OFFICE}value", "")
        # a code such as 07202 that is kept as a number with as many digits
        is_code = text.isdecimal() and text.startswith("0") and len(text) > 1
        return text if is_code or not number else shown(float(number))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", text).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value", ""), text)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", text).upper()
    return text


def _time(value: str, text: str) -> str:
    found = _DURATION.fullmatch(value)
    if found is None:
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if minutes > 59 or seconds > 59:
        return text
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return shown(dt.time(hours, minutes, seconds) if hours < 24 else length)


def _words(part: Element) -> str:
    """The text of a paragraph; readings above characters (ruby) are no part of it."""
    if part.tag == f"{_TEXT}s":
        return " " * min(int(part.get(f"{_TEXT}c", "1")), 1000)
    if part.tag == f"{_TEXT}tab":
        return "\t"
    if part.tag == f"{_TEXT}line-break":
        return "\n"
    inner = "".join(
        _words(child) + (child.tail or "") if child.tag != f"{_TEXT}ruby-text" else child.tail or ""
        for child in part
    )
    return (part.text or "") + inner
