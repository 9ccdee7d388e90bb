"""Real municipal files through the whole harvest, compared with their answer key."""

import csv
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from datasets.kernel.messages import Message
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.quality import QualityReport
from portal.settings import Settings
from portal.wiring import wire
from tests import databases
from tests.command import portal

_ENDINGS = (".csv", ".xlsx", ".xls", ".geojson")
_NO_TABLES = {
    "csv/yokohama_html_error.csv": "E_TYPE",
    "other/kobe_http_304.csv": "E_TYPE",
    "geo/toyama_no_features_key.geojson": "E_JSON",
    "catalog/ckan_error_404.json": "E_REMOTE",
    "catalog/iso_decode_error.xml": "E_XML",
}
_REPORTED = {"ascii": "utf-8"}


@dataclass(frozen=True)
class Harvested:
    """The first table of one file, as the catalogue has it.

    Attributes:
        dropped: Unnamed columns without a value, which the repair took away.
    """

    version: FileVersion
    dropped: int


@dataclass(frozen=True)
class Compared:
    """One file beside its answer key."""

    path: str
    encoding: bool
    header: bool
    rows: bool
    columns: bool
    said: str

    def __str__(self) -> str:
        parts = (self.encoding, self.header, self.rows, self.columns)
        return " ".join(["".join("x" if ok else "-" for ok in parts), self.path, self.said])


@dataclass(frozen=True)
class Run:
    """A harvest that has ended."""

    files: dict[str, Harvested]
    seconds: float


@pytest.fixture(scope="module")
def key(test_data: Path) -> dict[str, dict[str, str]]:
    """Rows of the answer key by the path inside the harvested folder."""
    with (test_data / "data" / "index.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["path"].removeprefix("open/"): row
            for row in csv.DictReader(stream)
            if row["path"].endswith(_ENDINGS)
        }


@pytest.fixture(scope="module")
def run(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("harvest")
    folder = str(test_data / "data" / "open")
    options = ("--organization", "real", "--option", "recursive=true")
    portal(home, "init")
    portal(home, "harvest", "add", "folder", folder, *options)
    started = time.monotonic()
    portal(home, "harvest", "run", timeout_s=900)
    return Run(_first_tables(home), time.monotonic() - started)


def test_a_harvest_of_real_files_agrees_with_the_answer_key(run, key, record_property):
    results = [
        _compared(path, row, run.files[path]) for path, row in key.items() if path not in _NO_TABLES
    ]

    _show(results, run.seconds)
    record_property("harvest_seconds", round(run.seconds, 1))
    assert all(result.encoding for result in results)
    counted = sum(result.rows and result.columns for result in results)
    assert counted >= 0.75 * len(results)
    assert sum(result.header for result in results) >= 0.9 * len(results)


@pytest.mark.parametrize(("path", "code"), _NO_TABLES.items())
def test_a_harvested_file_that_is_no_table_is_refused_with_a_reason(run, path, code):
    version = run.files[path].version

    assert version.stage is Stage.REFUSED
    assert version.refusal is not None
    refusal = Message.from_json(version.refusal)
    assert refusal.places["detail_code"] == code
    assert len(str(refusal)) > 20
    assert version.published_at is None


def test_nothing_else_of_the_real_files_is_refused(run):
    refused = {path for path, file in run.files.items() if file.version.stage is Stage.REFUSED}

    assert refused == set(_NO_TABLES)


def test_every_harvested_file_comes_to_an_end(run):
    assert {file.version.stage for file in run.files.values()} <= {Stage.PACKAGED, Stage.REFUSED}
    assert len(run.files) >= 100


def _first_tables(home: Path) -> dict[str, Harvested]:
    services = wire(Settings(home=home, database_url=databases.url(home), secret_key="test"))
    with services.reading() as session:
        found = session.execute(
            select(Dataset.origin_identifier, FileVersion, QualityReport.recipe)
            .join(Distribution, Distribution.dataset_id == Dataset.id)
            .join(FileVersion, FileVersion.distribution_id == Distribution.id)
            .outerjoin(QualityReport, QualityReport.version_id == FileVersion.id)
            .where(Distribution.sheet == "")
        ).all()
    services.engine.dispose()
    return {path: Harvested(version, _dropped(recipe)) for path, version, recipe in found}


def _dropped(recipe: dict[str, Any] | None) -> int:
    steps = recipe["steps"] if recipe else []
    return sum(len(step["options"]["columns"]) for step in steps if step["step"] == "blank_columns")


def _compared(path: str, row: dict[str, str], file: Harvested) -> Compared:
    version = file.version
    text = path.endswith((".csv", ".geojson"))
    encoding = _REPORTED.get(row["encoding"], row["encoding"]) if text else None
    header = str(version.header_row).lower()
    return Compared(
        path=path,
        encoding=version.encoding == encoding,
        header=row["header_row_index"] in ("", header),
        rows=str(version.rows) == row["rows"],
        columns=_agree(file, row),
        said=f"{version.encoding} header {header} rows {version.rows} of {row['rows']}, "
        f"columns {len(version.columns)} + {file.dropped} of {row['n_columns']}",
    )


def _agree(file: Harvested, row: dict[str, str]) -> bool:
    """Whether as many columns came through as the key counts.

    The key counts every column of the file and no geometry; the catalogue leaves out unnamed
    columns without a value and adds what it makes of a geometry.
    """
    geometry = 0
    if row["path"].endswith(".geojson"):
        geometry = 2 if "Point" in (file.version.geometry_type or "") else 1
    kept = len(file.version.columns) - geometry
    filled = int(row["n_columns"]) - len(json.loads(row["truths_json"]).get("empty_columns", ()))
    return int(row["n_columns"]) in (kept, kept + file.dropped) or kept == filled


def _show(results: Sequence[Compared], seconds: float) -> None:
    for result in results:
        print(result)  # noqa: T201 - the table is what this test is for
    sums = {
        name: sum(getattr(result, name) for result in results)
        for name in ("encoding", "header", "rows", "columns")
    }
    both = sum(result.rows and result.columns for result in results)
    print(f"{len(results)} files: {sums}, rows and columns {both}; {seconds:.1f} s")  # noqa: T201 - likewise
