"""What the reader decided about a file and why, for a person to look at and to correct."""

from typing import Any

from datasets.reading.correctable import LAST_ROW
from datasets.reading.corrected import NamesTold, first_rows
from datasets.reading.grounds import Grounds
from datasets.reading.result import ReadFile, ReadTable

SHOWN_ROWS = 12
_BELOW = 3
_CELLS = 12
_CELL_CHARS = 40


def account_of_table(table: ReadTable, told: NamesTold | None) -> dict[str, Any]:
    """How the names of a table were found, as JSON.

    Returns:
        `rows`, the first of the sheet as they stand, cut, as many as a person may choose of;
        `width`, cells of the widest of them; `header_rows` and `first`, in records from 0;
        `names`, confidence and reasons, None where names are told; `told` by a person; `sheet`.
    """
    shown = max(SHOWN_ROWS, min(table.first_data_record + _BELOW, LAST_ROW))
    rows = first_rows(table, shown)
    return {
        "sheet": table.sheet,
        "rows": [[cell[:_CELL_CHARS] for cell in row[:_CELLS]] for row in rows],
        "width": max(map(len, rows), default=0),
        "header_rows": list(table.header_rows),
        "first": table.first_data_record,
        "names": _grounds(table.grounds),
        "told": told is not None,
    }


def account_of_file(read: ReadFile, by_itself: ReadFile) -> dict[str, Any]:
    """How the file was read, as JSON.

    Args:
        read: As it was corrected.
        by_itself: As the reader had it.

    Returns:
        `encoding` and `delimiter`, confidence and reasons, None where there are none; `sheets`,
        each with its name, whether it is data, and whether the reader thought so.
    """
    taken = {table.sheet for table in read.tables}
    thought = {table.sheet for table in by_itself.tables}
    sheets = dict.fromkeys(t.sheet for t in (*by_itself.tables, *by_itself.aside) if t.sheet)
    return {
        "encoding": _grounds(read.encoding_grounds),
        "delimiter": _grounds(read.dialect_grounds),
        "sheets": [
            {"name": name, "taken": name in taken, "thought": name in thought} for name in sheets
        ],
    }


def _grounds(found: Grounds | None) -> dict[str, Any] | None:
    if found is None:
        return None
    reasons = [reason.to_json() for reason in found.reasons]
    return {"confidence": found.confidence, "reasons": reasons}
