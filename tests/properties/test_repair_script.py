"""The exported script makes the published table of the original, byte for byte."""

import ast
import runpy
import sys
from pathlib import Path

import pytest
import xlsxwriter

from datasets.reading.read import read_file
from datasets.repair.planning import plan
from datasets.repair.repair import recipe_of, write_clean_csv
from datasets.repair.script import _mended, _Parts, script
from datasets.repair.sequence import STEPS
from tests.properties.corruptions import corruptions

_STEPS = Path("datasets/repair/steps")


def run(folder: Path, filename: str, choices: bool = False) -> tuple[bytes, bytes, str]:
    """What the portal publishes, what the script makes of the same file, and the script."""
    path, out = folder / filename, folder / "published.csv"
    read = read_file(path, filename)
    table = read.tables[0]
    planned = plan(table)
    if choices:
        planned = plan(table, choices={offer.key: True for offer in planned.offers})
    write_clean_csv(table, planned, out)
    text = script(recipe_of(read, table, planned).as_json(), filename)
    assert text is not None
    program = folder / "script.py"
    program.write_text(text, encoding="utf-8")
    made = runpy.run_path(str(program))["table"](str(path))
    made.to_csv(folder / "made.csv", index=False, lineterminator="\n", encoding="utf-8")
    return out.read_bytes(), (folder / "made.csv").read_bytes(), text


@pytest.mark.parametrize("chosen", [False, True])
def test_the_script_makes_the_published_table(tmp_path: Path, chosen: bool) -> None:
    wrong = []
    for name, sent in corruptions(100 if chosen else 200):
        (tmp_path / "sent.csv").write_bytes(sent.content())
        published, made, text = run(tmp_path, "sent.csv", chosen)
        if published != made or text.count("\n") > 200:
            wrong.append(name)

    assert wrong == []


def test_the_script_reads_a_workbook_alike(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("一覧")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(
        [("令和6年度",), ("名称", "日", "数"), ("北", "", 1.5), ("南", "", 3)]
    ):
        sheet.write_row(row, 0, cells)
    sheet.write(2, 1, 45000, day)
    sheet.write(3, 1, 45001, day)
    book.close()

    published, made, _ = run(tmp_path, "a.xlsx")

    assert published == made == "名称,日,数\n北,2023-03-15,1.5\n南,2023-03-16,3\n".encode()


def test_functions_of_all_steps_fit_into_one_script() -> None:
    parts = _Parts()
    for name in STEPS:
        if name != "header_names":
            parts.take((_STEPS / f"{name}.py").resolve(), _mended(name)[1])

    defined = [
        getattr(node, "name", None) or ast.unparse(node).split(" = ")[0]
        for node in ast.parse("\n".join(parts.texts)).body
    ]
    assert len(defined) == len(set(defined))


def test_a_script_needs_nothing_of_ours() -> None:
    text = script({"steps": [], "source": {"kind": "geojson"}}, "a.geojson")

    assert text is None
    assert "datasets" in sys.modules
