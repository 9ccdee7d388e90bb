"""What is this file?"""

import json
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile, ReadLimits


def read(tmp_path: Path, content: bytes, name: str = "a.csv") -> ReadFile:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return read_file(path, name)


def rows(found: ReadFile, table: int = 0) -> list[list[str]]:
    return [row for frame in found.tables[table].frames() for row in frame.to_numpy().tolist()]


def workbook(**sheets: list[list[object]]) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            if name == "hidden":
                sheet.hide()
    return stream.getvalue()


def test_a_plain_csv_is_read_as_text(tmp_path: Path) -> None:
    found = read(tmp_path, "番号,名称\r\n001,城\r\n002,\r\n".encode("cp932"))

    assert (found.kind, found.encoding, found.newline) == ("csv", "cp932", "CRLF")
    assert found.tables[0].header == ("番号", "名称")
    assert rows(found) == [["001", "城"], ["002", ""]]


def test_one_column_is_not_split_at_a_semicolon_inside_a_value(tmp_path: Path) -> None:
    found = read(tmp_path, "名称\n鶴ヶ城\n飯盛山; 白虎隊\n".encode())

    assert found.tables[0].header == ("名称",)


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators_are_recognised(tmp_path: Path, mark: str) -> None:
    found = read(tmp_path, f"a{mark}b\n1,5{mark}2\n3{mark}4\n".encode())

    assert rows(found) == [["1,5", "2"], ["3", "4"]]


def test_titles_and_units_above_the_header_are_kept_aside(tmp_path: Path) -> None:
    found = read(tmp_path, "避難所一覧,,\n,,（単位：人）\n,,\n番号,名称,定員\n1,城,50\n".encode())

    table = found.tables[0]
    assert (table.header_row, table.header) == (3, ("番号", "名称", "定員"))
    assert table.above == ("避難所一覧", "（単位：人）")


def test_two_header_rows_are_joined(tmp_path: Path) -> None:
    lines = "市,平成27年,,平成28年,\n,男,女,男,女\nA,1,2,3,4\nB,5,6,7,8\nC,5,6,7,8\n"

    table = read(tmp_path, lines.encode()).tables[0]

    assert table.header == ("市", "平成27年_男", "平成27年_女", "平成28年_男", "平成28年_女")
    assert table.first_data_record == 2


def test_a_table_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    lines = "\n".join(f"北海道,市{n},https://example.jp/{n}" for n in range(20))

    table = read(tmp_path, lines.encode()).tables[0]

    assert table.header_row is None
    assert table.first_data_record == 0


def test_years_may_be_names_of_columns(tmp_path: Path) -> None:
    table = read(tmp_path, "市,2019,2020,2021\nA,10,20,30\nB,4,5,6\n".encode()).tables[0]

    assert table.header == ("市", "2019", "2020", "2021")


def test_two_tables_below_each_other_are_told_apart(tmp_path: Path) -> None:
    one = "市,男,女\nA,1,2\nB,3,4\nC,5,6\nD,7,8\n"
    two = "世帯の数,,\n市,世帯,人口\nA,1,2\nB,3,4\nC,5,6\n"

    found = read(tmp_path, f"人口,,\n{one},,\n{two}".encode())

    assert [table.header for table in found.tables] == [
        ("市", "男", "女"),
        ("市", "世帯", "人口"),
    ]
    assert found.tables[1].name == "世帯の数"
    assert len(rows(found, 1)) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E_EMPTY"),
        (b"\xef\xbb\xbf", "E_EMPTY"),
        (b" \r\n \r\n", "E_EMPTY"),
        (b"a,b\n1,\x002\n", "E_NUL"),
        (b'a,b\n1,2\n3,"4\n' + b"5,6\n" * 100, "E_QUOTE"),
        (b"<!DOCTYPE html><html></html>", "E_TYPE"),
        (b"%PDF-1.7\n", "E_TYPE"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "E_TYPE"),
        (b"\x80\x04\x95K.", "E_TYPE"),
        (b"MZ\x90\x00", "E_TYPE"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, content)

    assert refused.value.message.places["detail_code"] == code


def test_an_unclosed_quotation_mark_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, b'a,b\n1,2\n3,"4\n5,6\n')

    assert refused.value.message.places["line"] == 3


def test_blank_columns_beyond_the_limit_are_trimmed_and_named_ones_refused(tmp_path: Path) -> None:
    blank = read(tmp_path, b"a,b" + b"," * 9000 + b"\n1,2" + b"," * 9000 + b"\n")

    assert blank.tables[0].header == ("a", "b")
    assert blank.tables[0].column_count == 9002
    with pytest.raises(TooLarge):
        read(tmp_path, ",".join(f"c{n}" for n in range(9000)).encode())


def test_more_rows_than_the_limit_are_refused_when_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 30)
    table = read_file(path, "a.csv", limits=ReadLimits(rows=20)).tables[0]

    with pytest.raises(TooLarge):
        list(table.frames())


def test_a_workbook_called_csv_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(一覧=[["番号", "名称"], [1, "城"], [2.5, "橋"]]), "a.csv")

    assert found.kind == "xlsx"
    assert [defect.code for defect in found.defects] == ["E_TYPE"]
    assert rows(found) == [["1", "城"], ["2.5", "橋"]]


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(一覧=[["a", "b"], [1, 2]], hidden=[["氏名"], ["x"]]), "a.xlsx")

    assert found.hidden.sheets == ("hidden",)
    assert [table.sheet for table in found.tables] == ["一覧"]


def test_hidden_rows_and_columns_are_counted(tmp_path: Path) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("一覧")
        for row, cells in enumerate([["a", "b", "c"], [1, 2, 3], [4, 5, 6]], 4):
            sheet.write_row(row, 2, cells)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})

    found = read(tmp_path, stream.getvalue(), "a.xlsx")

    assert (found.hidden.rows, found.hidden.columns) == (1, 1)
    assert found.tables[0].header == ("", "", "a", "b", "c")
    assert rows(found) == [["", "", "1", "2", "3"], ["", "", "4", "5", "6"]]


def test_a_sheet_that_shows_how_to_fill_in_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, workbook(一覧=[["a", "b"], [1, 2]], 入力例=[["a"], [9]]), "a.xlsx")

    assert len(found.tables) == 1
    assert found.notes[0].places == {"sheet": "入力例"}


def test_points_become_longitude_and_latitude(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [139.93, 37.49]}
    features = [
        {"type": "Feature", "properties": {"名称": "城"}, "geometry": point},
        {"type": "Feature", "properties": {"名称": "橋", "数": 2}, "geometry": None},
    ]
    document = {"type": "FeatureCollection", "features": features}

    found = read(tmp_path, json.dumps(document).encode(), "a.geojson")

    table = found.tables[0]
    assert table.header == ("名称", "数", "longitude", "latitude")
    assert (table.geometry_type, table.column_count) == ("Point/null", 2)
    assert rows(found) == [["城", "", "139.93", "37.49"], ["橋", "2", "", ""]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": NaN}]', "E_JSON"),
        ("[" * 100_000, "E_JSON_DEPTH"),
        ('[{"a": 1, "a": 2}]', "E_JSON_DUP_KEY"),
        ('[{"a": "\\ud800"}]', "E_UNICODE"),
        ('{"a": 1}\ngarbage', "E_JSON"),
        ('{"type": "FeatureCollection"}', "E_JSON"),
        ("[1, 2]", "E_TYPE"),
    ],
)
def test_broken_json_is_refused_with_a_code(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, text.encode(), "a.json")

    assert refused.value.message.places["detail_code"] == code


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"b": "x"}]',
        '{"data": [{"a": 1}, {"b": "x"}]}',
        '{"result": {"records": [{"a": 1}, {"b": "x"}]}}',
        '{"a": 1}\n{"b": "x"}\n',
    ],
)
def test_the_usual_envelopes_of_records_are_opened(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text.encode(), "a.json")

    assert found.tables[0].header == ("a", "b")
    assert rows(found) == [["1", ""], ["", "x"]]
