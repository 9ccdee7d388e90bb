import csv
import json
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from datasets.examination import prepare_file
from datasets.kernel.errors import UnreadableFile
from datasets.preparation import MOST_TABLES
from datasets.prepared import Prepared, table_key

JSON_STAT = {"class": "dataset", "dimension": {"area": {}}, "value": [1, 2]}


@pytest.fixture
def prepared(tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()

    def prepare(filename, content):
        path = tmp_path / "stored"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Prepared.from_json(prepare_file(str(path), filename, str(folder)))

    return prepare


@pytest.fixture
def workbook(tmp_path):
    """Bytes of a workbook from its sheets: rows by name."""

    def write(sheets):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, cells in enumerate(rows):
                    sheet.write_row(number, 0, cells)
        return path.read_bytes()

    return write


def clean_rows(table):
    with Path(table.clean_path).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_shift_jis_table_becomes_typed_utf_8_with_a_report(prepared):
    made = prepared("a.csv", "名称,定員\r\n北,10\r\n南,20\r\n".encode("cp932"))

    [table] = made.tables
    assert (made.format, made.encoding, made.newline) == ("csv", "cp932", "CRLF")
    assert [(c["name"], c["type"]) for c in table.columns] == [
        ("名称", "string"),
        ("定員", "integer"),
    ]
    assert (table.rows, table.header_row, table.report["valid"]) == (2, 0, True)
    assert clean_rows(table) == [["名称", "定員"], ["北", "10"], ["南", "20"]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"a,b\n1,2\n3,4\n", "utf-8"), ("﻿名称,値\n北,1\n".encode(), "utf-8-sig")],
)
def test_an_encoding_is_named_as_it_came(prepared, content, encoding):
    assert prepared("a.csv", content).encoding == encoding


@pytest.mark.parametrize("ending", ["\r", "\r\n", "\n\r"])
def test_line_breaks_inside_of_cells_do_not_break_the_table(prepared, ending):
    cell = f"一行目{ending}二行目"

    made = prepared("a.csv", f'名称,説明\n北,"{cell}"\n南,"x"\n')

    [table] = made.tables
    assert table.rows == 2
    rows = clean_rows(table)
    assert [len(row) for row in rows] == [2, 2, 2]
    assert rows[1][1] == cell.replace("\r\n", "\n").replace("\r", "\n")


def test_a_backslash_followed_by_r_is_left_as_it_is(prepared):
    made = prepared("a.csv", '名称,説明\n北,"C:\\r\\n\rx"\n南,y\n')

    assert clean_rows(made.tables[0])[1][1] == "C:\\r\\n\nx"


def test_every_sheet_becomes_a_table(prepared, workbook):
    rows = [["名称", "定員"], ["北", 10], ["南", 20]]

    made = prepared("a.xlsx", workbook({"令和6年度": rows, "令和7年度": rows}))

    assert (made.format, made.encoding) == ("xlsx", None)
    assert [table.name for table in made.tables] == ["令和6年度", "令和7年度"]
    keys = {table_key("0" * 64, table) for table in made.tables}
    assert len(keys) == 2


def test_sheets_beyond_the_last_table_are_scanned_for_people_all_the_same(prepared, workbook):
    plain = [["名称", "定員"], ["北", 10], ["南", 20]]
    phones = [["係", "連絡先"], *([f"係{n}", f"090-1{n:03}-{n * 37:04}"] for n in range(20))]
    sheets = {f"{n}": plain for n in range(MOST_TABLES)} | {"連絡先": phones}

    made = prepared("a.xlsx", workbook(sheets))

    assert len(made.tables) == MOST_TABLES
    assert [(f["kind"], f["sheet"]) for f in made.privacy] == [("mobile", "連絡先")]
    assert made.verdict == "quarantine"


def test_of_many_forms_one_is_made_and_all_are_searched_for_people(prepared):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("第1号", "第2号", "第3号"):
            sheet = book.add_worksheet(name)
            for row in range(50):
                sheet.merge_range(row, 0, row, 1, f"項目{row}")
            for row in range(50, 60):
                sheet.write(row, 0, f"090-1{row:03}-{row * 37:04}" if name == "第3号" else "")

    made = prepared("a.xlsx", stream.getvalue())

    assert [table.name for table in made.tables] == ["第1号"]
    assert [d["code"] for d in made.defects].count("W_FORM") == 1
    assert [(f["kind"], f["sheet"]) for f in made.privacy] == [("mobile", "第3号")]


def test_a_json_document_without_a_table_is_kept_as_it_is(prepared):
    made = prepared("about.json", json.dumps(JSON_STAT))

    assert (made.format, made.verdict, made.tables) == ("json", "accept", ())


@pytest.mark.parametrize("content", ['{"a": [1, 2', '{"a": NaN}', '{"a": 1, "a": 2}'])
def test_a_json_document_that_is_damaged_is_refused(prepared, content):
    with pytest.raises(UnreadableFile):
        prepared("about.json", content)


@pytest.mark.parametrize(
    ("filename", "content", "kept"),
    [
        ("plan.pdf", b"%PDF-1.7\n%%EOF\n", "pdf"),
        ("readme.md", "# 読んでください\n", "bin"),
        ("list.xml", "<?xml version='1.0'?><a/>", "xml"),
    ],
)
def test_what_does_not_claim_to_be_a_table_is_kept_as_it_is(prepared, filename, content, kept):
    made = prepared(filename, content)

    assert (made.format, made.tables) == (kept, ())


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("plan.csv", b"%PDF-1.7\n%%EOF\n"),
        ("list.csv", "<!DOCTYPE html><html><body>503</body></html>"),
        ("list.xlsx", b"PK\x03\x04 broken"),
        ("list.csv", b""),
    ],
)
def test_what_claims_to_be_a_table_and_is_none_is_refused_with_a_reason(
    prepared, filename, content
):
    with pytest.raises(UnreadableFile) as refused:
        prepared(filename, content)

    assert len(str(refused.value)) > 15


def test_the_same_file_is_prepared_to_the_same_bytes(prepared):
    content = "名称,定員\n北,10\n"

    first = prepared("a.csv", content).tables[0]
    first_clean, first_key = clean_rows(first), table_key("0" * 64, first)
    second = prepared("a.csv", content).tables[0]

    assert (clean_rows(second), table_key("0" * 64, second)) == (first_clean, first_key)
