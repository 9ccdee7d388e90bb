"""OpenDocument spreadsheets (.ods), as LibreOffice writes them."""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.opendocument import OpenSheet, open_sheets
from datasets.reading.package import DAMAGED, check_package
from datasets.reading.refusals import PASSWORD, refusal
from datasets.reading.result import Defect, HiddenParts, ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.sheet import Sheet, covers_apart, left_out, tables_of
from datasets.reading.workbook_xlsx import BLANK_WORKBOOK, METADATA

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = re.compile(r"(?:Basic|Scripts)/.+/.+\.(?:xml|py|js|bsh)$")


def read_ods(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read an OpenDocument spreadsheet; hidden sheets are named and left unread.

    Raises:
        UnreadableFile: E_ZIP, E_ZIP_AMBIGUOUS, E_MACRO, E_XML_DTD, E_ENCRYPTED, E_EMPTY or E_TYPE.
        TooLarge: E_BOMB, E_SHEET_TOO_LARGE, E_TOO_MANY_SHEETS, E_TOO_MANY_COLUMNS.
    """
    check_package(path, limits)
    authors = _checked(path)
    sheets = open_sheets(path, limits)
    visible = [sheet for sheet in sheets if sheet.visible]
    aside = left_out(sheet.name for sheet in visible)
    tables: list[ReadTable] = []
    beside: list[ReadTable] = []
    for sheet in visible:
        if sheet.records:
            chosen = beside if sheet.name in aside else tables
            chosen.extend(tables_of(_sheet(sheet), limits))
    if not tables:
        raise UnreadableFile(BLANK_WORKBOOK, detail_code="E_EMPTY")
    tables, covers = covers_apart(tables)
    metadata = authors + sum(bool(sheet.comments) for sheet in sheets)
    told = (Defect("W_DOC_METADATA", metadata, Message(METADATA)),) if metadata else ()
    return ReadFile(
        kind="ods",
        tables=tuple(tables),
        aside=(*beside, *covers),
        hidden=_hidden(sheets, visible),
        notes=tuple(defect.where for defect in aside.values()),
        defects=(*aside.values(), *told),
    )


def _checked(path: Path) -> int:
    """Whether it names its authors, 0 or 1, once it may be read at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
            if not archive.read("mimetype").strip().startswith(_SPREADSHEET):
                raise refusal("zip")
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise UnreadableFile(PASSWORD, detail_code="E_ENCRYPTED")
            meta = archive.read("meta.xml") if "meta.xml" in members else b""
    except KeyError as fault:
        raise UnreadableFile(DAMAGED, detail_code="E_ZIP") from fault
    if any(_MACROS.match(member) for member in members):
        raise UnreadableFile(
            N_("The workbook holds macros. Save it without them."), detail_code="E_MACRO"
        )
    return int(re.search(rb"<(?:dc:creator|meta:initial-creator)>[^<]+<", meta) is not None)


def _sheet(sheet: OpenSheet) -> Sheet:
    return Sheet(
        name=sheet.name,
        records=partial(_records, sheet),
        width=sheet.width,
        merges=tuple(sorted(sheet.merges)),
    )


def _records(sheet: OpenSheet) -> Iterator[Record]:
    for record in sheet.records:
        yield record + [""] * (sheet.width - len(record))


def _hidden(sheets: list[OpenSheet], visible: list[OpenSheet]) -> HiddenParts:
    return HiddenParts(
        sheets=tuple(sheet.name for sheet in sheets if not sheet.visible),
        rows=sum(sheet.hidden_rows for sheet in visible),
        columns=sum(
            sum(place < sheet.width for place in sheet.hidden_columns) for sheet in visible
        ),
    )
