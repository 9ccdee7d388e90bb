"""Write the whole invented city to a directory, as its offices would keep it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.demo import care, culture, facilities, open_air, roads, schools, statistics, waste
from portal.demo.catalogue import (
    CityDataset,
    CityFile,
    city_datasets,
    column_words,
    organizations,
)
from portal.demo.files import csv_bytes, geojson_bytes, json_bytes, xlsx_bytes
from portal.demo.tables import Table, TableMaker

SIDECAR = "dataset.json"
STAFF_UPLOADS = "staff-uploads"
_ENCODINGS = {"csv": "utf-8", "csv-bom": "utf-8-sig", "csv-cp932": "cp932"}

TABLES: Mapping[str, TableMaker] = {
    **facilities.TABLES,
    **care.TABLES,
    **culture.TABLES,
    **statistics.TABLES,
    **waste.TABLES,
    **schools.TABLES,
    **roads.TABLES,
    **open_air.TABLES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDataset:
    """A dataset on disk.

    Attributes:
        folder: Holds `sidecar` and `files`, and nothing else.
    """

    slug: str
    organization: str
    folder: Path
    sidecar: Path
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFiles:
    """What was written.

    Attributes:
        root: The directory that was asked for.
        organizations: Slug to name, "ja" and "en".
        harvested: One for each dataset under <root>/<organization>/<dataset>.
        uploads: One for each dataset under <root>/staff-uploads/<organization>/<dataset>.
    """

    root: Path
    organizations: Mapping[str, Mapping[str, str]]
    harvested: tuple[WrittenDataset, ...]
    uploads: tuple[WrittenDataset, ...]


def write_city(to: Path) -> CityFiles:
    """Write every dataset with its sidecar; the same bytes in every run.

    Args:
        to: A directory; made if absent. Files of the same name are replaced.

    Returns:
        What was written, in the order of the catalogue.
    """
    written = [(entry.by_staff, _write(entry, to)) for entry in city_datasets()]
    return CityFiles(
        root=to,
        organizations=organizations(),
        harvested=tuple(dataset for by_staff, dataset in written if not by_staff),
        uploads=tuple(dataset for by_staff, dataset in written if by_staff),
    )


def file_bytes(file: CityFile) -> bytes:
    """A file's content, in the form the catalogue asks for."""
    parts = [(sheet, _table(sheet.table)) for sheet in file.sheets]
    if file.form == "xlsx":
        return xlsx_bytes(parts)
    sheet, table = parts[0]
    if file.form == "json":
        return json_bytes(table)
    if file.form == "geojson":
        return geojson_bytes(table)
    return csv_bytes(sheet, table, encoding=_ENCODINGS[file.form])


def sidecar(dataset: CityDataset) -> dict[str, Any]:
    """What dataset.json says."""
    return {
        "title": dataset.title,
        "summary": dataset.summary,
        "description": dataset.description,
        "theme": dataset.theme,
        "keywords": list(dataset.keywords),
        "license": dataset.license,
        "frequency": dataset.frequency,
        "organization": {
            "slug": dataset.organization,
            "title": organizations()[dataset.organization],
        },
        "modified": dataset.modified,
        "files": {
            file.name: {"title": file.title, "columns": _columns(file)} for file in dataset.files
        },
    }


@cache
def _table(name: str) -> Table:
    return TABLES[name]()


def _columns(file: CityFile) -> dict[str, Mapping[str, str]]:
    tables = [_table(sheet.table) for sheet in file.sheets]
    return {
        column: file.columns.get(column) or column_words(column)
        for table in tables
        for column in table.columns
    }


def _write(dataset: CityDataset, to: Path) -> WrittenDataset:
    root = to / STAFF_UPLOADS if dataset.by_staff else to
    folder = root / dataset.organization / dataset.slug
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in dataset.files:
        path = folder / file.name
        path.write_bytes(file_bytes(file))
        paths.append(path)
    described = folder / SIDECAR
    text = json.dumps(sidecar(dataset), ensure_ascii=False, indent=2)
    described.write_bytes(f"{text}\n".encode())
    return WrittenDataset(
        slug=dataset.slug,
        organization=dataset.organization,
        folder=folder,
        sidecar=described,
        files=tuple(paths),
    )
