"""Small tables, made the way the pipeline makes them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from datasets.tables.column import Column
from datasets.tables.load import LoadedTable, load
from datasets.tables.profile import profile


def write_csv(to: Path, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([names, *rows])
    return to


def loaded(folder: Path, names: Sequence[str], rows: Sequence[Sequence[str]]) -> LoadedTable:
    """A loaded table; its Parquet is `table.parquet` in the folder."""
    source = write_csv(folder / "table.csv", names, rows)
    return load(source, names, folder / "table.parquet")


def profiled(
    folder: Path, names: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Column, ...]:
    table = loaded(folder, names, rows)
    return profile(folder / "table.parquet", table.columns)
