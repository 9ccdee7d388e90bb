"""Search one file for personal data: its tables, what stands beside them, and its hidden parts.

Pure: runs in the limited child process, when a file is prepared and again when the rules change.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from datasets.inner_files import scan_inner_files
from datasets.kernel.errors import DomainError
from datasets.reading.read import read_file
from datasets.reading.result import ReadFile, ReadTable, squared
from datasets.reading.signature import kind_of
from datasets.reading.told.part import LARGEST_BYTES
from datasets.repair.planning import plan
from datasets.repair.repair import write_clean_csv
from datasets.validation.checks.hidden_parts import scan_workbook
from datasets.validation.checks.kept_files import says_more, scan_kept_file
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.personal_data import Scanner
from datasets.validation.checks.privacy import Place, PrivacyFinding, scan_hidden
from datasets.validation.checks.prose import scan_prose
from datasets.validation.checks.small_cells import MOST_ROWS, scan_counts

_SCAN_ROWS = 50_000
_READ_WHOLE = frozenset({"pdf", "json", "text", "rtf", "turtle", "ntriples", "ole"})
"""Kept files that are searched in memory, or not at all."""
_BESIDE = "（表の外）"


def scan_file(path: str, filename: str, folder: str) -> list[dict[str, Any]]:
    """Search a file that was prepared before, whole.

    Args:
        path: A local file.
        filename: What its sender called it.
        folder: An empty folder to work in.

    Returns:
        Each `PrivacyFinding` as JSON.

    Raises:
        UnreadableFile: if it is no table.
        TooLarge: if it is beyond a limit.
    """
    read = read_file(Path(path), filename)
    found = list(scan_hidden_parts(read, Path(path), filename))
    for number, table in enumerate(read.tables):
        clean = Path(folder) / f"{number}.csv"
        repaired = write_clean_csv(table, plan(table), clean)
        found += scan_table(table, clean, repaired.notes)
        clean.unlink()
    found += scan_beyond_tables(Path(path), filename, found)
    return [finding.to_json() for finding in found]


def scan_table(table: ReadTable, clean: Path, notes: Sequence[str]) -> Sequence[PrivacyFinding]:
    """Search one table and what was set apart from it.

    Args:
        table: As it was read; its totals tell what was hidden.
        clean: The repaired table as CSV in UTF-8.
        notes: Titles, units and notes beside it.
    """
    scanner = Scanner(table.sheet)
    for frame in pd.read_csv(
        clean, dtype=object, keep_default_na=False, na_filter=False, chunksize=_SCAN_ROWS
    ):
        scanner.feed(frame)
    found = [*scanner.findings(), *_counts(table)]
    # a list without a header may have its first record there
    around = [" ".join(table.header), *table.above, *notes]
    known = {finding.kind for finding in found}
    prose = scan_prose([line for line in around if line.strip()], Place(table.sheet), _BESIDE)
    return (*found, *(finding for finding in prose if finding.kind not in known))


def scan_hidden_parts(read: ReadFile, path: Path, filename: str) -> Sequence[PrivacyFinding]:
    """What a workbook hides, whatever is in it, and the personal data among that."""
    hidden = read.hidden
    everywhere = read.tables[0].sheet or read.tables[0].name
    return (
        *scan_hidden(len(hidden.sheets), {everywhere: hidden.rows}, {everywhere: hidden.columns}),
        *scan_workbook(path, read.kind),
        *scan_inner_files(path, read.kind, filename),
    )


def scan_beyond_tables(
    path: Path, filename: str, found: Sequence[PrivacyFinding]
) -> Sequence[PrivacyFinding]:
    """What a document says outside of its table, or deeper in it than a table shows.

    Args:
        path: Of a file of which tables were made.
        filename: What its sender called it.
        found: What was found in the tables; the same kinds are not named again.
    """
    kind = kind_of(path, filename)
    if not says_more(kind, filename):
        return ()
    known = {finding.kind for finding in found}
    return [each for each in scan_kept_file(path, kind, filename) if each.kind not in known]


def scan_kept(path: Path, filename: str) -> Sequence[PrivacyFinding]:
    """Search a file that is kept as it is: what it says, and the files inside it."""
    kind = kind_of(path, filename)
    if kind in _READ_WHOLE and path.stat().st_size > LARGEST_BYTES:
        return (Place(filename, hidden=True).finding(PrivacyKind.UNREAD, 1),)
    try:
        return (*scan_kept_file(path, kind, filename), *scan_inner_files(path, kind, filename))
    except DomainError:
        return ()  # what is damaged is refused by who examines it


def _counts(table: ReadTable) -> Sequence[PrivacyFinding]:
    rows: list[list[str]] = []
    for _, records in table.batches():
        rows += squared(records, table.width)
        if len(rows) > MOST_ROWS:
            return ()
    return scan_counts(
        table.header, rows, title=" ".join((table.name, *table.above)), sheet=table.sheet
    )
