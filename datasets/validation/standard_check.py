"""A table of this machine against a standard that somebody names, for the command."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets.tables.column import Column
from datasets.validation.expected import following, recognised
from datasets.validation.standards.recognise import recognition_of
from datasets.validation.standards.schema import AUTO, edition
from datasets.validation.validate import validate_schema


def check_file(
    clean: str,
    parquet: str,
    columns: Sequence[Mapping[str, Any]],
    rows: int,
    schema: str,
    title: str,
) -> dict[str, Any]:
    """Check a table; for the limited child process.

    Args:
        clean: Path of the repaired table: UTF-8 CSV with a header.
        parquet: The same, as `datasets.tables.load` wrote it.
        columns: Its columns, `Column` as JSON.
        rows: How many it has.
        schema: Id or number of an edition, or `auto`.
        title: What its file and sheet are called.

    Returns:
        `standard`, a `Recognition` as JSON, and `report`, a `Report` as JSON; both None if it
        follows no standard.

    Raises:
        NotFound: if there is no such standard.
    """
    known = [Column.from_json(dict(column)) for column in columns]
    if schema == AUTO:
        found = recognised(known, title=title)
    else:
        found = recognition_of([column.name for column in known], edition(schema))
    if found is None:
        return {"standard": None, "report": None}
    held = following(Path(parquet), known, rows, found)
    report, _ = validate_schema(Path(clean), held.schema)
    return {"standard": found.to_json(), "report": held.told(report).to_json()}
