"""Rows of two tables paired by a key, in tables of the engine: who is new, gone, changed, moved."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from datasets.tables.column_match import Pair
from datasets.tables.table_source import Source

_COLUMNS_AT_ONCE = (16, 500)
_HASHED_AT_ONCE = 100
_CELLS_AT_ONCE = 20_000_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of each version, and what became of them; `paired` are in both."""

    before: int
    after: int
    paired: int
    changed: int

    @property
    def added(self) -> int:
        """Rows of the newer version alone."""
        return self.after - self.paired

    @property
    def removed(self) -> int:
        """Rows of the older version alone."""
        return self.before - self.paired


class Matching:
    """Pairs the rows of two tables, by one key after the other.

    In the engine it leaves `matched` (old, new: numbers of rows from 0, NULL where there is none;
    differs), which `datasets.tables.compare_examples` reads.

    Args:
        connection: To a database of its own.
        before: The older version.
        after: The newer one.
        shared: Columns that are compared.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        before: Source,
        after: Source,
        shared: Sequence[Pair],
    ) -> None:
        self._connection = connection
        self._before, self._after = before, after
        self._shared = shared
        self.counts = Counts(0, 0, 0, 0)

    def match(self, key: Sequence[Pair]) -> Counts:
        """Pair the rows; without a key, by all that is compared."""
        places = [p.before for p in self._shared], [p.before for p in key]
        self._stage("a", self._before, *places)
        places = [p.after for p in self._shared], [p.after for p in key]
        self._stage("b", self._after, *places)
        if self._repeats("a") or self._repeats("b"):
            self._match_repeated()
        else:
            self._do(
                "CREATE OR REPLACE TEMP TABLE matched AS SELECT a.r AS old, b.r AS new,"
                " coalesce(a.h <> b.h, false) AS differs FROM a FULL JOIN b USING (k)"
            )
        told = self._ask(
            "SELECT count(old), count(new), count(*) FILTER (old IS NOT NULL AND new IS NOT NULL),"
            " count(*) FILTER (differs) FROM matched"
        )
        self.counts = Counts(*(int(str(figure)) for figure in told[0]))
        return self.counts

    def changed_cells(self) -> list[int]:
        """How many cells changed in each of the compared columns."""
        found: list[int] = []
        least, most = _COLUMNS_AT_ONCE
        at_once = max(least, min(most, _CELLS_AT_ONCE // max(self.counts.changed, 1)))
        for start in range(0, len(self._shared), at_once):
            some = self._shared[start : start + at_once]
            old = ", ".join(f"hash(c{pair.before}) x{i}" for i, pair in enumerate(some))
            new = ", ".join(f"hash(c{pair.after}) x{i}" for i, pair in enumerate(some))
            unlike = ", ".join(f"count_if(a.x{i} <> b.x{i})" for i in range(len(some)))
            sql = (
                "FROM (FROM matched SELECT old, new WHERE differs) m"
                f" JOIN (FROM {self._before.text} SELECT file_row_number r, {old}) a ON a.r = m.old"
                f" JOIN (FROM {self._after.text} SELECT file_row_number r, {new}) b ON b.r = m.new"
                f" SELECT {unlike}"
            )
            answer = self._connection.execute(
                sql, [*self._before.bound, *self._after.bound]
            ).fetchall()
            found += [int(count) for count in answer[0]]
        return found

    def rows_moved(self) -> bool:
        """Whether rows of both tables stand in another order."""
        told = self._ask(
            "SELECT coalesce(bool_or(old < earlier), false) FROM"
            " (SELECT old, lag(old) OVER (ORDER BY new) AS earlier FROM matched"
            " WHERE old IS NOT NULL AND new IS NOT NULL)"
        )
        return bool(told[0][0])

    def _stage(self, name: str, table: Source, compared: Sequence[int], key: Sequence[int]) -> None:
        whole = _hash(compared)
        sql = (
            f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {table.text} SELECT file_row_number AS r,"
            f" {_hash(key) if key else whole} AS k, {whole} AS h"
        )
        self._connection.execute(sql, list(table.bound))

    def _repeats(self, name: str) -> bool:
        return bool(self._ask(f"FROM {name} SELECT count(DISTINCT k) < count(*)")[0][0])

    def _match_repeated(self) -> None:
        """Rows of the same key: equal ones first, then the others in their order."""
        for name in ("a", "b"):
            self._do(
                f"CREATE OR REPLACE TEMP TABLE same_{name} AS FROM {name} SELECT r, k, h,"
                " row_number() OVER (PARTITION BY k, h ORDER BY r) AS n"
            )
        self._do(
            "CREATE OR REPLACE TEMP TABLE equal AS SELECT a.r AS old, b.r AS new"
            " FROM same_a a JOIN same_b b USING (k, h, n)"
        )
        for name, column in (("a", "old"), ("b", "new")):
            self._do(
                f"CREATE OR REPLACE TEMP TABLE left_{name} AS FROM {name}"
                f" ANTI JOIN equal ON equal.{column} = {name}.r SELECT r, k,"
                " row_number() OVER (PARTITION BY k ORDER BY r) AS n"
            )
        self._do(
            "CREATE OR REPLACE TEMP TABLE matched AS SELECT old, new, false AS differs FROM equal"
            " UNION ALL SELECT a.r, b.r, a.r IS NOT NULL AND b.r IS NOT NULL"
            " FROM left_a a FULL JOIN left_b b USING (k, n)"
        )

    def _do(self, sql: str) -> None:
        self._connection.execute(sql).fetchall()

    def _ask(self, sql: str) -> list[tuple[object, ...]]:
        return self._connection.execute(sql).fetchall()


def _hash(places: Sequence[int]) -> str:
    """One figure for the cells at some places; a constant for none."""
    parts = [
        f"hash({', '.join(f'c{place}' for place in places[start : start + _HASHED_AT_ONCE])})"
        for start in range(0, len(places), _HASHED_AT_ONCE)
    ]
    return f"hash({', '.join(parts)})" if parts else "0::UBIGINT"
