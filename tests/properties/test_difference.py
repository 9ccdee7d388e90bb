"""What the engine says has changed is what a plain reading of both tables says."""

from collections import Counter, defaultdict
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.tables.column import Column, ColumnRole
from datasets.tables.compare import Table, compare
from datasets.tables.difference import Difference, Identity

NAMES = ("ID", "地区", "定員", "備考")
_ROW = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "5", "6", ""]),
    st.sampled_from(["中央", "北原", ""]),
    st.sampled_from(["10", "20", "10.0"]),
    st.sampled_from(["あり", "なし", ""]),
)
_TABLES = st.lists(_ROW, max_size=7)


_COLUMNS = (
    Column(name="ID", role=ColumnRole.ID, distinct_count=7),
    Column(name="地区", role=ColumnRole.CATEGORY, distinct_count=2),
    Column(name="定員", role=ColumnRole.MEASURE, distinct_count=3),
    Column(name="備考", role=ColumnRole.TEXT, distinct_count=2),
)


def compared(folder: Path, before, after) -> Difference:
    tables = []
    with duckdb.connect() as connection:
        for name, rows in (("before", before), ("after", after)):
            path = folder / f"{name}.parquet"
            cells = [[row[place] or None for row in rows] for place in range(len(NAMES))]
            chosen = ", ".join(f"unnest(?::VARCHAR[]) c{place}" for place in range(len(NAMES)))
            connection.execute(f"COPY (SELECT {chosen}) TO '{path}'", cells).fetchall()
            tables.append(Table(path, _COLUMNS))
    return compare(*tables, folder)


def plainly(before, after, key: tuple[str, ...]) -> tuple[int, int, int, dict[str, int]]:
    """Rows added, removed and changed, and cells changed by column; read row by row."""
    places = [NAMES.index(name) for name in key] or list(range(len(NAMES)))
    equal = Counter(before) & Counter(after)
    old, new = defaultdict(list), defaultdict(list)
    for rows, left in ((before, old), (after, new)):
        still = Counter(equal)
        for row in rows:
            if still[row]:
                still[row] -= 1
            else:
                left[tuple(row[place] for place in places)].append(row)
    added = removed = changed = 0
    cells: Counter[str] = Counter()
    for known in {*old, *new}:
        pairs = list(zip(old[known], new[known], strict=False))
        changed += len(pairs)
        added += len(new[known]) - len(pairs)
        removed += len(old[known]) - len(pairs)
        for one, other in pairs:
            cells.update(n for n, a, b in zip(NAMES, one, other, strict=True) if a != b)
    return added, removed, changed, dict(cells)


@settings(max_examples=25)
@given(before=_TABLES, after=_TABLES)
def test_rows_and_cells_are_counted_as_by_hand(tmp_path_factory, before, after):
    found = compared(tmp_path_factory.mktemp("tables"), before, after)

    told = {column.name: column.count for column in found.changed_cells}
    assert (found.added, found.removed, found.changed, told) == plainly(before, after, found.key)
    assert (found.rows_before, found.rows_after) == (len(before), len(after))
    assert Difference.from_json(found.to_json()) == found
    assert len(found.changed_rows) == found.changed
    for example in found.changed_rows:
        row = dict(zip(NAMES, after[example.row - 1], strict=True))
        assert all((cell.after or "") == row[cell.column] for cell in example.cells)


@settings(max_examples=8)
@given(rows=_TABLES, seed=st.randoms())
def test_the_same_rows_in_another_order_are_no_change_but_of_order(tmp_path_factory, rows, seed):
    shuffled = list(rows)
    seed.shuffle(shuffled)

    found = compared(tmp_path_factory.mktemp("tables"), rows, shuffled)

    # rows with the same ID are told apart by nothing else, so an order may be read as a change
    if found.identity is not Identity.CONTENT and len({row[0] for row in rows}) < len(rows):
        return
    assert (found.added, found.removed, found.changed) == (0, 0, 0)
    assert found.rows_moved == (rows != shuffled)
