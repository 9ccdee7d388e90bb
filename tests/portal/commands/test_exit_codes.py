"""What the commands on bare files answer a script: 0 done, 1 the work failed, 2 wrong usage."""

import json

import pytest

from datasets.validation.standards.schema import edition
from portal.cli import main

CLEAN = "番号,名称\n1,北原\n2,南町\n"
NO_TABLE = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
REPEATED = "番号,名称\n" + "1,縺九＞縺斐↓縺\n" * 9
LARGE_ROWS = 50_001


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path as a word of a command."""

    def write(text: str, name: str = "sent.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("command", ["inspect", "validate", "repair"])
def test_a_good_file_is_done_and_one_that_is_no_table_failed(command, file, tmp_path, capsys):
    more = ["-o", str(tmp_path / "out.csv")] if command == "repair" else []

    good = main([command, file(CLEAN), *more])
    bad = main([command, file(NO_TABLE, "page.csv"), *more])

    assert (good, bad) == (0, 1)
    assert "web page" in "".join(capsys.readouterr())


@pytest.mark.parametrize("command", ["inspect", "validate", "repair"])
def test_a_file_that_is_not_there_is_said(command, tmp_path, capsys):
    more = ["-o", str(tmp_path / "out.csv")] if command == "repair" else []

    code = main([command, str(tmp_path / "none.csv"), *more])

    assert code == 1
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["inspect"],
        ["repair", "a.csv"],
        ["repair", "a.csv", "-o", "b.csv", "--only", "nonsense"],
        ["repair", "a.csv", "-o", "b.csv", "--recipe", "none.json"],
        ["validate", "a.csv", "--thoroughly"],
        ["inspekt", "a.csv"],
    ],
)
def test_wrong_usage_is_two(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(words)

    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [(CLEAN, "accept", 0), (REPEATED, "quarantine", 0), (NO_TABLE, "reject", 1)],
)
def test_inspect_fails_only_where_nothing_can_be_made_of_a_file(text, verdict, code, file, capsys):
    answered = main(["inspect", file(text), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (answered, told["verdict"]) == (code, verdict)


def test_quick_takes_the_quick_verdict_on_a_large_table_only(file, capsys):
    wide = "番号,a,b,c,d,e,f,g\n"
    large = file(wide + "".join(f"{n},1,2,3,4,5,6,7\n" for n in range(LARGE_ROWS)), "large.csv")

    codes, checked = [], []
    for words in (["validate", large, "--quick"], ["validate", file(CLEAN), "--quick"]):
        codes.append(main([*words, "--json"]))
        [table] = json.loads(capsys.readouterr().out)["tables"]
        checked.append((table["row_count"], table["frictionless_version"][:2]))

    assert codes == [0, 0]
    assert checked == [(LARGE_ROWS, ""), (2, "5.")]


def test_a_table_that_departs_from_a_standard_is_not_faulty(file, capsys):
    names = [field.name for field in edition("aed-2017").fields]
    row = {
        "都道府県コード又は市区町村コード": "072020",
        "NO": "1",
        "名称": "市役所",
        "住所": "東栄町3-46",
        "緯度": "37.4",
        "経度": "139.9",
        "設置位置": "1階",
    }
    path = file("\n".join([",".join(names), ",".join(row.get(n, "") for n in names)]) + "\n")

    by_itself = main(["validate", path])
    named = main(["validate", path, "--schema", "aed-2017"])

    out = capsys.readouterr().out
    assert (by_itself, named) == (0, 1)
    assert "checked against the national standard aed-2017" in out
    assert "the last digit of “072020” cannot be right." in out
