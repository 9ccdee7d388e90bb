"""What a publisher is told about the cells, names, rows and places of a table."""

from pathlib import Path

import pytest

from datasets.reading.read import read_file
from datasets.repair.planning import plan


def remarks(tmp_path: Path, text: str) -> dict[str, int]:
    path = tmp_path / "upload"
    path.write_text(text, encoding="utf-8", newline="")
    found = read_file(path, "a.csv")
    return {d.code: d.count for table in found.tables for d in plan(table).survey.defects}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('"一行\n二行"', "W_LINE_BREAK"),
        ("左<br>右", "W_HTML"),
        ("令和6年4月1日", "W_WAREKI"),
        ("R6.4.1", "W_WAREKI"),
        ("27年度", "W_ERA_MISSING"),
        ("１２３", "W_FULL_WIDTH"),
        ("ﾍﾟｯﾄ", "W_HALF_KANA"),
        ("100㎡", "W_COMPAT_SIGN"),
        ("9時〜17時", "W_DASH"),
        (" 城 ", "W_EDGES"),
        ('"12,345"', "W_THOUSANDS"),
        ("▲ 0.33", "W_TRIANGLE"),
        ("'0001", "W_APOSTROPHE"),
        ("4/25/2024", "W_US_DATE"),
        ("9時00分～21時30分", "W_TIME_TEXT"),
        ("37度29分16秒", "W_DMS"),
        ("37°29′16″", "W_DMS"),
        ('"37.48, 139.92"', "W_JOINED_POINT"),
        ("屋内480人／屋外350人", "W_TWO_FACTS"),
        ("51(うち休5)", "W_TWO_FACTS"),
        ("新 神 戸", "W_SPACED"),
        ("←ここに入力", "W_TEMPLATE"),
        ("…", "W_NULL_MARK"),
        ("集計中", "W_NULL_MARK"),
        ("垃圾处理", "W_NOT_CP932"),
    ],
)
def test_a_cell_worth_a_remark_is_counted(tmp_path: Path, cell: str, code: str) -> None:
    assert remarks(tmp_path, f"名称,値\n城,{cell}\n橋,ふつう\n")[code] == 1


def test_a_plain_table_gets_no_remark(tmp_path: Path) -> None:
    lines = "番号,名称,住所,電話番号,緯度,経度,開設日,備考\n"
    lines += "1,城,追手町1-1,0242-27-4005,37.4876,139.9298,2001-04-01,月曜日は休みです。\n"
    lines += "2,橋,本町2-3,0242-39-1111,37.4947,139.9299,1994-10-01,\n"

    assert remarks(tmp_path, lines) == {}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("料金（基本）", "W_HEADER_SIGNS"),
        ("コ―ド", "W_HEADER_SIGNS"),
        ("曜日 ", "W_HEADER_BLANKS"),
        ('"開始\n時刻"', "W_HEADER_BREAK"),
        ("z", "W_HEADER_UNCLEAR"),
        ("Unnamed: 3", "W_HEADER_UNCLEAR"),
        ("人数_令和6年1月9日時点", "W_HEADER_DATE"),
        ("ic:住所", "W_HEADER_TERM"),
        ("27年度", "W_HEADER_ERA"),
        ("人 口", "W_HEADER_SPACED"),
        ("←項目名", "W_TEMPLATE"),
    ],
)
def test_a_name_worth_a_remark_is_counted(tmp_path: Path, header: str, code: str) -> None:
    assert remarks(tmp_path, f"名称,{header}\n城,ふつう\n橋,ほかの\n")[code] == 1


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("名,○印,別\n城,○,〇\n橋,×,〇\n駅,○,×\n", "W_MIXED_MARKS", 2),
        ("名,可,数\n城,○,1\n橋,,2\n", "W_BLANK_MARK", 1),
        ("名,旗,数\n城,1,5\n橋,,6\n駅,1,7\n", "W_FLAGS", 1),
        ("名,遊具\n城,滑り台、鉄棒\n橋,砂場、鉄棒、ベンチ\n駅,砂場\n", "W_LIST", 1),
        ("名,場所\n城,福島県会津若松市\n橋,福島県喜多方市\n", "W_JOINED_PLACE", 1),
        ("名,開始\n城,9:00\n橋,９：３０\n", "W_MIXED_TIMES", 1),
        ("名,コード\n城,0123\n橋,1234\n", "W_LEADING_ZERO", 1),
        ("市区町村コード,名\n07202,城\n07202,橋\n", "W_CODE_5", 1),
        ("回答者ID,点\n101,5\n102,4\n", "W_PERSON_ID", 1),
        ("名,項目1,内容1,項目2,内容2\n城,a,b,c,d\n橋,a,b,c,d\n", "W_REPEATED_GROUPS", 4),
        ("区," + ",".join(f"{n}歳" for n in range(20)) + "\n北" + ",3" * 20 + "\n", "W_WIDE", 20),
        ("発生年,発生月,発生日,数\n2024,4,1,3\n2024,4,2,4\n", "W_SPLIT_DATE", 3),
        ("天候,天候コード\n晴,1\n雨,2\n", "W_CODE_BESIDE", 1),
        ("#property,name\n1,城\n2,橋\n", "W_LINKDATA", 1),
        ("name,address,tel\n城,追手町,1\n橋,本町,2\n", "W_HEADER_ASCII", 3),
        ("名,備考,数\n城,,1\n橋,,2\n", "W_EMPTY_COLUMN", 1),
        ("名,数" + "," * 8 + "\n城,1" + "," * 8 + "\n橋,2" + "," * 8 + "\n", "W_USED_RANGE", 8),
        ("区,男,女\n北,1,2\n小計,1,2\n南,3,4\n合 計,4,6\n", "W_TOTAL", 2),
        ("番号,名,数\n1,城,5\n2,橋,6\n3,,\n4,,\n", "W_NUMBER_ROW", 2),
        ("路線,地点,数\n1号,北,1\n,南,2\n,東,3\n2号,西,4\n,中,5\n", "W_FILL_DOWN", 1),
        ("名,数\n城,1\n,\n橋,2\n", "W_BLANK_ROW", 1),
        ("n,m\n" + "".join(f"{n},{n}\n" for n in range(1000)), "W_ROUND_COUNT", 1000),
        ("名,緯度,経度\n城,0,0\n橋,0.004602,0.01004\n駅,37.4,139.9\n", "W_NULL_ISLAND", 2),
        ("名,緯度,経度\n城,,\n橋,37.4,139.9\n", "W_NO_PLACE", 1),
        ("名,緯度,経度\n城,139.9,37.4\n橋,37.4,139.9\n", "W_GEO_SWAPPED", 1),
        ("名,緯度,経度\n" + "城,37.4,139.9\n" * 3, "W_SHARED_PLACE", 3),
        ("名,Y,X\n城,37.4,139.9\n橋,37.5,139.8\n", "W_AXES", 1),
    ],
)
def test_a_table_worth_a_remark_is_told(tmp_path: Path, text: str, code: str, count: int) -> None:
    assert remarks(tmp_path, text).get(code) == count


def test_no_remark_holds_the_value_of_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_text("名称,電話\n山 田 太 郎,０９０－１２３４－５６７８\n城,…\n", encoding="utf-8")

    said = [str(d.where) for d in plan(read_file(path, "a.csv").tables[0]).survey.defects]

    assert said
    assert not any("太" in text or "０９０" in text for text in said)
