"""Where does each table of a file begin, and what is its header?"""

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile, ReadTable
from datasets.repair.planning import plan


def read(tmp_path: Path, text: str | bytes, name: str = "a.csv") -> ReadFile:
    path = tmp_path / "upload"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, name)


def rows(table: ReadTable) -> list[list[str]]:
    return [row for frame in table.frames() for row in frame.to_numpy().tolist()]


def codes(found: ReadFile, table: int = 0) -> set[str]:
    said = (*found.defects, *found.tables[table].defects)
    return {defect.code for defect in (*said, *plan(found.tables[table]).survey.defects)}


def test_tables_beside_each_other_with_a_title_each_are_told_apart(tmp_path: Path) -> None:
    lines = "東部,,,西部,\n町名,人口,,町名,人口\n栄町,1,,本町,2\n中町,3,,大町,4\n新町,5,,,\n"

    found = read(tmp_path, lines)

    first, second = found.tables
    assert (first.header, second.header) == (("町名", "人口"), ("町名", "人口"))
    assert (first.above, second.above) == (("東部",), ("西部",))
    assert rows(first) == [["栄町", "1"], ["中町", "3"], ["新町", "5"]]
    assert rows(second) == [["本町", "2"], ["大町", "4"], ["", ""]]
    assert plan(first).recipe != plan(second).recipe
    assert "W_STACKED" in codes(found)


def test_a_blank_column_alone_does_not_part_a_table(tmp_path: Path) -> None:
    lines = "名称,電話,,緯度,経度\n城,0242-22-1111,,37.4,139.9\n橋,0242-22-2222,,37.5,139.8\n"

    found = read(tmp_path, lines + lines.splitlines()[1] + "\n")

    assert len(found.tables) == 1


def test_another_table_below_a_blank_row_needs_no_title(tmp_path: Path) -> None:
    one = "施設名,定員,電話\n図書館,1,0242-22-1111\n体育館,2,0242-22-2222\n公民館,3,0242-22-3333\n"
    two = "町名,世帯数,人口\n栄町,1,2\n本町,3,4\n中町,5,6\n"

    found = read(tmp_path, f"{one}\n{two}")

    assert [table.header[0] for table in found.tables] == ["施設名", "町名"]
    assert [plan(table).survey.rows for table in found.tables] == [3, 3]


def test_the_same_header_again_begins_no_table(tmp_path: Path) -> None:
    page = "番号,名称,定員\n1,城,10\n2,橋,20\n3,駅,30\n"

    assert len(read(tmp_path, f"{page}\n{page}\n{page}").tables) == 1


@pytest.mark.parametrize(
    ("above", "code"),
    [
        ("更新日,2024/4/1,,\n作成課,市民課,,\n,,,\n", "W_TITLE"),
        ("凡例,○：可,×：不可,\n,,,\n", "W_TITLE"),
        ("区分,,,\n1,公立,,\n2,私立,,\n3,その他,,\n,,,\n", "W_CODE_LIST"),
    ],
)
def test_remarks_legends_and_code_lists_above_are_no_header(
    tmp_path: Path, above: str, code: str
) -> None:
    lines = (
        "番号,名称,緯度,経度\n1,城,37.4,139.9\n2,橋,37.5,139.8\n3,駅,37.6,139.7\n4,寺,37.6,139.6\n"
    )

    found = read(tmp_path, above + lines)

    assert found.tables[0].header == ("番号", "名称", "緯度", "経度")
    assert code in codes(found)


def test_exchanged_rows_and_columns_are_said_and_not_guessed_at(tmp_path: Path) -> None:
    lines = (
        "項目,図書館,体育館\n所在地,栄町,本町\n電話,0242-22-1111,0242-22-2222\n"
        "緯度,37.48,37.49\n開館日,2020-04-01,2021-04-01\n定員,100,200\n"
    )

    found = read(tmp_path, lines)

    assert "W_TRANSPOSED" in codes(found)
    assert found.tables[0].header == ("項目", "図書館", "体育館")
    assert len(rows(found.tables[0])) == 5


def test_words_that_come_again_and_again_name_no_column(tmp_path: Path) -> None:
    lines = "".join(f"{ken},市{n},町{n}\n" for n, ken in enumerate(["北海道"] * 4 + ["青森県"] * 8))

    found = read(tmp_path, lines)

    assert found.tables[0].header_row is None
    assert "W_NO_HEADER" in codes(found)


def test_one_column_is_a_table(tmp_path: Path) -> None:
    found = read(tmp_path, "施設名\n図書館\n体育館\n")

    assert (found.delimiter, found.tables[0].header) == (",", ("施設名",))
    assert found.dialect_grounds is not None
    assert found.dialect_grounds.confidence < 1


def test_line_breaks_in_quotes_stay_whatever_ends_the_lines(tmp_path: Path) -> None:
    found = read(tmp_path, '名称,備考\r\n城,"一\n二"\n橋,"三\r\n四"\r駅,五\r\n')

    assert rows(found.tables[0]) == [["城", "一\n二"], ["橋", "三\r\n四"], ["駅", "五"]]
    assert {"R_NEWLINE", "W_LINE_BREAK"} <= codes(found)


def test_why_it_was_so_decided_is_kept(tmp_path: Path) -> None:
    found = read(tmp_path, "表題,,\n番号,名称,定員\n1,城,10\n2,橋,20\n".encode("cp932"))

    encoding, dialect, header = (
        found.encoding_grounds,
        found.dialect_grounds,
        found.tables[0].grounds,
    )
    assert encoding is not None
    assert dialect is not None
    assert header is not None
    assert [grounds.confidence > 0.8 for grounds in (encoding, dialect, header)] == [True] * 3
    assert all(grounds.reasons for grounds in (encoding, dialect, header))


def workbook(**sheets: list[list[object]]) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return stream.getvalue()


def test_a_sheet_that_only_lists_the_others_is_left_out(tmp_path: Path) -> None:
    table: list[list[object]] = [["名称", "数"], ["城", 1], ["橋", 2]]

    found = read(tmp_path, workbook(目次=[["北部"], ["南部"]], 北部=table, 南部=table), "a.xlsx")

    assert [table.sheet for table in found.tables] == ["北部", "南部"]
    assert {"W_CONTENTS_SHEET", "W_SAME_SHAPE"} <= codes(found)


def test_merged_cells_of_a_table_are_counted(tmp_path: Path) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("人口")
        sheet.write(0, 0, "区")
        sheet.merge_range(0, 1, 0, 2, "人口")
        sheet.write_row(1, 1, ["男", "女"])
        for row in range(2, 8):
            sheet.write_row(row, 0, [f"区{row}", row, row])

    found = read(tmp_path, stream.getvalue(), "a.xlsx")

    assert found.tables[0].header == ("区", "人口_男", "人口_女")
    assert "W_MERGED" in codes(found)


def test_charts_are_counted(tmp_path: Path) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("人口")
        for row, line in enumerate([["年", "数"], [2020, 1], [2021, 2]]):
            sheet.write_row(row, 0, line)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=人口!$B$2:$B$3"})
        sheet.insert_chart("D2", chart)

    assert "W_CHART" in codes(read(tmp_path, stream.getvalue(), "a.xlsx"))


def test_codes_that_a_workbook_shows_with_zeros_keep_them(tmp_path: Path) -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("一覧")
        code = book.add_format({"num_format": "00000"})
        sheet.write_row(0, 0, ["コード", "人口"])
        for row in range(1, 6):
            sheet.write(row, 0, 7200 + row, code)
            sheet.write(row, 1, 5)

    found = read(tmp_path, stream.getvalue(), "a.xlsx")

    assert rows(found.tables[0])[0] == ["07201", "5"]


def test_a_note_stays_with_the_table_above_it(tmp_path: Path) -> None:
    body = "0歳,1,2\n5歳,3,4\n10歳,5,6\n"

    found = read(tmp_path, f"表1,,\n年齢,男,女\n{body}※外国人を含む,,\n表2,,\n年齢,男,女\n{body}")

    assert [table.above for table in found.tables] == [("表1",), ("表2",)]
    assert plan(found.tables[0]).survey.notes == ("※外国人を含む",)


def test_the_hint_of_a_separator_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\n名称;面積\n城;1,5\n橋;2,5\n")

    assert (found.delimiter, found.tables[0].header) == (";", ("名称", "面積"))


@pytest.mark.parametrize("page", ["<table><tr><td>1,2</td></tr></table>", "<HTML>\n<p>a,b</p>"])
def test_a_page_with_a_table_is_no_table(tmp_path: Path, page: str) -> None:
    for content in (page.encode(), page.encode("utf-16")):
        with pytest.raises(UnreadableFile) as refused:
            read(tmp_path, content)

        assert refused.value.message.places["detail_code"] == "E_TYPE"
