"""From several header rows to one name a column."""

from datasets.reading.result import Record

Merge = tuple[int, int, int, int]
"""First row, last row, first column, last column, from 0."""


def joined_names(rows: list[Record], first: int, merges: tuple[Merge, ...]) -> tuple[str, ...]:
    """One name a column, joined with `_` from the top; what spans columns names each of them.

    Args:
        rows: The header rows, all equally wide.
        first: Number of the first of them, as `merges` count.
        merges: Merged ranges of the sheet.
    """
    filled = [list(row) for row in rows]
    for top, bottom, left, right in merges:
        _spread(filled, (top - first, bottom - first, left, right))
    for number in range(len(filled) - 1):
        _fill_right(filled[number], filled[number + 1 :])
    names = []
    for column in range(len(rows[0])):
        parts: list[str] = []
        for row in filled:
            part = row[column].strip() if len(filled) > 1 else row[column]
            if part and part not in parts[-1:]:
                parts.append(part)
        names.append("_".join(parts))
    return tuple(names)


def _spread(rows: list[Record], merge: Merge) -> None:
    top, _, left, right = merge
    if 0 <= top < len(rows) - 1 and left < len(rows[top]):
        for column in range(left + 1, min(right + 1, len(rows[top]))):
            rows[top][column] = rows[top][left]


def _fill_right(row: Record, below: list[Record]) -> None:
    for column in range(1, len(row)):
        if not row[column].strip() and any(lower[column].strip() for lower in below):
            row[column] = row[column - 1]
