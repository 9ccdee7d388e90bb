"""What the columns of a Parquet file say."""

from pathlib import Path

import duckdb

from datasets.reading.told.part import Told
from datasets.reading.told.plain import told_by_bytes

MOST_ROWS = 200_000


def told_by_parquet(path: Path) -> Told:
    """The cells of each column as text, by its name; runs of text where it cannot be opened."""
    try:
        with duckdb.connect(config={"threads": 1}) as engine:
            rows = engine.read_parquet(str(path)).limit(MOST_ROWS)
            names = rows.columns
            cells = rows.fetchall()
    except duckdb.Error:
        return told_by_bytes(path)
    columns = zip(*cells, strict=True) if cells else ()
    return Told(
        labelled={
            name: ["" if cell is None else str(cell) for cell in column]
            for name, column in zip(names, columns, strict=False)
        }
    )
