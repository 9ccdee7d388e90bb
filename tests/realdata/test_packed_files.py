"""Real layers, timetables, zips and XML, read and counted, against their answer key."""

import csv
from pathlib import Path

from datasets.reading.read import read_file
from datasets.repair.planning import plan

_FOLDERS = ("open/shp/", "open/gtfs/", "open/zip/", "open/xml/")


def test_real_layers_and_timetables_are_read_as_their_answer_key_says(test_data: Path) -> None:
    folder = test_data / "data"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["path"].startswith(_FOLDERS)]

    wrong = []
    for row in rows:
        read = read_file(folder / row["path"], Path(row["path"]).name)
        table = read.tables[0]
        told = {
            "rows": str(plan(table).survey.rows),
            "n_columns": str(table.column_count),
            "geometry_type": table.geometry_type,
            "crs": table.crs,
            "encoding": read.encoding,
        }
        known = {name: row[name] for name in told if row[name] and " " not in row[name]}
        wrong += [(row["path"], name) for name, value in known.items() if told[name] != value]

    assert len(rows) >= 13
    assert wrong == []


def test_every_place_of_a_real_layer_lies_in_japan(test_data: Path) -> None:
    for path in sorted((test_data / "data/open/shp").glob("*.zip")):
        table = read_file(path, path.name).tables[0]
        across, up = table.header.index("longitude"), table.header.index("latitude")
        for _, records in table.batches():
            for record in records:
                if record[across]:
                    assert 122 <= float(record[across]) <= 154, path.name
                    assert 20 <= float(record[up]) <= 46, path.name
