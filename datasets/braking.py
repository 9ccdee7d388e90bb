"""Pure: which change of a table is so large that a person looks before it goes public."""

from collections.abc import Sequence

from datasets.kernel.messages import N_, Message
from datasets.tables.difference import Difference, Identity

LARGEST_SHARE = 0.10
SMALLEST_COUNT = 5
LARGEST_SHARE_OF_CELLS = 0.5
_NAMED_COLUMNS = 5


def is_many(count: int, of: int) -> bool:
    """Whether so much of something is gone that a person decides: records of a source, or rows.

    More than 5 and more than 10 %; that all of it is gone is told from what there is now.
    """
    return count > SMALLEST_COUNT and count > LARGEST_SHARE * of


def large(difference: Difference) -> tuple[Message, ...]:
    """What makes a change large, each with its figures; empty if it is not.

    Where nothing but its whole content says which row is which, a row with one other cell is one
    that is gone and one that is new: there only rows that nothing came for count as gone, and
    more than half of the rows, not of the cells, as changed.
    """
    found = []
    gone, rows = _gone(difference), difference.rows_before
    if is_many(gone, rows) or (rows and not difference.rows_after):
        places = {"count": gone, "rows": rows, "share": round(100 * gone / rows)}
        found.append(Message(N_("{count} of {rows} rows are gone ({share} per cent)."), places))
    if difference.columns_removed:
        found.append(_columns_gone(difference.columns_removed))
    if (share := _changed_share(difference)) > LARGEST_SHARE_OF_CELLS:
        told = Message(
            N_("{share} per cent of what stood there changed."), {"share": round(100 * share)}
        )
        found.append(told)
    return tuple(found)


def _columns_gone(names: Sequence[str]) -> Message:
    shown, more = "、".join(names[:_NAMED_COLUMNS]), len(names) - _NAMED_COLUMNS
    if more <= 0:
        return Message(N_("Columns are gone: {columns}."), {"columns": shown})
    places = {"columns": shown, "count": more}
    return Message(N_("Columns are gone: {columns} and {count} more."), places)


def _gone(difference: Difference) -> int:
    if difference.identity is Identity.CONTENT:
        return max(0, difference.removed - difference.added)
    return difference.removed


def _changed_share(difference: Difference) -> float:
    """The share that is another now, 0..1."""
    if difference.identity is Identity.CONTENT:
        other = min(difference.added, difference.removed)
        few = difference.removed <= SMALLEST_COUNT
        return 0.0 if few else other / difference.rows_before
    if difference.changed <= SMALLEST_COUNT:
        return 0.0
    return difference.changed_cell_count / difference.compared_cells
