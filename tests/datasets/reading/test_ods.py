"""OpenDocument spreadsheets."""

import zipfile
from pathlib import Path

import pytest

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile
from datasets.validation.checks.hidden_parts import scan_workbook

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
_SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}"'
        f' office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def number(value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, style: str = "shown", columns: str = "") -> str:
    head = f'<table:table table:name="{name}" table:style-name="{style}">'
    return f"{head}{columns}{''.join(rows)}</table:table>"


def read(tmp_path: Path, *sheets: str, mimetype: str = _SHEET, more: str = "") -> ReadFile:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{display}"/></style:style>'
        for name, display in (("shown", "true"), ("hidden", "false"))
    )
    content = (
        f"<office:document-content {_NAMESPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    path = tmp_path / "upload"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        archive.writestr("META-INF/manifest.xml", f"<manifest>{more}</manifest>")
    return read_file(path, "a.ods")


def rows(found: ReadFile, table: int = 0) -> list[list[str]]:
    return [line for frame in found.tables[table].frames() for line in frame.to_numpy().tolist()]


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    dated = (
        '<table:table-cell office:value-type="date" office:date-value="2024-04-01">'
        "<text:p>令和6年4月1日</text:p></table:table-cell>"
        '<table:table-cell office:value-type="time" office:time-value="PT09H30M00S">'
        "<text:p>9:30</text:p></table:table-cell>"
    )

    found = read(
        tmp_path,
        sheet(
            "一覧",
            row(cell("コード"), cell("名称"), cell("人口"), cell("開設日"), cell("開始")),
            row(number("7202", "07202"), cell("鶴<text:s text:c='2'/>城"), number("3", "3"), dated),
        ),
    )

    assert found.kind == "ods"
    assert found.tables[0].header == ("コード", "名称", "人口", "開設日", "開始")
    assert rows(found) == [["07202", "鶴  城", "3", "2024-04-01", "09:30"]]


def test_a_remark_pinned_to_a_cell_and_a_reading_above_it_are_no_part_of_its_text(
    tmp_path: Path,
) -> None:
    reading = "<text:ruby-text>しろ</text:ruby-text>"
    ruby = f"<text:ruby><text:ruby-base>城</text:ruby-base>{reading}</text:ruby>"
    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>内線 12</text:p>'
        f"</office:annotation><text:p>{ruby}</text:p></table:table-cell>"
    )

    found = read(tmp_path, sheet("一覧", row(cell("名称"), cell("数")), row(noted, cell("1"))))

    assert rows(found) == [["城", "1"]]
    assert "W_DOC_METADATA" in [defect.code for defect in found.defects]


def test_what_is_hidden_is_counted_and_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    hidden = '<table:table-column/><table:table-column table:visibility="collapse"/>'

    found = read(
        tmp_path,
        sheet(
            "一覧",
            row(cell("名称"), cell("数")),
            row(cell("城"), cell("1"), more='table:visibility="collapse"'),
            row(cell("橋"), cell("2")),
            columns=hidden,
        ),
        sheet("控え", row(cell("氏名"))),
        sheet("内部", row(cell("氏名")), style="hidden"),
    )

    assert found.hidden.sheets == ("内部",)
    assert (found.hidden.rows, found.hidden.columns) == (1, 1)
    assert [table.sheet for table in found.tables] == ["一覧", "控え"]


def test_a_million_blank_rows_and_cells_are_passed_over(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16382"/>'
    last = row(blank, more='table:number-rows-repeated="1048570"')

    found = read(
        tmp_path, sheet("一覧", row(cell("名称"), cell("数"), blank), row(cell("城", 2)), last)
    )

    assert found.tables[0].column_count == 2
    assert rows(found) == [["城", "城"]]


def test_a_cell_said_to_fill_a_million_rows_is_too_large(tmp_path: Path) -> None:
    wide = row(cell("城", 1000), more='table:number-rows-repeated="1048570"')

    with pytest.raises(TooLarge):
        read(tmp_path, sheet("一覧", wide))


def test_spanned_names_are_joined_with_those_below(tmp_path: Path) -> None:
    wide = (
        '<table:table-cell table:number-columns-spanned="2" office:value-type="string">'
        "<text:p>人口</text:p></table:table-cell><table:covered-table-cell/>"
    )

    found = read(
        tmp_path,
        sheet(
            "一覧",
            row(cell("区"), wide),
            row(cell(""), cell("男"), cell("女")),
            *(row(cell(name), number("1", "1"), number("2", "2")) for name in "中東西南北"),
        ),
    )

    assert found.tables[0].header == ("区", "人口_男", "人口_女")
    assert "W_MERGED" in [defect.code for defect in found.tables[0].defects]


@pytest.mark.parametrize(
    ("mimetype", "more", "code"),
    [
        ("application/vnd.oasis.opendocument.text", "", "E_TYPE"),
        (_SHEET, "<encryption-data/>", "E_ENCRYPTED"),
    ],
)
def test_other_documents_and_locked_ones_are_refused(
    tmp_path: Path, mimetype: str, more: str, code: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, sheet("一覧", row(cell("名称"))), mimetype=mimetype, more=more)

    assert refused.value.message.places["detail_code"] == code


def test_a_hidden_sheet_is_searched_for_people(tmp_path: Path) -> None:
    inner = sheet(
        "内部",
        row(cell("連絡先")),
        *(row(cell(f"090-1234-{n:04}")) for n in range(20)),
        style="hidden",
    )
    read(tmp_path, sheet("一覧", row(cell("名称"), cell("数")), row(cell("城"), cell("1"))), inner)

    found = scan_workbook(tmp_path / "upload", "ods")

    assert [(finding.kind, finding.sheet) for finding in found] == [("mobile", "内部")]
