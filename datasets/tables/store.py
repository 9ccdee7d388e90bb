"""Rows one can ask questions of: what every store of tables answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from datasets.tables.column import Column
from datasets.tables.query import RowQuery
from datasets.tables.row_file import Row


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows.

    Attributes:
        total: Rows that match, on all pages.
        rows: Text of the shown columns exactly as published; None for a blank.
        numbers: Of each row, its place in the original order, from 0.
        next_after: What `_after` is on the next page; None on the last.
    """

    total: int
    rows: list[Row]
    numbers: list[int]
    next_after: int | None


class TableStore(Protocol):
    """Tables by key; what is under a key never changes.

    Every method raises NotFound for an unknown key and, where it answers a query, InvalidQuery and
    TookTooLong.
    """

    def put(self, key: str, parquet: Path) -> None:
        """Keep a table that `datasets.tables.load` wrote; again is the same."""

    def has(self, key: str) -> bool:
        """Whether a table is whole under this key."""

    def delete(self, key: str) -> None:
        """Destroy a table, for an erasure; again is the same."""

    def path(self, key: str) -> Path:
        """The Parquet, to read only."""

    def count(self, key: str, columns: Sequence[Column], query: RowQuery) -> int:
        """How many rows match."""

    def rows(self, key: str, columns: Sequence[Column], query: RowQuery) -> RowPage:
        """One page of matching rows in the query's order."""

    def row(self, key: str, number: int) -> Row:
        """One row with all its columns, by its place in the original order."""

    def stream(self, key: str, columns: Sequence[Column], query: RowQuery) -> Iterator[list[Row]]:
        """All matching rows in the query's order, in batches of shown columns; pages ignored."""

    def write_parquet(self, key: str, columns: Sequence[Column], query: RowQuery, to: Path) -> None:
        """Write all matching rows, typed and with the names as published; `to` in `outgoing`."""

    @property
    def outgoing(self) -> Path:
        """A folder for files on their way out, that `write_parquet` may write to."""

    def csv_texts(self, key: str) -> Iterator[bytes]:
        """All rows and columns as RFC 4180 text (UTF-8, CRLF), without a header."""

    def facet(
        self, key: str, columns: Sequence[Column], query: RowQuery, column: str, limit: int = 50
    ) -> list[tuple[str, int]]:
        """Values of a column with their counts, most first, as if none of them were chosen."""

    def aggregate(
        self, key: str, columns: Sequence[Column], query: RowQuery, limit: int = 1_000
    ) -> list[tuple[Any, ...]]:
        """The query's groups: text of each group column, then its figures."""
