"""portal repair on a bare file."""

import json
import runpy

import pytest

from portal.cli import main

SENT = (
    "一覧,,\n名称,設置日,定員\n新 神 戸,令和6年4月1日,12人\n"
    '亀山,R6.4.1,"1,200人"\n南,2024/5/1,3\n合計,,"1,215"\n'
)


@pytest.fixture
def sent(tmp_path):
    path = tmp_path / "sent.csv"
    path.write_bytes(SENT.encode("cp932"))
    return path


def test_a_table_is_mended_and_its_script_makes_the_same(sent, tmp_path, capsys):
    out, script = tmp_path / "out.csv", tmp_path / "out.py"

    code = main(["repair", str(sent), "-o", str(out), "--script", str(script)])

    made = runpy.run_path(str(script))["table"](sent).to_csv(index=False, lineterminator="\n")
    assert code == 0
    assert out.read_text() == made
    assert made.startswith("名称,設置日,定員\n新神戸,2024-04-01,12人\n")
    assert "only offered: units" in capsys.readouterr().out


def test_a_recipe_is_followed_on_the_next_file(sent, tmp_path, capsysbinary):
    out, recipe = tmp_path / "out.csv", tmp_path / "recipe.json"
    main(["repair", str(sent), "-o", str(out), "--all", "--json"])
    recipe.write_bytes(capsysbinary.readouterr().out)

    code = main(["repair", str(sent), "-o", str(out), "--recipe", str(recipe)])

    assert code == 0
    assert out.read_text().splitlines()[:3:2] == ["名称,設置日,定員（人）", "亀山,2024-04-01,1200"]
    assert json.loads(recipe.read_text())[0]["rows"] == 3


def test_every_changed_cell_is_told_with_its_place(sent, tmp_path):
    told = tmp_path / "changes.csv"

    main(["repair", str(sent), "-o", str(tmp_path / "out.csv"), "--changes", str(told)])

    lines = told.read_text().splitlines()
    assert lines[0] == "sheet,row,column,name,step,before,after"
    assert ",3,1,名称,spaced_names,新 神 戸,新神戸" in lines
    assert ",4,2,設置日,wareki,R6.4.1,2024-04-01" in lines


def test_one_step_alone(sent, tmp_path):
    out = tmp_path / "out.csv"

    main(["repair", str(sent), "-o", str(out), "--only", "spaced_names"])

    assert "新神戸,令和6年4月1日,12人" in out.read_text()


@pytest.mark.parametrize("words", [["--only", "magic"], ["--recipe", "nowhere.json"], []])
def test_wrong_words_are_wrong_usage(sent, words):
    with pytest.raises(SystemExit) as ended:
        main(["repair", str(sent), *words])

    assert ended.value.code == 2


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"<!DOCTYPE html><html></html>")

    assert main(["repair", str(path), "-o", str(tmp_path / "out.csv")]) == 1
