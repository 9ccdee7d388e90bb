"""The conforming file of a table: the standard's columns, order and spelling."""

import csv
import io

from datasets.validation.standards.conform import BOM, file_name, to_standard
from datasets.validation.standards.schema import edition

NAMES = (
    "NO",
    "都道府県コ―ド又は市区町村コ―ド",
    "都道府県名",
    "市区町村名",
    "名称",
    "名称_カナ",
    "住所",
    "設置位置",
    "開始時間",
    "小児対応設備の有無",
    "ふるさと納税",
)
ROW = (
    "1",
    "07202",
    "福島県",
    "会津若松市",
    "市役所",
    "シヤクショ―",
    "東栄町3-46",
    None,
    "8:30",
    "○",
    "有",
)


def written(rows):
    body = b"".join(to_standard(NAMES, rows, "aed"))
    assert body.startswith(BOM)
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_the_columns_and_their_order_are_those_of_the_newest_edition():
    header, row = written([ROW])

    assert header == [field.name for field in edition("aed").fields]
    filled = {name: cell for name, cell in zip(header, row, strict=True) if cell}
    assert filled == {
        "全国地方公共団体コード": "072028",
        "ID": "1",
        "地方公共団体名": "福島県会津若松市",
        "名称": "市役所",
        "名称_カナ": "シヤクショー",
        "所在地_連結表記": "東栄町3-46",
        "開始時間": "08:30",
        "小児対応設備の有無": "有",
    }


def test_every_row_is_written_once_however_many_there_are():
    assert len(written([ROW] * 2_500)) == 2_501
    assert len(written([])) == 1


def test_the_file_is_named_by_the_code_of_its_municipality():
    assert file_name("aed", "072028") == "072028_aed.csv"
    assert file_name("aed", "") == "aed.csv"


def test_a_conforming_file_conforms():
    header, row = written([ROW])

    again = b"".join(to_standard(header, [row], "aed"))

    assert list(csv.reader(io.StringIO(again.decode("utf-8-sig"), newline=""))) == [header, row]
