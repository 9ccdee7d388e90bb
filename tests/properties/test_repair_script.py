"""The exported script makes the published table of the original, byte for byte."""

import ast
import json
import runpy
import shutil
import sys
from pathlib import Path

import pytest
import xlsxwriter

from datasets.kernel.errors import DomainError
from datasets.reading.read import read_file
from datasets.repair.planning import plan
from datasets.repair.repair import recipe_of, write_clean_csv
from datasets.repair.script import _mended, _Parts, script
from datasets.repair.script_reading import READINGS, why_not
from datasets.repair.sequence import STEPS
from tests.properties.corruptions import corruptions

LARGEST_BYTES = 400_000
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


def test_the_script_reads_records_of_json_alike(tmp_path: Path) -> None:
    rows = [
        {"名称": " 北", "日": "令和6年4月1日", "場所": {"緯度": 37.5, "経度": 139}, "印": [1, 2]},
        {"名称": "南", "数": 1.50, "開": True, "場所": {"緯度": 37, "経度": None}},
    ]
    (tmp_path / "a.json").write_text(json.dumps({"meta": {"n": 2}, "records": rows}))
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "b.ndjson").write_text(lines + "\n\n", encoding="utf-8")

    whole, lined = run(tmp_path, "a.json"), run(tmp_path, "b.ndjson")

    assert whole[0] == whole[1]
    assert lined[0] == lined[1] == whole[0]
    assert whole[0].startswith("名称,日,場所.緯度".encode())


def test_the_script_reads_tabs_alike(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes("名称\t数\r\n北\t１，０００\r\n南\t2\r\n".encode("cp932"))

    published, made, _ = run(tmp_path, "a.tsv")

    assert published == made == "名称,数\n北,1000\n南,2\n".encode()


@pytest.mark.parametrize("ending", ["xls", "json", "xlsx"])
def test_the_script_makes_the_published_table_of_real_files(
    test_data: Path, tmp_path: Path, ending: str
) -> None:
    alike, wrong, without = 0, [], []
    folder = test_data / "data/open" / ending
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.stat().st_size > LARGEST_BYTES:
            continue
        shutil.copy(path, tmp_path / path.name)
        try:
            read = read_file(path, path.name)
        except DomainError:
            continue  # no table
        source = recipe_of(read, read.tables[0], plan(read.tables[0])).source
        if source["kind"] not in READINGS:
            without.append(source["kind"])
            continue
        published, made, _ = run(tmp_path, path.name)
        alike += published == made
        if published != made:
            wrong.append(path.name)

    assert wrong == []
    assert alike > 0
    assert set(without) <= {"cube", "geojson"}


def test_functions_of_all_steps_fit_into_one_script() -> None:
    parts = _Parts()
    for name in STEPS:
        if name != "header_names":
            parts.take((_STEPS / f"{name}.py").resolve(), _mended(name)[1])

    for how in READINGS.values():
        for module, name in how.takes:
            parts.take(Path("datasets", module).resolve(), name)

    defined = [
        getattr(node, "name", None) or ast.unparse(node).split(" = ")[0]
        for node in ast.parse("\n".join(parts.texts)).body
    ]
    assert len(defined) == len(set(defined))


def test_a_script_needs_nothing_of_ours() -> None:
    text = script({"steps": [], "source": {"kind": "geojson"}}, "a.geojson")

    assert text is None
    assert "shapes" in str(why_not({"kind": "geojson"}))
    assert str(why_not({"kind": "new"})).startswith("There is no script")
    assert "datasets" in sys.modules
