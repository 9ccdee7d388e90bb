"""A table as it is read to be compared: from its Parquet, or unpacked once if it is small."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from datasets.tables.column import Column

_SMALL_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """What stands after FROM, with `file_row_number` (from 0) beside the cells c0…cN.

    Attributes:
        text: Engine names only.
        bound: What stands in its places.
        rows: How many there are.
        columns: Profiled.
    """

    text: str
    bound: tuple[str, ...]
    rows: int
    columns: Sequence[Column]


def source(
    connection: duckdb.DuckDBPyConnection, name: str, parquet: Path, columns: Sequence[Column]
) -> Source:
    """A table to read from; `name` is that of the copy of a small one."""
    text, bound = "read_parquet(?, file_row_number = true)", (str(parquet),)
    if parquet.stat().st_size > _SMALL_BYTES:
        counted = connection.execute(f"FROM {text} SELECT count(*)", list(bound)).fetchall()
        return Source(text, bound, int(counted[0][0]), columns)
    cells = ", ".join(["file_row_number", *(f"c{place}" for place in range(len(columns)))])
    made = connection.execute(
        f"CREATE TEMP TABLE {name} AS FROM {text} SELECT {cells}", list(bound)
    ).fetchall()
    return Source(name, (), int(made[0][0]), columns)
