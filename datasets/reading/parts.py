"""What the XML of a workbook says beyond its values: hidden parts, merged ranges, real width.

Sheets are searched as bytes in one stream, not parsed: a sheet of a million rows takes seconds,
and a cell in column XFD nothing. Workbook and relations, which are small, are parsed.
Source: ECMA-376 part 1, 18.2 (workbook), 18.3.1 (worksheets).
"""

import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_
from datasets.reading.header_names import Merge
from datasets.reading.package import DAMAGED, read_xml
from datasets.reading.result import ReadLimits

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"""<(?:[\w.-]+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
# a place beyond the last cell of a sheet would abort the process that asks for it
_NO_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r\s*=\s*["'](?!\$?[A-Z]{1,3}\$?[1-9]\d{0,6}["'])"""
)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*?\bt="e"')
_NO_RESULT = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3}\d{1,7})"(?: s="\d+")?>'
    rb"<(?:\w+:)?f(?: [^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v ?/>|<v></v>)?</(?:\w+:)?c>"
)
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_SPAN = re.compile(rb'\b(min|max)="(\d{1,5})"')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_STYLED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d{1,7}" s="(\d{1,6})"')
_ZERO_FORMAT = re.compile(rb'<numFmt [^>]*?numFmtId="(\d+)"[^>]*?formatCode="(0{2,20})"')
_STYLE = re.compile(rb'<xf [^>]*?numFmtId="(\d+)"')
_MERGES = 50_000
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
_STYLES_BYTES = 16 << 20


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's XML says.

    Attributes:
        hidden_rows: Row numbers from 1.
        hidden_columns: Column numbers from 1; only those up to `width` hold something.
        width: Last column with a cell, from 1; styled blank cells count.
        height: Last row with a cell, from 1.
        first_row: First row with a cell, from 1.
        first_column: First column with a cell, from 1.
        merges: Merged ranges, from 0.
        errors: Cells such as B3 that hold an error of Excel; the first 10,000.
        without_result: Likewise, that hold a formula but not what it came to.
        zeros: Cells shown with leading zeros, by column from 1 and number of digits.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    width: int = 0
    height: int = 0
    first_row: int = 1 << 30
    first_column: int = 1 << 30
    merges: set[Merge] = field(default_factory=set)
    errors: set[bytes] = field(default_factory=set)
    without_result: set[bytes] = field(default_factory=set)
    zeros: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def padded(self) -> dict[int, int]:
        """Columns, from 0, whose whole numbers are shown with this many digits."""
        least = max(1, (self.height - self.first_row) // 2)
        return {column - 1: digits for (column, digits), n in self.zeros.items() if n >= least}


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """What a package says about its sheets.

    Attributes:
        visible: Facts of the visible worksheets by name, in the order of their tabs.
        hidden: Names of hidden sheets.
        metadata: Authors, comments and the like that the package carries.
        charts: Charts drawn in it.
    """

    visible: dict[str, SheetFacts]
    hidden: tuple[str, ...]
    metadata: tuple[str, ...]
    charts: int = 0


def workbook_facts(path: Path, limits: ReadLimits) -> WorkbookFacts:
    """Read the facts of every visible sheet.

    Raises:
        UnreadableFile: E_ZIP.
        TooLarge: E_SHEET_TOO_LARGE, E_TOO_MANY_SHEETS.
    """
    with zipfile.ZipFile(path) as archive:
        try:
            sheets = _sheets(archive)
        except (KeyError, ParseError, ValueError) as fault:
            raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault
        if len(sheets) > limits.sheets:
            raise TooLarge(
                N_("The workbook has {count} sheets; at most {limit} are taken."),
                count=len(sheets),
                limit=limits.sheets,
                detail_code="E_TOO_MANY_SHEETS",
            )
        digits = _digits_of_styles(archive)
        visible = {
            name: _sheet_facts(archive, member, limits, digits)
            for name, member, state in sheets
            if state == "visible" and member in archive.namelist()
        }
        hidden = tuple(name for name, _, state in sheets if state != "visible")
        charts = sum(
            re.match(r"xl/charts/chart\w*\.xml$", n) is not None for n in archive.namelist()
        )
        return WorkbookFacts(visible, hidden, _metadata(archive), charts)


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str, str]]:
    """Name, member and state of each sheet."""
    book: Element = fromstring(archive.read("xl/workbook.xml"))
    relations: Element = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    sheets = []
    for item in book.iter():
        if item.tag.rpartition("}")[2] == "sheet":
            relation = next((v for k, v in item.attrib.items() if k.endswith("}id")), "")
            target = targets.get(item.get(_R_ID, relation), "")
            member = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            sheets.append((item.get("name", ""), member, item.get("state", "visible")))
    return sheets


def _digits_of_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Styles, by their number in a sheet, that show a number as so many digits: 00000."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    with archive.open("xl/styles.xml") as stream:
        content = stream.read(_STYLES_BYTES)
    formats = {number: len(zeros) for number, zeros in _ZERO_FORMAT.findall(content)}
    styles = content.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    ids = _STYLE.findall(styles) if formats else []
    return {b"%d" % place: formats[name] for place, name in enumerate(ids) if name in formats}


def _sheet_facts(
    archive: zipfile.ZipFile, member: str, limits: ReadLimits, digits: dict[bytes, int]
) -> SheetFacts:
    facts = SheetFacts()

    def search(chunk: bytes) -> None:
        _search(facts, chunk)

    read_xml(archive, member, search)
    if digits:
        # without overlap: each cell is to be counted once
        read_xml(archive, member, lambda chunk: _count_zeros(facts, chunk, digits), overlap=0)
    if facts.height:
        rows = facts.height - facts.first_row + 1
        columns = facts.width - facts.first_column + 1
        if rows * columns > limits.sheet_cells:
            raise TooLarge(
                N_("A sheet spans {rows} rows and {columns} columns. Delete what is far away."),
                rows=rows,
                columns=columns,
                detail_code="E_SHEET_TOO_LARGE",
            )
    return facts


def _search(facts: SheetFacts, chunk: bytes) -> None:
    _search_cells(facts, chunk)
    if b't="e"' in chunk and len(facts.errors) < 10_000:
        facts.errors.update(_ERROR.findall(chunk))
    if b"<f" in chunk and len(facts.without_result) < 10_000:
        facts.without_result.update(_NO_RESULT.findall(chunk))
    if b"hidden=" in chunk:
        _search_hidden(facts, chunk)
    for left, top, right, bottom in _MERGE.findall(chunk):
        if len(facts.merges) < _MERGES:
            facts.merges.add((int(top) - 1, int(bottom) - 1, _column(left) - 1, _column(right) - 1))


def _search_cells(facts: SheetFacts, chunk: bytes) -> None:
    """The far corners only: all column names once, and the last and first row number."""
    if _NO_CELL.search(chunk):
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP")
    cells = _CELL.findall(chunk)
    if not cells:
        return
    columns = [_column(name) for name in {name for name, _ in cells}]
    rows = [int(number) for number in {number for _, number in cells}]
    if max(columns) > _MOST_COLUMNS or max(rows) > _MOST_ROWS:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP")
    facts.width = max(facts.width, *columns)
    facts.first_column = min(facts.first_column, *columns)
    facts.height = max(facts.height, *rows)
    facts.first_row = min(facts.first_row, *rows)


def _count_zeros(facts: SheetFacts, chunk: bytes, digits: dict[bytes, int]) -> None:
    for name, style in _STYLED.findall(chunk):
        if style in digits:
            facts.zeros[_column(name), digits[style]] += 1


def _search_hidden(facts: SheetFacts, chunk: bytes) -> None:
    for attributes in _ROW.findall(chunk):
        number = _NUMBER.search(attributes)
        if number and _HIDDEN.search(attributes):
            facts.hidden_rows.add(int(number[1]))
    for attributes in _COLUMN.findall(chunk):
        if _HIDDEN.search(attributes):
            span = {name: int(value) for name, value in _SPAN.findall(attributes)}
            first, last = span.get(b"min", 1), min(span.get(b"max", 1), 16_384)
            facts.hidden_columns.update(range(first, last + 1))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _metadata(archive: zipfile.ZipFile) -> tuple[str, ...]:
    names = archive.namelist()
    found = [name for name in names if re.match(r"xl/(?:threadedC|c)omments?\d*", name)]
    if "docProps/core.xml" in names:
        core = archive.read("docProps/core.xml")
        if re.search(rb"<(?:dc:creator|cp:lastModifiedBy)>[^<]+<", core):
            found.append("docProps/core.xml")
    return tuple(found)
