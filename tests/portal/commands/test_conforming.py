"""portal validate --schema, on files of the right and the wrong make."""

import json

import pytest

from datasets.validation.standards.schema import edition
from portal.cli import main

ROW = {
    "都道府県コード又は市区町村コード": "072028",
    "NO": "1",
    "名称": "市役所",
    "名称_カナ": "シヤクショ",
    "住所": "福島県会津若松市東栄町3-46",
    "緯度": "37.4948",
    "経度": "139.9298",
    "設置位置": "1階 総合案内",
    "開始時間": "08:30",
    "小児対応設備の有無": "有",
}


@pytest.fixture
def aed(tmp_path):
    """Writes a list of AEDs in the edition of 2017, with cells of its own."""

    def write(*rows: dict[str, str]) -> str:
        names = [field.name for field in edition("aed-2017").fields]
        lines = [",".join((ROW | row).get(name, "") for name in names) for row in rows]
        path = tmp_path / "aed.csv"
        path.write_text("\n".join([",".join(names), *lines]) + "\n")
        return str(path)

    return write


def test_a_file_that_follows_its_standard_is_done_with_nothing_to_say(aed, capsys):
    code = main(["validate", aed({}, {"NO": "2"}), "--schema", "auto", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["valid"]) == (0, True)
    [table] = told["tables"]
    assert (table["standard"]["standard"], table["standard"]["edition"]) == ("aed", "2017")
    assert table["report"]["row_count"] == 2


def test_what_is_not_as_the_standard_asks_is_said_in_words(aed, capsys):
    path = aed(
        {"設置位置": ""},
        {"NO": "2", "小児対応設備の有無": "あり", "緯度": "139.9", "経度": "37.4"},
        {"NO": "2", "都道府県コード又は市区町村コード": "072020", "開始時間": "朝"},
    )

    code = main(["validate", path, "--schema", "auto"])

    out = capsys.readouterr().out
    assert code == 1
    for said in (
        "08 AED設置箇所一覧",
        "Row 2: “設置位置” is empty, but the standard needs it.",
        "Row 3, “小児対応設備の有無”: “あり” is not written as the standard asks. Use one",
        "Row 3, “緯度”: “139.9” is not written as the standard asks. Look whether latitude",
        "Row 4, “開始時間”: “朝” is not written as the standard asks. Write it like this: 09:30",
        "the last digit of “072020” cannot be right.",
        "ID “2” appears in rows 3 and 4.",
    ):
        assert said in out


def test_a_missing_column_of_a_named_standard_is_a_finding(tmp_path, capsys):
    path = tmp_path / "places.csv"
    path.write_text("名称,住所\n市役所,東栄町3-46\n")

    code = main(["validate", str(path), "--schema", "08"])

    assert code == 1
    assert "The standard column “設置位置” is missing." in capsys.readouterr().out


def test_a_table_of_no_standard_and_a_standard_that_is_none_have_exit_codes_of_their_own(
    tmp_path, capsys
):
    path = tmp_path / "days.csv"
    path.write_text("日付,台数\n2026-04-01,5\n2026-04-02,6\n")

    codes = [main(["validate", str(path), "--schema", name]) for name in ("auto", "nope")]

    told = capsys.readouterr()
    assert codes == [1, 2]
    assert "follows none of the standards" in told.out
    assert "There is no standard “nope”" in told.err
