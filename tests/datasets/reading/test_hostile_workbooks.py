"""Workbooks that would harm who opens them are refused before anyone does."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.reading.read import read_file

TYPES, SHEET = "[Content_Types].xml", "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def changed(folder: Path, member: str, change: Change, **more: bytes) -> Path:
    """A workbook with one member changed and further ones added."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("S")
        for number, row in enumerate([("名称", "数"), ("本町", 1), ("栄町", 2)]):
            sheet.write_row(number, 0, row)
    path = folder / "a.xlsx"
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == member else content)
        for name, content in more.items():
            target.writestr(name.replace("__", "/"), content)
    return path


def put(old: bytes, new: bytes) -> Change:
    return lambda content: content.replace(old, new, 1)


def as_utf16(content: bytes) -> bytes:
    text = content.decode().replace("UTF-8", "UTF-16LE")
    return text.replace("<worksheet", "<!DOCTYPE x><worksheet", 1).encode("utf-16-le")


LATE_DTD = b"<!--" + b"x" * 100_000 + b"--><!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"
FAR = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
VBA = b'<Override PartName="/xl/m.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
XLM = VBA.replace(b"ms-office.vbaProject", b"ms-excel.macrosheet+xml")


@pytest.mark.parametrize(
    ("member", "change", "code"),
    [
        (SHEET, put(b'r="A2"', b'r="ZZZZZZ99999999999"'), "E_ZIP"),
        (SHEET, put(b'r="A2"', b'r="ZZZ2"'), "E_ZIP"),
        (SHEET, put(b'r="A2"', b'r="A9999999"'), "E_ZIP"),
        (SHEET, put(b"</sheetData>", FAR), "E_SHEET_TOO_LARGE"),
        (SHEET, put(b"</sheetData>", FAR.replace(b"<c r=", b"<c\n r=")), "E_SHEET_TOO_LARGE"),
        (SHEET, put(b"<worksheet", LATE_DTD), "E_XML_DTD"),
        (SHEET, as_utf16, "E_ZIP"),
        (TYPES, put(b"</Types>", VBA), "E_MACRO"),
        (TYPES, put(b"</Types>", XLM), "E_MACRO"),
    ],
)
def test_a_hostile_workbook_is_refused(
    tmp_path: Path, member: str, change: Change, code: str
) -> None:
    path = changed(tmp_path, member, change, xl__m=b"\xd0\xcf\x11\xe0")

    with pytest.raises((UnreadableFile, TooLarge)) as refused:
        read_file(path, "a.xlsx")

    assert refused.value.message.places["detail_code"] == code


def test_cells_need_not_say_where_they_are(tmp_path: Path) -> None:
    path = changed(tmp_path, SHEET, lambda xml: re.sub(rb'<(c|row) r="\w+"', rb"<\1", xml))

    table = read_file(path, "a.xlsx").tables[0]

    assert table.header == ("名称", "数")


@pytest.mark.parametrize("content", [b",,,\n" * 20, b'""\n' * 20])
def test_a_file_of_marks_and_nothing_else_is_empty(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "a.csv").write_bytes(content)

    with pytest.raises(UnreadableFile) as refused:
        read_file(path, "a.csv")

    assert refused.value.message.places["detail_code"] == "E_EMPTY"
