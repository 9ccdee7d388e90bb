"""Write an invented city to a directory, as its offices would keep it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.demo.catalogue import CityDataset, CityFile, city_datasets, column_words
from portal.demo.files import csv_bytes, geojson_bytes, json_bytes, xlsx_bytes
from portal.demo.names import City
from portal.demo.recipes import names_of, table_of

SIDECAR = "dataset.json"
STAFF_UPLOADS = "staff-uploads"
_ENCODINGS = {"csv": "utf-8", "csv-bom": "utf-8-sig", "csv-cp932": "cp932"}


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
        harvested: One for each dataset under <root>/<organization>/<dataset>.
        uploads: One for each dataset under <root>/staff-uploads/<organization>/<dataset>.
    """

    root: Path
    harvested: tuple[WrittenDataset, ...]
    uploads: tuple[WrittenDataset, ...]


def write_city(to: Path, datasets: Sequence[CityDataset] | None = None) -> CityFiles:
    """Write datasets with their sidecars; the same bytes in every run.

    Args:
        to: A directory; made if absent. Files of the same name are replaced.
        datasets: What to write; what the home city describes by itself if left out.

    Returns:
        What was written, in the order of the catalogue.
    """
    written = [(entry.by_staff, _write(entry, to)) for entry in datasets or city_datasets()]
    return CityFiles(
        root=to,
        harvested=tuple(dataset for by_staff, dataset in written if not by_staff),
        uploads=tuple(dataset for by_staff, dataset in written if by_staff),
    )


def file_bytes(city: City, file: CityFile) -> bytes:
    """A file's content, in the form the catalogue asks for."""
    parts = [(sheet, table_of(city, sheet.table)) for sheet in file.sheets]
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
            "title": names_of(dataset.city, dataset.organization),
        },
        "modified": dataset.modified,
        "files": {
            file.name: {"title": file.title, "columns": columns(dataset.city, file)}
            for file in dataset.files
        },
    }


def columns(city: City, file: CityFile) -> dict[str, Mapping[str, str]]:
    """What the columns of a file mean, by the names it writes."""
    return {
        sheet.english.get(column, column): file.columns.get(column) or column_words(column)
        for sheet in file.sheets
        for column in table_of(city, sheet.table).columns
    }


def _write(dataset: CityDataset, to: Path) -> WrittenDataset:
    root = to / STAFF_UPLOADS if dataset.by_staff else to
    folder = root / dataset.organization / dataset.slug
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in dataset.files:
        path = folder / file.name
        path.write_bytes(file_bytes(dataset.city, file))
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
