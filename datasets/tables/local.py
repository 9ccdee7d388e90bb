"""Tables in a directory: Parquet read by DuckDB, and a file of rows beside each."""

import re
import shutil
from collections import OrderedDict
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnType
from datasets.tables.engine import Engine
from datasets.tables.query import RowQuery
from datasets.tables.row_file import Row, RowFile, write_rows
from datasets.tables.sql import (
    ROW_NUMBER,
    SCAN,
    SortKey,
    Sql,
    Table,
    after,
    figure,
    order,
    select,
    sort_keys,
    where,
)
from datasets.tables.store import RowPage

_BATCH_ROWS = 4_096
_REMEMBERED_ANSWERS = 512
_KEY = re.compile(r"[0-9a-z][0-9a-z_-]{3,127}", re.ASCII)
_PARQUET_TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.TIME: "TIME",
}


class LocalTables:
    """Tables in a directory; readable by several processes at once."""

    def __init__(self, root: Path, *, deadline_s: float = 10.0, memory_limit_mb: int = 400) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root.resolve()
        self._engine = Engine(self._root, deadline_s=deadline_s, memory_limit_mb=memory_limit_mb)
        self._row_file = lru_cache(maxsize=64)(RowFile)
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, list[tuple[object, ...]]] = OrderedDict()

    def put(self, key: str, parquet: Path) -> None:
        """Keep a table; its rows are written first, the Parquet last, so half is none."""
        if self.has(key):
            return
        to = self._at(key)
        to.parent.mkdir(parents=True, exist_ok=True)
        arriving = to.with_suffix(".arriving")
        shutil.copyfile(parquet, arriving)
        names = self._engine.ask("SELECT name FROM parquet_schema(?)", [str(arriving)])
        cells = ", ".join(str(name) for (name,) in names if str(name).startswith("c"))
        every = f"FROM read_parquet(?) SELECT {cells}"
        rows = to.with_suffix(".arriving-rows")
        write_rows(self._engine.stream(every, [str(arriving)], _BATCH_ROWS), rows)
        rows.replace(to.with_suffix(".rows"))
        arriving.replace(to)

    def has(self, key: str) -> bool:
        """Whether a table is whole under this key."""
        return self._at(key).exists() and self._at(key).with_suffix(".rows").exists()

    def delete(self, key: str) -> None:
        """Destroy a table, for an erasure; again is the same."""
        self._at(key).unlink(missing_ok=True)
        self._at(key).with_suffix(".rows").unlink(missing_ok=True)
        self._row_file.cache_clear()
        self._answers.clear()

    def path(self, key: str) -> Path:
        """The Parquet, to read only."""
        if not self.has(key):
            raise NotFound(N_("The rows of this file are not ready."))
        return self._at(key)

    def count(self, key: str, columns: Sequence[Column], query: RowQuery) -> int:
        """How many rows match; from memory when it was asked before."""
        if not query.is_filtered:
            return self._rows_of(key).rows
        match = where(query, Table(columns))
        answer = self._remembered(key, select(["count(*)"], match))
        return int(cast("int", answer[0][0]))

    def rows(self, key: str, columns: Sequence[Column], query: RowQuery) -> RowPage:
        """One page: the engine finds the numbers of its rows, the row file gives their cells."""
        numbers = self._numbers(key, Table(columns), query)
        page = numbers[: query.size]
        cells = self._rows_of(key).pick(page)
        if query.shown:
            places = _places(columns, query)
            cells = [tuple(row[place] for place in places) for row in cells]
        next_after = page[-1] if len(numbers) > query.size else None
        return RowPage(self.count(key, columns, query), cells, page, next_after)

    def row(self, key: str, number: int) -> Row:
        """One row with all its columns, by its place in the original order."""
        rows = self._rows_of(key)
        if not 0 <= number < rows.rows:
            raise NotFound(N_("There is no such row."))
        return rows.pick([number])[0]

    def stream(self, key: str, columns: Sequence[Column], query: RowQuery) -> Iterator[list[Row]]:
        """All matching rows in the query's order, in batches; constant memory unless sorted."""
        table = Table(columns)
        match, keys = where(query, table), sort_keys(query, table)
        cells = [f"c{place}" for place in _places(columns, query)]
        sql = select(cells, match, order(keys) if keys else None)
        bound = (str(self.path(key)), *sql.bound)
        return cast("Iterator[list[Row]]", self._engine.stream(sql.text, bound, _BATCH_ROWS))

    def csv_texts(self, key: str) -> Iterator[bytes]:
        """All rows and columns as RFC 4180 text (UTF-8, CRLF), without a header."""
        return self._rows_of(key).texts()

    def facet(
        self, key: str, columns: Sequence[Column], query: RowQuery, column: str, limit: int = 50
    ) -> list[tuple[str, int]]:
        """Values of a column with their counts; each written as in its first row."""
        table = Table(columns)
        match = where(query.without_choices(column), table)
        value = table.compared(column)
        filled = Sql(f"({match.text}) AND {value} IS NOT NULL", match.bound)
        most = f"GROUP BY {value} ORDER BY count(*) DESC, min({ROW_NUMBER}) LIMIT ?"
        what = [f"any_value({table.text(column)})", "count(*)"]
        answer = self._remembered(key, select(what, filled, Sql(most, (limit,))))
        return cast("list[tuple[str, int]]", list(answer))

    def aggregate(
        self, key: str, columns: Sequence[Column], query: RowQuery, limit: int = 1_000
    ) -> list[tuple[Any, ...]]:
        """The query's groups; in their own order where they have one, else by the first figure."""
        table = Table(columns)
        match = where(query, table)
        figures = [figure(aggregate, table) for aggregate in query.aggregates] or ["count(*)"]
        labels = [f"any_value({table.text(name)})" for name in query.group]
        values = [table.compared(name) for name in query.group]
        grouped = f"GROUP BY {', '.join(values)}" if values else ""
        tail = f"{grouped} ORDER BY {_group_order(query, table, figures)} LIMIT ?"
        what = [*labels, *figures]
        return list(self._remembered(key, select(what, match, Sql(tail, (limit,)))))

    @property
    def outgoing(self) -> Path:
        """A folder for files on their way out."""
        folder = self._root / "outgoing"
        folder.mkdir(exist_ok=True)
        return folder

    def write_parquet(self, key: str, columns: Sequence[Column], query: RowQuery, to: Path) -> None:
        """Write all matching rows, typed; the names are bound, as names of an empty table."""
        table = Table(columns)
        match, ordered = where(query, table), order(sort_keys(query, table))
        names: dict[str, str] = {}
        for column in query.shown_columns(columns):
            names[_unlike(column.name, names)] = _PARQUET_TYPES[column.type]
        empty = self.outgoing / "empty.csv"
        empty.touch()
        cells = [_typed(columns[place], place) for place in _places(columns, query)]
        chosen = select(cells, match, ordered)
        sql = (
            "COPY (FROM read_csv(?, columns = ?, auto_detect = false, header = false)"
            f" UNION ALL ({chosen.text})) TO ? (FORMAT parquet, COMPRESSION zstd)"
        )
        bound = (str(empty), names, str(self.path(key)), *chosen.bound, str(to))
        for _ in self._engine.stream(sql, bound, 1):
            pass

    def _numbers(self, key: str, table: Table, query: RowQuery) -> list[int]:
        """Numbers of the rows of one page and of the first of the next, in the query's order."""
        keys = sort_keys(query, table)
        offset = 0 if query.after is not None else (query.page - 1) * query.size
        if not keys and not query.is_filtered:
            start = offset if query.after is None else query.after + 1
            total = self._rows_of(key).rows
            return list(range(min(start, total), min(start + query.size + 1, total)))
        match, ordered = where(query, table), order(keys)
        if query.after is not None:
            match = self._following(key, match, keys, query.after)
        tail = Sql(f"{ordered.text} LIMIT ? OFFSET ?", (*ordered.bound, query.size + 1, offset))
        sql = select([ROW_NUMBER], match, tail)
        answer = self._engine.ask(sql.text, (str(self.path(key)), *sql.bound))
        return [cast("int", number) for (number,) in answer]

    def _following(self, key: str, match: Sql, keys: list[SortKey], row_number: int) -> Sql:
        """A condition, and being later in the order than one row."""
        anchor: tuple[object, ...] = ()
        if keys:
            chosen = ", ".join(part.sql.text for part in keys)
            bound = tuple(value for part in keys for value in part.sql.bound)
            sql = f"FROM {SCAN} SELECT {chosen} WHERE {ROW_NUMBER} = ?"
            found = self._remembered(key, Sql(sql, (*bound, row_number)))
            if not found:
                return Sql("false")
            anchor = found[0]
        later = after(keys, anchor, row_number)
        return Sql(f"({match.text}) AND ({later.text})", (*match.bound, *later.bound))

    def _remembered(self, key: str, sql: Sql) -> list[tuple[object, ...]]:
        """An answer about a table that never changes, asked once."""
        path = str(self.path(key))
        question = (key, sql.text, sql.bound)
        known = self._answers.get(question)
        if known is not None:
            return known
        answer = self._engine.ask(sql.text, (path, *sql.bound))
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > _REMEMBERED_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    def _rows_of(self, key: str) -> RowFile:
        return self._row_file(self._at(key).with_suffix(".rows"))

    def _at(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound(N_("The rows of this file are not ready."))
        return self._root / key[:2] / key[2:4] / f"{key}.parquet"


def _places(columns: Sequence[Column], query: RowQuery) -> list[int]:
    """Positions of the shown columns."""
    if not query.shown:
        return list(range(len(columns)))
    places = {column.name: index for index, column in enumerate(columns)}
    return [places[name] for name in query.shown]


def _typed(column: Column, place: int) -> str:
    """The typed value of a column."""
    if column.type is ColumnType.BOOLEAN:
        return f"CAST(c{place} AS BOOLEAN)"
    return f"c{place}" if column.type is ColumnType.TEXT else f"n{place}"


def _unlike(name: str, taken: Container[str]) -> str:
    """A name that the engine can tell from those taken: it sees no case."""
    lowered = {other.casefold() for other in cast("Iterable[str]", taken)}
    chosen, number = name or "_", 1
    while chosen.casefold() in lowered:
        chosen, number = f"{name}_{number}", number + 1
    return chosen


def _group_order(query: RowQuery, table: Table, figures: Sequence[str]) -> str:
    """Groups in the order asked, or in that of numbers and dates, or the largest figure first."""
    asked = [
        f"{table.compared(key.column)} {'DESC' if key.descending else 'ASC'} NULLS LAST"
        for key in query.sort
        if key.column in query.group
    ]
    if asked:
        return ", ".join(asked)
    own = [table.compared(name) for name in query.group]
    if own and table.column(query.group[0]).type not in (ColumnType.TEXT, ColumnType.BOOLEAN):
        return ", ".join(f"{value} ASC NULLS LAST" for value in own)
    return f"{figures[0]} DESC NULLS LAST, min({ROW_NUMBER})"
