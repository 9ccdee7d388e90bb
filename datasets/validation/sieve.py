"""The verdict while staff wait: Frictionless's checks, vectorised in DuckDB.

Most values are evidently right and SQL says so; the few others are shown to Frictionless itself,
each different value once. So what is found has the same codes, and a table that is clean here is
valid there. The report of a published file is Frictionless's all the same.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from datasets.validation.findings import Place, findings, total
from datasets.validation.headers import header_places
from datasets.validation.records import Records, read_records
from datasets.validation.report import Report
from datasets.validation.row_faults import RowFaults
from datasets.validation.schema import TableSchema


def sieve(table: Path, schema: TableSchema, *, threads: int = 1) -> Report:
    """Check a whole CSV of ours.

    Args:
        table: UTF-8 without BOM, comma, double quote, header in record 1.
        schema: What it promises.
        threads: Cores to use.

    Returns:
        What was found. `valid` is only said of what Frictionless finds valid too; not `complete`
        if a column holds more different faults than are looked at.
    """
    started = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="portal-") as folder,
        _connected(Path(folder), threads) as connection,
    ):
        try:
            records = read_records(table, Path(folder), connection)
        except UnicodeDecodeError:
            unreadable = [Place(code="encoding-error")]
            return _report(started, 0, unreadable, total(unreadable), complete=True)
        return _sieved(started, connection, records, schema)


def sieve_loaded(parquet: Path, rows: int, schema: TableSchema, *, threads: int = 1) -> Report:
    """Check a table that `datasets.tables.load` has read already: its header is the schema's."""
    started = time.perf_counter()
    labels = tuple(field.name.strip() for field in schema.fields)
    records = Records(labels=labels, parquet=parquet, rows=rows)
    with _connected(parquet.parent, threads) as connection:
        return _sieved(started, connection, records, schema)


def _connected(folder: Path, threads: int) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": "300MB",
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


def _sieved(
    started: float, connection: duckdb.DuckDBPyConnection, records: Records, schema: TableSchema
) -> Report:
    places = header_places(records.labels, schema)
    totals = total(places)
    complete = True
    if records.parquet is not None:
        found = RowFaults(connection, records, schema)
        places += sorted(found.places(), key=lambda place: place.row or 0)
        totals += found.totals
        complete = found.complete
    return _report(started, records.rows, places, totals, complete)


def _report(
    started: float,
    rows: int,
    places: Sequence[Place],
    totals: Counter[tuple[str, str | None]],
    complete: bool,
) -> Report:
    counts: Counter[str] = Counter()
    for (code, _), count in totals.items():
        counts[code] += count
    return Report(
        valid=not counts and complete,
        row_count=rows,
        findings=findings(places, totals),
        counts=dict(counts),
        complete=complete,
        seconds=round(time.perf_counter() - started, 3),
    )
