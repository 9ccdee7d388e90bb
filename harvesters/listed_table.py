"""The rows of a list of datasets, whatever it was written with: read in the limited cell.

A list is a stranger's file: none of its bytes are parsed in the process that asked for it.
"""

import importlib
from pathlib import Path
from typing import Any

from datasets.kernel import cell
from datasets.kernel.confinement import CellLimits

LIMITS = CellLimits(memory_bytes=2 << 30, cpu_s=60, wall_s=90)
MOST_COLUMNS = 200
LONGEST_CELL = 20_000


def tables_of(path: Path, filename: str, most_rows: int) -> list[dict[str, Any]]:
    """The tables of a file.

    Args:
        path: A local file.
        filename: What its source called it.
        most_rows: How many rows are taken of each; one more is handed back if there are more.

    Returns:
        `header`: names as they stand; `rows`: lists of text; `above`: texts over the header.

    Raises:
        UnreadableFile: if it is no table, or damaged.
        TooLarge: if it is beyond a limit of what is read.
    """
    told = cell.run(read_tables, str(path), filename, most_rows, limits=LIMITS)
    return [table for table in told if table["header"]]


def read_tables(path: str, filename: str, most_rows: int) -> list[dict[str, Any]]:
    """The tables of a file, in the child; JSON in, JSON out."""
    reading = importlib.import_module("datasets.reading.read")  # imports pandas: not for the site
    found = []
    for table in reading.read_file(Path(path), filename).tables:
        rows: list[list[str]] = []
        for _, records in table.batches():
            rows += [
                [value[:LONGEST_CELL] for value in record[:MOST_COLUMNS]]
                for record in records
                if any(record)
            ]
            if len(rows) > most_rows:
                break
        header = list(table.header[:MOST_COLUMNS])
        found.append({"header": header, "rows": rows[: most_rows + 1], "above": list(table.above)})
    return found
