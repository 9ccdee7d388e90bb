"""What is wrong below the header of a table, asked in SQL."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from datasets.validation.asking import Asked, Fault
from datasets.validation.evident import evident
from datasets.validation.findings import EXAMPLES_EACH, Place
from datasets.validation.keys import Keys
from datasets.validation.records import Records
from datasets.validation.schema import SchemaField, TableSchema

MOST_FAULTS = 1_000
_ASKED_AT_ONCE = 1_000


class RowFaults:
    """The faults of one table; `totals` and `complete` are known once `places` has ended.

    Args:
        connection: Of its own, in memory.
        records: With a Parquet.
        schema: What the table promises.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, records: Records, schema: TableSchema
    ) -> None:
        self._connection = connection
        self._records = records
        self._schema = schema
        self._fields = schema.fields[: len(records.labels)]
        cells = ", ".join(f"c{place}" for place in range(len(records.labels)))
        self._blank = f"coalesce({cells}) IS NULL"
        self.totals: Counter[tuple[str, str | None]] = Counter()
        self.complete = True
        parquet = str(records.parquet).replace("'", "''")
        self._ask(f"CREATE TEMP VIEW t AS FROM read_parquet('{parquet}', file_row_number = true)")

    def places(self) -> Iterator[Place]:
        """The first of each code and column, by kind of fault."""
        blank, doubtful, missing = self._counted()
        if blank:
            for row in self._rows(self._blank):
                yield Place(code="blank-row", row=row)
            self.totals["blank-row", None] += blank
        for place, field in enumerate(self._fields):
            if doubtful[place]:
                yield from self._doubtful(place, field)
            if missing[place] > blank:
                yield from self._missing(place, field, missing[place] - blank)
        if self._records.ragged:
            yield from self._ragged(blank)
        yield from self._unique()
        yield from self._primary()

    def _ask(self, sql: str, *bound: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, list(bound)).fetchall()

    def _rows(self, where: str) -> list[int]:
        sql = f"SELECT file_row_number + 2 AS row FROM t WHERE {where} ORDER BY row LIMIT ?"  # noqa: S608 - engine names and constants only
        return [int(row) for (row,) in self._ask(sql, EXAMPLES_EACH)]

    def _counted(self) -> tuple[int, list[int], list[int]]:
        """Blank rows; by field the values that are not evidently right, and blanks that count."""
        bound: list[Any] = []
        figures = [f"count(*) FILTER ({self._blank})"]
        for place, field in enumerate(self._fields):
            right = evident(field, f"c{place}", bound)
            figures.append(f"count(*) FILTER (c{place} IS NOT NULL AND NOT ({right}))")
            required = "true" if field.constraints.get("required") else "false"
            figures.append(f"count(*) FILTER ({required} AND c{place} IS NULL)")
        blank, *counts = map(int, self._ask(f"SELECT {', '.join(figures)} FROM t", *bound)[0])  # noqa: S608 - engine names, the rest is bound
        return blank, counts[0::2], counts[1::2]

    def _doubtful(self, place: int, field: SchemaField) -> Iterator[Place]:
        faulty = self._faulty(place, field)
        if not faulty:
            return
        self._ask(
            f"CREATE TEMP TABLE faulty{place} AS SELECT unnest(?::VARCHAR[]) AS value",
            list(faulty),
        )
        joined = f"FROM t JOIN faulty{place} ON value = c{place}"
        for value, count in self._ask(f"SELECT value, count(*) {joined} GROUP BY value"):
            for code, _ in faulty[value]:
                self.totals[code, field.name] += int(count)
        for code in ("type-error", "constraint-error"):
            values = [value for value, faults in faulty.items() if (code in dict(faults))]
            sql = (
                f"SELECT file_row_number + 2 AS row, value {joined}"
                " WHERE list_contains(?::VARCHAR[], value) ORDER BY row LIMIT ?"
            )
            for row, value in self._ask(sql, values, EXAMPLES_EACH) if values else ():
                for kind in [broken for found, broken in faulty[value] if found == code]:
                    yield Place(
                        code=code,
                        kind=kind or field.type,
                        row=int(row),
                        column=field.name,
                        value=str(value),
                    )

    def _faulty(self, place: int, field: SchemaField) -> dict[str, Sequence[Fault]]:
        """The different values of a column in which Frictionless finds faults, and these."""
        bound: list[Any] = []
        right = evident(field, f"c{place}", bound)
        asked = Asked(self._schema, field)
        different = self._connection.execute(
            f"SELECT c{place} FROM t WHERE c{place} IS NOT NULL AND NOT ({right})"  # noqa: S608 - engine names, the rest is bound
            f" GROUP BY c{place} ORDER BY min(file_row_number)",
            bound,
        )
        faulty: dict[str, Sequence[Fault]] = {}
        while values := different.fetchmany(_ASKED_AT_ONCE):
            for (value,) in values:
                if found := asked.faults(value):
                    faulty[value] = found
            if len(faulty) >= MOST_FAULTS:
                self.complete = len(values) < _ASKED_AT_ONCE
                break
        return faulty

    def _missing(self, place: int, field: SchemaField, count: int) -> Iterator[Place]:
        self.totals["constraint-error", field.name] += count
        for row in self._rows(f"c{place} IS NULL AND NOT ({self._blank})"):
            yield Place(
                code="constraint-error", kind="required", row=row, column=field.name, value=""
            )

    def _ragged(self, blank: int) -> Iterator[Place]:
        labels, fields = self._records.labels, self._fields
        sql = f"SELECT file_row_number + 2 FROM t WHERE {self._blank}"  # noqa: S608 - engine names only
        empty = {int(row) for (row,) in self._ask(sql)} if blank else set()
        for row, cells in self._records.ragged.items():
            if row in empty:
                continue
            for number in range(len(labels) + 1, len(cells) + 1):
                self.totals["extra-cell", None] += 1
                yield Place(code="extra-cell", row=row, number=number, value=cells[number - 1])
            for number in range(len(cells), len(labels)):
                name = fields[number].name if number < len(fields) else labels[number]
                self.totals["missing-cell", name] += 1
                yield Place(code="missing-cell", row=row, column=name, number=number + 1)

    def _unique(self) -> Iterator[Place]:
        for place, field in enumerate(self._fields):
            if field.constraints.get("unique"):
                count, repeated = Keys(self._connection, self._schema, [place]).repeated(
                    EXAMPLES_EACH
                )
                self.totals["unique-error", field.name] += count
                for one in repeated:
                    yield Place(
                        code="unique-error",
                        row=one.row,
                        column=field.name,
                        value=self._values(one.row, [place]),
                        other_row=one.earlier,
                    )

    def _primary(self) -> Iterator[Place]:
        names = [field.name for field in self._fields]
        if not self._schema.primary_key or not set(self._schema.primary_key) <= set(names):
            return
        places = [names.index(name) for name in self._schema.primary_key]
        keys = Keys(self._connection, self._schema, places)
        count, repeated = keys.repeated(EXAMPLES_EACH)
        blank, rows = keys.blank(EXAMPLES_EACH)
        self.totals["primary-key", None] += count + blank
        for one in repeated:
            value = self._values(one.row, places)
            yield Place(code="primary-key", row=one.row, value=value, other_row=one.earlier)
        for row in rows:
            yield Place(code="primary-key", kind="blank", row=row, value="")

    def _values(self, row: int, places: Sequence[int]) -> str:
        cells = ", ".join(f"coalesce(c{place}, '')" for place in places)
        sql = f"SELECT {cells} FROM t WHERE file_row_number = ?"  # noqa: S608 - engine names only
        return ", ".join(self._ask(sql, row - 2)[0])
