"""Real municipal files, read and looked through, against their answer key."""

import csv
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile, ReadTable
from datasets.repair.planning import plan
from datasets.validation.checks.personal_data import Scanner
from tests.realdata.known_defects import Expected, expected_of

_ENDINGS = (".csv", ".xlsx", ".xls", ".ods", ".geojson", ".json")
_NO_TABLES = {
    "open/csv/yokohama_html_error.csv": "E_TYPE",
    "open/other/kobe_http_304.csv": "E_TYPE",
    "open/geo/toyama_no_features_key.geojson": "E_JSON",
}
_HEADER_EXCEPTIONS = {
    "open/csv/kobe_timetable_transposed.csv": "the key names the first of the two header rows",
    "open/xls/kobe_school_survey_2004.xls": "the key names the middle one of its header rows 9-11",
}
_COUNT_EXCEPTIONS: dict[str, str] = {}
_REPORTED = {"ascii": "utf-8"}
_LOOKED_AT_TABLES = 20
_SECONDS_A_FILE = 10


@dataclass(frozen=True)
class Looked:
    """What was found in a file, and how much of a core it took."""

    path: str
    encoding: bool
    header: bool
    counts: bool
    geometry: bool
    said: str
    expected: tuple[Expected, ...]
    missed: tuple[Expected, ...]
    seconds: float


def _key(folder: Path) -> list[dict[str, str]]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["path"].endswith(_ENDINGS)]


def _looked_at(folder: Path, row: dict[str, str]) -> Looked:
    started = time.process_time()
    evidence: set[str] = set()
    marks = {"encoding": True, "header": True, "counts": True, "geometry": True}
    said = ""
    try:
        read = read_file(folder / row["path"], Path(row["path"]).name)
    except UnreadableFile as refused:
        evidence = {"refused", str(refused.message.places["detail_code"])}
    else:
        evidence = _evidence(read)
        marks, said = _compared(read, row)
    # what is wrong with a catalogue's answer is for its harvester to say
    expected = () if row["path"].startswith("open/catalog/") else tuple(expected_of(row))
    return Looked(
        path=row["path"],
        said=said,
        expected=expected,
        missed=tuple(item for item in expected if evidence.isdisjoint(item.codes)),
        seconds=time.process_time() - started,
        **marks,
    )


def _compared(read: ReadFile, row: dict[str, str]) -> tuple[dict[str, bool], str]:
    table = read.tables[0]
    rows = plan(table).survey.rows
    encoding = _REPORTED.get(row["encoding"], row["encoding"])
    header = str(table.header_row).lower()
    marks = {
        "encoding": read.encoding == (None if read.kind in ("xls", "xlsx") else encoding),
        "header": row["header_row_index"] in ("", header),
        "counts": row["rows"] in ("", str(rows))
        and row["n_columns"] in ("", str(table.column_count)),
        "geometry": row["geometry_type"] in ("", table.geometry_type),
    }
    return marks, f"{read.encoding} header {header} rows {rows} columns {table.column_count}"


def _evidence(read: ReadFile) -> set[str]:
    """What is said of the file, as codes and a few words."""
    said = {f"encoding {read.encoding}", f"kind {read.kind}"}
    said |= {defect.code for defect in read.defects}
    said |= {"mixed newlines"} if "+" in (read.newline or "") else set()
    said |= {"several sheets"} if len({table.sheet for table in read.tables}) > 1 else set()
    for table in read.tables[:_LOOKED_AT_TABLES]:
        said |= {defect.code for defect in (*table.defects, *plan(table).survey.defects)}
        said |= _privacy(table)
    return said


def _privacy(table: ReadTable) -> set[str]:
    scanner = Scanner(table.sheet)
    names = [name or f"#{number}" for number, name in enumerate(table.header)]
    for frame in table.frames():
        scanner.feed(frame.set_axis(names, axis=1))
    return {f"W_PII_{finding.kind.upper()}" for finding in scanner.findings()}


@cache
def _all(folder: Path) -> tuple[Looked, ...]:
    return tuple(_looked_at(folder, row) for row in _key(folder))


def _names(wrong: list[Looked]) -> set[str]:
    return {looked.path for looked in wrong}


def test_real_files_are_read_as_their_answer_key_says(test_data: Path) -> None:
    results = _all(test_data / "data")

    for found in results:
        ok = (found.encoding, found.header, found.counts, found.geometry)
        marks = "".join("x" if mark else "-" for mark in ok)
        print(f"{marks} {found.seconds:5.2f} s {found.path} {found.said}")  # noqa: T201
    assert all(found.encoding for found in results)
    assert all(found.geometry for found in results)
    assert _names([f for f in results if not f.header]) == set(_HEADER_EXCEPTIONS)
    assert _names([f for f in results if not f.counts]) == set(_COUNT_EXCEPTIONS)
    assert len(_HEADER_EXCEPTIONS) + len(_COUNT_EXCEPTIONS) <= 0.03 * len(results)
    assert max(found.seconds for found in results) < _SECONDS_A_FILE


def test_what_the_key_says_is_wrong_with_them_is_said(test_data: Path) -> None:
    results = _all(test_data / "data")

    expected = sum(len(found.expected) for found in results)
    missed = [(found.path, item) for found in results for item in found.missed]
    for path, item in missed:
        print("not said:", path, "|", item.words, "|", *item.codes)  # noqa: T201
    print(f"said: {expected - len(missed)} of {expected}")  # noqa: T201
    assert len(missed) <= 0.1 * expected


@pytest.mark.parametrize(("path", "code"), _NO_TABLES.items())
def test_real_files_that_are_no_tables_are_refused(test_data: Path, path: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(test_data / "data" / path, Path(path).name)

    assert refused.value.message.places["detail_code"] == code
