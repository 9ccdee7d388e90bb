"""Tables as city offices write them: what is said of them, and what they are when mended."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from datasets.reading.read import read_file
from datasets.reading.result import ReadFile
from datasets.repair.planning import plan
from datasets.repair.repair import write_clean_csv

TOWNS = ("本町", "栄町", "東町", "旭町", "桜木", "北野", "南原", "中島")


def told(folder: Path, content: bytes, name: str = "a.csv") -> ReadFile:
    path = folder / "sent"
    path.write_bytes(content)
    return read_file(path, name)


def mended(folder: Path, found: ReadFile, table: int = 0) -> list[list[str]]:
    """The clean table, names first."""
    clean = folder / "clean.csv"
    write_clean_csv(found.tables[table], plan(found.tables[table]), clean)
    return list(csv.reader(io.StringIO(clean.read_text("utf-8"))))


def codes(found: ReadFile) -> set[str]:
    tables = [plan(table).defects for table in found.tables]
    return {defect.code for defects in (found.defects, *tables) for defect in defects}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_line_ends(tmp_path: Path, codec: str) -> None:
    text = "名称,所在地\r\n" + "".join(f"{town}会館,青葉市{town}　一番\r\n" for town in TOWNS)

    found = told(tmp_path, text.encode(codec))

    assert (found.encoding, found.tables[0].header) == (codec, ("名称", "所在地"))


def test_blanks_behind_commas_belong_to_the_commas(tmp_path: Path) -> None:
    text = "名称, 住所, 数\n" + "".join(f'"{town}", "青葉市, {town}", 1\n' for town in TOWNS)

    rows = mended(tmp_path, told(tmp_path, text.encode()))

    assert rows[:2] == [["名称", "住所", "数"], ["本町", "青葉市, 本町", "1"]]


@pytest.mark.parametrize("row", ["{} {} 200\n", "{:　<6}{:>5}  200\n"])
def test_columns_held_apart_by_blanks_are_said_to_be_one(tmp_path: Path, row: str) -> None:
    text = "町名 男 女\n" + "".join(row.format(town, n) for n, town in enumerate(TOWNS, 100))

    assert "W_ONE_COLUMN" in codes(told(tmp_path, text.encode("cp932")))


@pytest.mark.parametrize(
    ("was", "taken_for"), [("utf-8", "latin1"), ("cp932", "latin1"), ("euc_jp", "utf-8")]
)
def test_japanese_taken_for_another_script_is_found(
    tmp_path: Path, was: str, taken_for: str
) -> None:
    wrong = "名称,所在地\n" + "".join(f"{town}会館,青葉市{town}\n" for town in TOWNS)

    found = told(tmp_path, wrong.encode(was).decode(taken_for, "replace").encode())

    assert "E_MOJIBAKE" in codes(found)


def test_letters_of_europe_are_not_broken_japanese(tmp_path: Path) -> None:
    text = "Nom,Ville\n" + "".join(f"Café Élysée n°{n},Orléans à côté\n" for n in range(9))

    assert "E_MOJIBAKE" not in codes(told(tmp_path, text.encode()))


def test_headers_and_titles_of_each_printed_page_are_no_rows(tmp_path: Path) -> None:
    pages = "".join(
        f"公共施設一覧表,,,{page}頁\n番号,施設名,所在地,面積\n"
        + "".join(f"{page}{n},{town}会館,青葉市{town},{n}00\n" for n, town in enumerate(TOWNS))
        for page in range(1, 5)
    )

    rows = mended(tmp_path, told(tmp_path, pages.encode("cp932")))

    assert rows[0] == ["番号", "施設名", "所在地", "面積"]
    assert len(rows) == 1 + 4 * len(TOWNS)


@pytest.mark.parametrize(
    ("above", "header"),
    [
        ("青葉市,公園,一覧,,,", "番号,公園名,面積,種別,開設,備考"),
        ("青葉市公園一覧,,,,,令和6年4月", "番号,公園名,面積,種別,開設,備考"),
        ("番号,公園名,面積,種別,開設,備考", "no,name,area,kind,opened,note"),
        ("番号,公園名,面積,種別,開設,備考", "A01,B01,C01,D01,E01,F01"),
    ],
)
def test_the_header_ends_below_titles_and_second_names(
    tmp_path: Path, above: str, header: str
) -> None:
    body = "".join(f"{n},{town}公園,{n}50,街区,2001-04-01,\n" for n, town in enumerate(TOWNS, 1))

    table = told(tmp_path, f"{above}\n{header}\n{body}".encode()).tables[0]

    assert (table.header_row, table.first_data_record) == (1, 2)


@pytest.mark.parametrize("end", ["令和6年4月1日現在,,", ",,以上", "定員は分園を含む。,,"])
def test_a_closing_line_is_a_note(tmp_path: Path, end: str) -> None:
    text = "名称,定員,住所\n" + "".join(f"{town},10,青葉市{town}\n" for town in TOWNS) + end

    assert len(mended(tmp_path, told(tmp_path, text.encode()))) == 1 + len(TOWNS)


def test_a_total_may_be_named_behind_its_group(tmp_path: Path) -> None:
    east = "東区,小計,10\n,本町,1\n,栄町,2\n,旭町,7\n"
    text = f"区,町,人口\n総数,,36\n{east}西区,小計,26\n,北野,20\n,桜木,6\n"

    rows = mended(tmp_path, told(tmp_path, text.encode()))

    assert [row[1] for row in rows[1:]] == ["本町", "栄町", "旭町", "北野", "桜木"]


def test_a_formula_of_nothing_but_a_text_is_the_text(tmp_path: Path) -> None:
    text = "コード,名称\n" + "".join(f'="0{n}",{town}\n' for n, town in enumerate(TOWNS))

    assert mended(tmp_path, told(tmp_path, text.encode()))[1] == ["00", "本町"]


def test_tables_below_each_other_may_differ_in_width(tmp_path: Path) -> None:
    one = "".join(f"{town},{n},{n}\n" for n, town in enumerate(TOWNS))
    two = "".join(f"{town},{n},{n},{n}\n" for n, town in enumerate(TOWNS))
    text = f"男女別人口\n町名,男,女\n{one}\n年齢別人口\n町名,0-14,15-64,65以上\n{two}"

    found = told(tmp_path, text.encode())

    assert [table.width for table in found.tables] == [3, 4]


def test_formulas_that_were_never_worked_out_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for n, town in enumerate(TOWNS, 2):
        book.active.append([town, n, f"=B{n}*2"])
    book.save(path := tmp_path / "book.xlsx")

    assert "W_NO_RESULT" in codes(told(tmp_path, path.read_bytes(), "a.xlsx"))


def test_a_cover_is_left_out_and_the_table_comes_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "表紙"
    book.active["B3"], book.active["B5"] = "青葉市統計書", "令和6年版"
    sheet = book.create_sheet("人口")
    sheet.append(["町名", "人口"])
    for n, town in enumerate(TOWNS):
        sheet.append([town, n])
    book.save(path := tmp_path / "book.xlsx")

    found = told(tmp_path, path.read_bytes(), "a.xlsx")

    assert [table.sheet for table in found.tables] == ["人口"]
    assert [table.sheet for table in found.aside] == ["表紙"]


def test_tables_of_different_length_beside_each_other_are_two(tmp_path: Path) -> None:
    left = ["町,男,女", *(f"{town},{n},{n}" for n, town in enumerate(TOWNS))]
    right = ["年,出生,死亡", *(f"{2015 + n},{n},{n}" for n in range(5)), ",,", ",,", ",,"]
    text = "".join(f"{one},,{two}\n" for one, two in zip(left, right, strict=True))

    found = told(tmp_path, text.encode())

    assert [table.header for table in found.tables] == [("町", "男", "女"), ("年", "出生", "死亡")]


def test_rows_that_were_only_numbered_are_no_rows(tmp_path: Path) -> None:
    text = "No,名称,定員\n1,本町,10\n2,栄町,20\n" + "".join(f"{n},,\n" for n in range(3, 20))

    assert len(mended(tmp_path, told(tmp_path, text.encode()))) == 3


def test_a_table_that_goes_on_beside_itself_is_two_without_a_gap(tmp_path: Path) -> None:
    text = "年齢,男,女,年齢,男,女\n" + "".join(f"{n},1,2,{n + 50},3,4\n" for n in range(50))

    found = told(tmp_path, text.encode())

    assert [table.header for table in found.tables] == [("年齢", "男", "女")] * 2
    assert mended(tmp_path, found, 1)[1] == ["50", "3", "4"]


def test_groups_that_have_the_same_names_below_them_stay_one_table(tmp_path: Path) -> None:
    text = "2019,,2020,\n人数,率,人数,率\n" + "".join(f"{n},0.5,{n},0.5\n" for n in range(9))

    assert len(told(tmp_path, text.encode()).tables) == 1


@pytest.mark.parametrize("header", ["学校,1,2,3,計", "学校,2019,2020,2021,計"])
def test_classes_and_years_name_columns(tmp_path: Path, header: str) -> None:
    text = f"{header}\n" + "".join(f"{town},30,31,32,93\n" for town in TOWNS)

    assert told(tmp_path, text.encode()).tables[0].header_row == 0


def test_what_the_signs_mean_is_a_note(tmp_path: Path) -> None:
    text = (
        "名称,0歳,1歳\n" + "".join(f"{town},○,△\n" for town in TOWNS) + "○：空きあり　△：若干名,,\n"
    )

    assert len(mended(tmp_path, told(tmp_path, text.encode()))) == 1 + len(TOWNS)


def test_a_second_table_is_told_by_its_own_columns(tmp_path: Path) -> None:
    one = "".join(f"{town},{town}課,窓口,1階\n" for town in TOWNS)
    two = "".join(f"{n},{town}会館,{n}0\n" for n, town in enumerate(TOWNS))
    text = f"課の一覧\n課名,担当,業務,場所\n{one}\n会館の一覧\n番号,名称,定員\n{two}"

    found = told(tmp_path, text.encode())

    assert [table.width for table in found.tables] == [4, 3]
    assert found.tables[1].name == "会館の一覧"


def test_a_heading_after_a_blank_row_begins_no_table(tmp_path: Path) -> None:
    part = "".join(f"{town},{n}0,青葉市{town},窓口\n" for n, town in enumerate(TOWNS))
    text = f"名称,定員,住所,場所\n北部,,,\n{part}\n南部,,,\n{part}"

    assert len(told(tmp_path, text.encode()).tables) == 1
