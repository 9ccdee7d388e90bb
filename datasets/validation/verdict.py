"""Who judges a table first: Frictionless, or the sieve where it would keep people waiting."""

from pathlib import Path
from typing import Any

from datasets.validation.report import Report
from datasets.validation.schema import TableSchema
from datasets.validation.sieve import sieve_loaded
from datasets.validation.validate import validate_schema

AT_ONCE_CELLS = 400_000
"""Up to so many cells Frictionless is asked at once: half a second."""


def verdict_on(
    clean: Path, parquet: Path, rows: int, schema: TableSchema, *, threads: int = 1
) -> tuple[Report, dict[str, Any] | None]:
    """The first report on a table, and Frictionless's own descriptor if the report is its.

    Args:
        clean: The table as UTF-8 CSV.
        parquet: The same, as `datasets.tables.load` wrote it.
        rows: How many it has.
        schema: What it promises.
        threads: Cores to use.
    """
    if rows * len(schema.fields) <= AT_ONCE_CELLS:
        report, descriptor = validate_schema(clean, schema)
        if not report.complete:
            report = report.of_all_rows(sieve_loaded(parquet, rows, schema, threads=threads))
        return report, descriptor
    return sieve_loaded(parquet, rows, schema, threads=threads), None


def check_table(path: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Let Frictionless read a clean table from start to end.

    Args:
        path: A local file of ours.
        schema: What it promises, as Table Schema writes it.

    Returns:
        `report`, our `Report` as JSON, and `descriptor`, Frictionless's own.
    """
    report, descriptor = validate_schema(Path(path), TableSchema.from_descriptor(schema))
    return {"report": report.to_json(), "descriptor": descriptor}
