"""What is known of a file once it is prepared; light, so that any process may hold it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STAGE_VERSION = "2"
"""Goes up when the same file would become another table; tables are then made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedTable:
    """One table that was made of a file; everything here is JSON.

    Attributes:
        name: The sheet, or the file's stem.
        header_row: Last header row of the original, in records from 0; None without a header.
        rows: Of the table as it was written.
        records: Records with something in them under the header of the original, notes not
            counted; rows that the repair set apart are.
        columns: `Column` as JSON.
        clean_path: The repaired table as UTF-8 CSV, in the working folder.
        parquet_path: The typed table, likewise.
        recipe: `Recipe` as JSON.
        offers: `Offer` as JSON: what was mended and may be switched off, what may be besides.
        repairs: `StepRecord` as JSON, those of the file itself first.
        report: `Report` as JSON; of a large table the sieve's, Frictionless's is still to come.
        schema: What the table was checked against, as Table Schema writes it.
        descriptor: Frictionless's own report; None while it is still to come.
        notes: Titles, units and notes set apart from the table.
        standard: `Recognition` as JSON of the standard it most likely follows; with `followed`,
            whether it was held to it, and `beside`, as `Finding` in JSON what no schema can say
            of it. None if it follows none.
        reading: What the reader decided and why, see `datasets.reading.account`; of the first
            table with what is about the file.
    """

    name: str
    sheet: str | None
    header_row: int | None
    rows: int
    records: int
    columns: Sequence[Mapping[str, Any]]
    geometry_type: str | None
    crs: str | None
    clean_path: str
    parquet_path: str
    recipe: Mapping[str, Any]
    offers: Sequence[Mapping[str, Any]]
    repairs: Sequence[Mapping[str, Any]]
    report: Mapping[str, Any]
    schema: Mapping[str, Any]
    descriptor: Mapping[str, Any] | None
    notes: Sequence[str]
    standard: Mapping[str, Any] | None = None
    reading: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What was made of a file.

    Attributes:
        format: Code of `datasets.vocabulary.FORMATS`, by content.
        verdict: `accept`, `repair` or `quarantine`; a `reject` is raised instead.
        codes: What was found, `OK` too where nothing of it stands in the way.
        encoding: None for a workbook; ASCII is utf-8.
        tables: None for a file that is kept as it is.
        privacy: `PrivacyFinding` as JSON.
        defects: What reading and repair met: code, count and where.
        seconds: Wall-clock time of the whole preparation.
        copy_path: What goes out in place of the bytes as they came, in the working folder.
    """

    format: str
    verdict: str
    codes: Sequence[str]
    encoding: str | None
    newline: str | None
    tables: Sequence[PreparedTable]
    privacy: Sequence[Mapping[str, Any]]
    defects: Sequence[Mapping[str, Any]]
    seconds: float
    copy_path: str | None = None

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Prepared":
        """The facts that `prepare_file` returned."""
        return cls(**{**told, "tables": tuple(PreparedTable(**table) for table in told["tables"])})


def table_key(sha256: str, table: PreparedTable) -> str:
    """Where a table lies in the table store: by what it was made of and how."""
    made_of = json.dumps([sha256, table.sheet, table.recipe, STAGE_VERSION], sort_keys=True)
    return hashlib.sha256(made_of.encode()).hexdigest()


CHANGES = ".changes.csv"
"""How the list of all changed cells ends, after the number of its table."""
PREPARE_FILE = "datasets.examination:prepare_file"
"""What makes it, by its path: only the limited process loads the libraries it needs."""

CHECK_TABLE = "datasets.validation.verdict:check_table"
"""What lets Frictionless read a large table, likewise."""
