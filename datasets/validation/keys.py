"""Which rows have the same key: compared as values, as Frictionless compares them."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from datasets.validation.asking import Asked
from datasets.validation.evident import DAY, SECOND
from datasets.validation.schema import SchemaField, TableSchema

# written so that equal texts are equal values, and the other way round
_WRITTEN_ONCE = {
    "string": "true",
    "integer": "regexp_full_match({c}, '0|-?[1-9][0-9]{0,17}')",
    "number": (
        "regexp_full_match({c}, '0|-?[1-9][0-9]{0,29}|-?(0|[1-9][0-9]{0,29})[.][0-9]{0,29}[1-9]')"
    ),
    "boolean": "{c} IN ('true', 'false')",
    "year": "regexp_full_match({c}, '[1-9][0-9]{3}')",
    "date": f"(regexp_full_match({{c}}, '{DAY}') AND TRY_CAST({{c}} AS DATE) IS NOT NULL)",
    "datetime": (
        f"(regexp_full_match({{c}}, '{DAY}T{SECOND}') AND TRY_CAST({{c}} AS TIMESTAMP) IS NOT NULL)"
    ),
    "time": f"(regexp_full_match({{c}}, '{SECOND}') AND TRY_CAST({{c}} AS TIME) IS NOT NULL)",
}


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row whose key an earlier row has: both as record numbers, header included."""

    row: int
    earlier: int


class Keys:
    """The values of some columns, made comparable.

    Args:
        connection: With the view `t` of columns c0…cN and `file_row_number`.
        schema: Of the table.
        places: Columns that together are the key.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, schema: TableSchema, places: Sequence[int]
    ) -> None:
        self._connection = connection
        self._same = [self._comparable(schema, place) for place in places]
        self._key = f"({', '.join(self._same)},)" if len(places) > 1 else self._same[0]
        self._filled = " OR ".join(f"{same} IS NOT NULL" for same in self._same)

    def _comparable(self, schema: TableSchema, place: int) -> str:
        """SQL for the value of a column as text; NULL for a blank, or what is of another type."""
        field, cell = schema.fields[place], f"c{place}"
        once = _written_once(field).replace("{c}", cell)
        if once == "true":
            return cell
        sql = f"SELECT DISTINCT {cell} FROM t WHERE {cell} IS NOT NULL AND NOT ({once})"  # noqa: S608 - engine names and constants only
        values = [str(value) for (value,) in self._connection.execute(sql).fetchall()]
        if not values:
            return cell
        asked = Asked(schema, field)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE same{place} AS"
            " SELECT unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS same",
            [values, [asked.same(value) for value in values]],
        )
        found = f"(SELECT any_value(same) FROM same{place} WHERE value = {cell})"  # noqa: S608 - engine names only
        return f"CASE WHEN {once} THEN {cell} ELSE {found} END"

    def repeated(self, most: int) -> tuple[int, list[Repeated]]:
        """How many rows repeat an earlier key, and the first of them."""
        keyed = f"SELECT file_row_number + 2 AS row, {self._key} AS key FROM t WHERE {self._filled}"  # noqa: S608 - engine names and constants only
        sql = f"SELECT count(*) - count(DISTINCT key) FROM ({keyed})"  # noqa: S608 - likewise
        count = int(self._connection.execute(sql).fetchall()[0][0])
        if not count:
            return 0, []
        sql = (
            f"WITH k AS MATERIALIZED ({keyed})"  # noqa: S608 - likewise
            " SELECT * FROM (SELECT row, lag(row) OVER (PARTITION BY key ORDER BY row) AS earlier"
            " FROM k SEMI JOIN (SELECT key FROM k GROUP BY key HAVING count(*) > 1) d USING (key))"
            " WHERE earlier IS NOT NULL ORDER BY row LIMIT ?"
        )
        rows = self._connection.execute(sql, [most]).fetchall()
        return count, [Repeated(int(row), int(earlier)) for row, earlier in rows]

    def blank(self, most: int) -> tuple[int, list[int]]:
        """How many rows have no key at all, and the first of them."""
        where = f"FROM t WHERE NOT ({self._filled})"
        sql = f"SELECT count(*) {where}"
        count = int(self._connection.execute(sql).fetchall()[0][0])
        sql = f"SELECT file_row_number + 2 AS row {where} ORDER BY row LIMIT ?"
        rows = self._connection.execute(sql, [most]).fetchall() if count else []
        return count, [int(row) for (row,) in rows]


def _written_once(field: SchemaField) -> str:
    return _WRITTEN_ONCE.get(field.type, "false") if field.format == "default" else "false"
