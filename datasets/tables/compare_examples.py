"""The first few rows that are new, gone or changed, as a person would look at them."""

from collections.abc import Sequence

import duckdb

from datasets.tables.column_match import Pair
from datasets.tables.difference import Cell, CellChange, ChangeExample, RowExample
from datasets.tables.table_source import Source

EXAMPLES = 20
MOST_CELLS = 12
LONGEST_CELL = 200
_LABELS = 3
_COLUMNS_READ = 200


class Examples:
    """Reads them from the tables that `datasets.tables.row_match` left in the engine.

    Args:
        connection: In which rows were matched.
        before: The older version.
        after: The newer one.
        shared: Columns that were compared.
        most: Rows of each kind.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        before: Source,
        after: Source,
        shared: Sequence[Pair],
        most: int,
    ) -> None:
        self._connection = connection
        self._before, self._after = before, after
        self._shared = shared[:_COLUMNS_READ]
        self._most = most

    def rows(self, side: Source, which: str) -> tuple[RowExample, ...]:
        """Rows of one version alone; `which` is `old` or `new`."""
        other = "new" if which == "old" else "old"
        numbers = self._numbers(f"FROM matched SELECT {which} WHERE {other} IS NULL", which)
        places = list(range(len(side.columns)))[:_COLUMNS_READ]
        cells = self._cells(side, places, numbers)
        return tuple(
            RowExample(number + 1, tuple(_filled(side, places, cells[number])[:MOST_CELLS]))
            for number in numbers
        )

    def changes(self, key: Sequence[Pair]) -> tuple[ChangeExample, ...]:
        """Rows of both versions whose cells differ, in the order of the newer one."""
        sql = f"FROM matched SELECT old, new WHERE differs ORDER BY new LIMIT {self._most}"
        found = [(int(old), int(new)) for old, new in self._connection.execute(sql).fetchall()]
        shared = list(dict.fromkeys([*self._shared, *key]))
        was = self._cells(self._before, [p.before for p in shared], [old for old, _ in found])
        now = self._cells(self._after, [p.after for p in shared], [new for _, new in found])
        return tuple(self._change(shared, key, new, was[old], now[new]) for old, new in found)

    def _change(
        self,
        shared: Sequence[Pair],
        key: Sequence[Pair],
        number: int,
        was: Sequence[str | None],
        now: Sequence[str | None],
    ) -> ChangeExample:
        label = [
            Cell(self._after.columns[pair.after].name, _cut(now[shared.index(pair)]))
            for pair in key[:_LABELS]
        ]
        cells = [
            CellChange(self._after.columns[pair.after].name, _cut(old), _cut(new))
            for pair, old, new in zip(shared, was, now, strict=True)
            if old != new
        ]
        return ChangeExample(number + 1, tuple(label), tuple(cells[:MOST_CELLS]))

    def _numbers(self, sql: str, which: str) -> list[int]:
        found = self._connection.execute(f"{sql} ORDER BY {which} LIMIT {self._most}").fetchall()
        return [int(number) for (number,) in found]

    def _cells(
        self, side: Source, places: Sequence[int], numbers: Sequence[int]
    ) -> dict[int, tuple[str | None, ...]]:
        """Cells by number of the row, from 0."""
        chosen = ", ".join(f"c{place}" for place in places)
        sql = (
            f"FROM {side.text} SELECT file_row_number, {chosen}"
            " WHERE file_row_number IN (SELECT unnest(?::BIGINT[]))"
        )
        found = self._connection.execute(sql, [*side.bound, list(numbers)]).fetchall()
        return {int(row[0]): tuple(row[1:]) for row in found}


def _filled(side: Source, places: Sequence[int], cells: Sequence[str | None]) -> list[Cell]:
    return [
        Cell(side.columns[place].name, _cut(text))
        for place, text in zip(places, cells, strict=True)
        if text is not None
    ]


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
