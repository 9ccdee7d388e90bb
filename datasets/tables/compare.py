"""Compare two tables as `datasets.tables.load` wrote them; by DuckDB, in bounded memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypedDict

import duckdb

from datasets.tables.column import Column
from datasets.tables.column_match import Pair, pairs
from datasets.tables.compare_examples import EXAMPLES, Examples
from datasets.tables.difference import ChangedCells, Difference, Identity, Renamed, Retyped
from datasets.tables.row_identity import identities
from datasets.tables.row_match import Counts, Matching
from datasets.tables.table_source import Source, source

MEMORY_LIMIT_MB = 300
_SKETCH = 256
_ENOUGH = 0.3
_TRIED = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One version: its Parquet, and its profiled columns."""

    parquet: Path
    columns: Sequence[Column]


def compare(
    before: Table,
    after: Table,
    scratch: Path,
    *,
    key: Sequence[str] = (),
    threads: int = 1,
    examples: int = EXAMPLES,
) -> Difference:
    """What changed from one table to the other.

    Rows are known again by the declared key, else by an ID column, else by the fewest columns
    that tell them apart; where that leaves much changed, the next way is tried and the one that
    explains the newer table with the fewest cells is taken, so that rows numbered anew are not
    all taken for changed. Rows of the same key are paired where they are equal first, then in
    their order.

    Args:
        before: The older version.
        after: The newer one.
        scratch: A folder for what does not fit into memory.
        key: Names of the columns that the publisher declared as the key.
        threads: Cores to use.
        examples: Most rows of each kind to show.
    """
    with _opened(scratch, threads) as connection:
        old = source(connection, "older", before.parquet, before.columns)
        new = source(connection, "newer", after.parquet, after.columns)
        asked = _Asked(connection, old, new)
        shared = pairs(
            before.columns,
            after.columns,
            lambda place: asked.sketch(old, place),
            lambda place: asked.sketch(new, place),
        )
        identity, columns, matching, counts = _best(connection, asked, shared, key)
        shown = Examples(connection, old, new, shared, examples)
        return Difference(
            rows_before=counts.before,
            rows_after=counts.after,
            added=counts.added,
            removed=counts.removed,
            changed=counts.changed,
            identity=identity,
            key=tuple(after.columns[pair.after].name for pair in columns),
            compared_cells=counts.paired * len(shared),
            changed_cells=_changed_cells(matching, after, shared, counts),
            rows_moved=matching.rows_moved(),
            added_rows=shown.rows(new, "new") if counts.added else (),
            removed_rows=shown.rows(old, "old") if counts.removed else (),
            changed_rows=shown.changes(columns) if counts.changed else (),
            **_of_columns(before, after, shared),
        )


def _best(
    connection: duckdb.DuckDBPyConnection,
    asked: "_Asked",
    shared: Sequence[Pair],
    key: Sequence[str],
) -> tuple[Identity, tuple[Pair, ...], Matching, Counts]:
    """The way to know rows again that explains the newer table with the fewest cells."""
    matching = Matching(connection, asked.before, asked.after, shared)
    best: tuple[int, Identity, tuple[Pair, ...]] | None = None
    tried = islice(identities(asked.after, shared, key, asked.share), _TRIED)
    last: tuple[Pair, ...] = ()
    for identity, columns in tried:
        counts, last = matching.match(columns), columns
        if best is None and _is_little(counts):
            return identity, columns, matching, counts
        cost = _cost(matching, shared, counts)
        if best is None or cost < best[0]:
            best = (cost, identity, columns)
    assert best is not None  # noqa: S101 - the content of a row is always a way
    _cells, identity, columns = best
    counts = matching.counts if columns == last else matching.match(columns)
    return identity, columns, matching, counts


def _is_little(counts: Counts) -> bool:
    much = _ENOUGH * max(counts.before, counts.after, 1)
    return counts.added + counts.removed + counts.changed <= much


def _cost(matching: Matching, shared: Sequence[Pair], counts: Counts) -> int:
    alone = (counts.added + counts.removed) * max(len(shared), 1)
    return alone + sum(matching.changed_cells()) if counts.changed else alone


def _changed_cells(
    matching: Matching, after: Table, shared: Sequence[Pair], counts: Counts
) -> tuple[ChangedCells, ...]:
    if not counts.changed:
        return ()
    told = zip(shared, matching.changed_cells(), strict=True)
    return tuple(
        ChangedCells(after.columns[pair.after].name, count) for pair, count in told if count
    )


class _ColumnFields(TypedDict):
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_renamed: tuple[Renamed, ...]
    columns_retyped: tuple[Retyped, ...]
    columns_moved: bool


def _of_columns(before: Table, after: Table, shared: Sequence[Pair]) -> _ColumnFields:
    known, had = {pair.after for pair in shared}, {pair.before for pair in shared}
    both = [(before.columns[pair.before], after.columns[pair.after]) for pair in shared]
    order = [pair.before for pair in shared]
    return _ColumnFields(
        columns_added=tuple(c.name for i, c in enumerate(after.columns) if i not in known),
        columns_removed=tuple(c.name for i, c in enumerate(before.columns) if i not in had),
        columns_renamed=tuple(Renamed(o.name, n.name) for o, n in both if o.name != n.name),
        columns_retyped=tuple(
            Retyped(new.name, str(old.type), str(new.type))
            for old, new in both
            if old.type is not new.type
        ),
        columns_moved=order != sorted(order),
    )


class _Asked:
    """What is asked of both tables before their rows are matched."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, before: Source, after: Source
    ) -> None:
        self.before, self.after = before, after
        self._connection = connection

    def sketch(self, table: Source, place: int) -> frozenset[int]:
        """The smallest hashes of the different values of a column."""
        sql = (
            f"FROM {table.text} SELECT DISTINCT hash(c{place}) h"
            f" WHERE c{place} IS NOT NULL ORDER BY h LIMIT {_SKETCH}"
        )
        found = self._connection.execute(sql, list(table.bound)).fetchall()
        return frozenset(int(value) for (value,) in found)

    def share(self, key: Sequence[Pair]) -> float:
        """The share of different keys in the rows of the version where it is smaller."""
        sides = ((self.before, [p.before for p in key]), (self.after, [p.after for p in key]))
        return min(self._share(table, places) for table, places in sides)

    def _share(self, table: Source, places: Sequence[int]) -> float:
        cells = ", ".join(f"c{place}" for place in places)
        filled = " OR ".join(f"c{place} IS NOT NULL" for place in places)
        sql = f"FROM {table.text} SELECT count(DISTINCT hash({cells})) FILTER ({filled})"
        found = self._connection.execute(sql, list(table.bound)).fetchall()
        return float(found[0][0]) / table.rows if table.rows else 1.0


@contextmanager
def _opened(scratch: Path, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": f"{MEMORY_LIMIT_MB}MB",
        "temp_directory": str(scratch),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("SET parquet_metadata_cache = true").fetchall()
        yield connection
