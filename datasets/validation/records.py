"""The records of a clean CSV as columns c0…cN of text, and which of them are too long or short.

The engine reads what has as many cells in every record as there are names, and its count is
compared with the records that are there: what it cannot read, or would read differently, is read
record by record and squared first.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from datasets.kernel.errors import UnreadableFile
from datasets.tables.load import stage, with_plain_header

_AT_ONCE_BYTES = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A table that can be asked.

    Attributes:
        labels: Cells of the header without space around them; none if the file is empty.
        parquet: Columns c0…cN of text, a cell without characters is NULL; None without a header.
        rows: Records below the header.
        ragged: Cells of the records that have more or fewer than the header, by their number as a
            spreadsheet shows it.
    """

    labels: tuple[str, ...]
    parquet: Path | None
    rows: int
    ragged: Mapping[int, Sequence[str]] = field(default_factory=dict)


def read_records(table: Path, folder: Path, connection: duckdb.DuckDBPyConnection) -> Records:
    """Read a CSV in UTF-8 with commas and double quotes; nothing is guessed.

    Raises:
        UnicodeDecodeError: if it is not UTF-8.
    """
    with table.open(encoding="utf-8", newline="") as stream:
        labels = tuple(cell.strip() for cell in next(csv.reader(stream), ()))
    if not labels:
        return Records(labels=(), parquet=None, rows=0)
    parquet = folder / "records.parquet"
    rows = _staged(connection, table, len(labels), parquet) if len(labels) > 1 else None
    if rows is not None:
        return Records(labels=labels, parquet=parquet, rows=rows)
    squared = folder / "squared.csv"
    ragged = _square(table, len(labels), squared)
    rows = stage(connection, squared, len(labels), parquet)
    return Records(labels=labels, parquet=parquet, rows=rows, ragged=ragged)


def _staged(
    connection: duckdb.DuckDBPyConnection, table: Path, count: int, parquet: Path
) -> int | None:
    """How many records the engine read; None if it could not, or passed over some."""
    plain = with_plain_header(table, parquet.with_name("plain.csv"))
    try:
        rows = stage(connection, plain, count, parquet)
    except UnreadableFile:
        return None
    return rows if rows == _ends(table) - 1 else None


def _ends(table: Path) -> int:
    """Line ends outside of quotes: as many as there are records, blank lines included."""
    ends, quoted, last = 0, False, b"\n"
    with table.open("rb") as stream:
        while piece := stream.read(_AT_ONCE_BYTES):
            parts = piece.split(b'"')
            ends += sum(part.count(b"\n") for part in parts[quoted::2])
            quoted ^= len(parts) % 2 == 0
            last = piece[-1:]
    return ends + (last != b"\n")


def _square(table: Path, count: int, out: Path) -> dict[int, Sequence[str]]:
    """Write every record with as many cells as there are names; those that had others."""
    ragged: dict[int, Sequence[str]] = {}
    with (
        table.open(encoding="utf-8", newline="") as source,
        out.open("w", encoding="utf-8", newline="") as target,
    ):
        csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
            _squared(source, count, ragged)
        )
    return ragged


def _squared(
    source: Iterator[str], count: int, ragged: dict[int, Sequence[str]]
) -> Iterator[Sequence[str]]:
    for number, cells in enumerate(csv.reader(source), start=1):
        if number == 1:
            yield [f"c{index}" for index in range(count)]
            continue
        if len(cells) != count:
            ragged[number] = cells
        yield [*cells[:count], *[""] * (count - len(cells))]
