"""A table of one row, validated when this is imported.

Frictionless imports half of itself, and looks for its plugins, only with the first table it
reads. Whoever forks children imports this once, so that no child has to do it again.
"""

import tempfile
from pathlib import Path

from datasets.tables.column import Column, ColumnType
from datasets.validation.validate import validate


def rehearse() -> None:
    """Validate a table that holds every type of column."""
    columns = [Column(name=str(kind), type=kind) for kind in ColumnType]
    cells = ["a", "1", "1.5", "true", "2026-11-01", "2026-11-01T09:00:00", "09:00:00"]
    lines = [[column.name for column in columns], cells, [""] * len(columns)]
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        table = Path(folder) / "table.csv"
        table.write_text("".join(",".join(line) + "\n" for line in lines))
        validate(table, columns)


rehearse()
