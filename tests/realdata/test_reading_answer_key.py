"""Real municipal files, read and counted, against their answer key."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.repair.repair import plan

_ENDINGS = (".csv", ".xlsx", ".xls", ".geojson")
_NO_TABLES = {
    "open/csv/yokohama_html_error.csv": "E_TYPE",
    "open/other/kobe_http_304.csv": "E_TYPE",
    "open/geo/toyama_no_features_key.geojson": "E_JSON",
}
_REPORTED = {"ascii": "utf-8"}


@dataclass(frozen=True)
class Compared:
    path: str
    encoding: bool
    header: bool
    counts: bool
    said: str


def _key(folder: Path) -> list[dict[str, str]]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["path"].endswith(_ENDINGS)]


def _compared(folder: Path, row: dict[str, str]) -> Compared:
    read = read_file(folder / row["path"], Path(row["path"]).name)
    table = read.tables[0]
    rows = plan(table).survey.rows
    text = row["path"].endswith((".csv", ".geojson"))
    encoding = _REPORTED.get(row["encoding"], row["encoding"]) if text else None
    header = str(table.header_row).lower()
    return Compared(
        path=row["path"],
        encoding=read.encoding == encoding,
        header=row["header_row_index"] in ("", header),
        counts=(str(rows), str(table.column_count)) == (row["rows"], row["n_columns"]),
        said=f"{read.encoding} header {header} rows {rows} columns {table.column_count}",
    )


def test_real_files_are_read_as_their_answer_key_says(test_data: Path) -> None:
    folder = test_data / "data"

    results = [_compared(folder, row) for row in _key(folder) if row["path"] not in _NO_TABLES]

    for result in results:
        marks = "".join(
            "x" if ok else "-" for ok in (result.encoding, result.header, result.counts)
        )
        print(marks, result.path, result.said)  # noqa: T201 - the table is what this test is for
    assert all(result.encoding for result in results)
    assert sum(result.counts for result in results) >= 0.9 * len(results)
    assert sum(result.header for result in results) >= 0.9 * len(results)


@pytest.mark.parametrize(("path", "code"), _NO_TABLES.items())
def test_real_files_that_are_no_tables_are_refused(test_data: Path, path: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(test_data / "data" / path, Path(path).name)

    assert refused.value.message.places["detail_code"] == code
