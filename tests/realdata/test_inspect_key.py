"""What `portal inspect --json` prints of real municipal files, against their answer key."""

import csv
import json
import tempfile
from pathlib import Path

from datasets.examination import prepare_file
from datasets.kernel.errors import DomainError
from datasets.prepared import Prepared
from portal.commands.examining import Made

LARGEST_BYTES = 120_000
_TABLES = frozenset({"csv", "xlsx", "xls", "ods", "json", "geojson"})
# forms and tables beside each other: the key counts the cells of the sheet
_EMPTY = frozenset({"W_EMPTY_COLUMN", "W_USED_RANGE", "W_OFFSET"})
_FORMS = ("form", "two tables", "forms")


def test_rows_and_columns_are_those_of_the_key_but_for_columns_that_hold_nothing(test_data):
    data = test_data / "data"
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        key = [row for row in csv.DictReader(stream) if row["n_columns"]]
    looked, wrong = 0, []
    for row in key:
        path = data / row["path"]
        if path.suffix[1:] not in _TABLES or path.stat().st_size > LARGEST_BYTES:
            continue
        told = _told(path)
        if told is None or not told["tables"]:
            continue
        looked += 1
        table = told["tables"][0]
        if str(table["rows"]) != row["rows"]:
            wrong.append(f"{path.name}: {table['rows']} rows, {row['rows']} in the key")
        if not _same_columns(len(table["columns"]), row, told):
            wrong.append(f"{path.name}: {len(table['columns'])} columns, {row['n_columns']}")

    assert looked > 40
    assert wrong == []


def _told(path: Path) -> dict | None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = Prepared.from_json(prepare_file(str(path), path.name, folder))
        except DomainError:
            return None
        told = Made(made, None).as_json()
        printed = [table["rows"] for table in told["tables"]]
        assert printed == [table.records for table in made.tables]
    return told


def _same_columns(count: int, row: dict[str, str], told: dict) -> bool:
    expected = int(row["n_columns"])
    if count == expected or any(word in row["known_defects"] for word in _FORMS):
        return True
    empty = len(json.loads(row["truths_json"] or "{}").get("empty_columns", ()))
    said = _EMPTY & set(told["codes"])
    return count < expected and bool(empty or said)
