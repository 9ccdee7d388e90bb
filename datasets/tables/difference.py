"""What one version of a table changed against another: rows, cells, columns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Identity(StrEnum):
    """By what rows of two versions are told to be the same row."""

    DECLARED = "declared"
    ID = "id"
    COLUMNS = "columns"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A column that has another name now."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column whose values are of another type now; codes of `ColumnType`."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedCells:
    """How many cells of one column changed, in rows that both versions have."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row that is in one version only; None for a blank."""

    column: str
    text: str | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after; None for a blank."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RowExample:
    """A row that is in one version only.

    Attributes:
        row: Its place in its version, from 1.
        cells: Those that are filled, at most 12, long ones cut.
    """

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ChangeExample:
    """A row of both versions whose cells differ.

    Attributes:
        row: Its place in the newer version, from 1.
        label: Cells by which a person knows it, at most 3.
        cells: What changed in it, at most 12 cells.
    """

    row: int
    label: tuple[Cell, ...]
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed from one version of a table to another.

    Attributes:
        rows_before: Rows of the older version; `rows_after` of the newer one.
        added: Rows of the newer version that the older one does not have.
        removed: Rows of the older version that the newer one does not have.
        changed: Rows of both with at least one other cell.
        identity: How rows were told apart, by the columns `key` (names of the newer version;
            empty where the whole content of a row says which it is: then none is `changed`).
        changed_cells: By column, those with any, in the order of the newer version.
        compared_cells: Cells of all rows that both have, in the columns that both have.
        columns_added: Names; likewise `columns_removed`.
        columns_moved: Whether columns that both have stand in another order.
        rows_moved: Whether rows that both have stand in another order.
        added_rows: The first few of them; likewise `removed_rows` and `changed_rows`.
    """

    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int
    identity: Identity
    key: tuple[str, ...]
    changed_cells: tuple[ChangedCells, ...] = ()
    compared_cells: int = 0
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_renamed: tuple[Renamed, ...] = ()
    columns_retyped: tuple[Retyped, ...] = ()
    columns_moved: bool = False
    rows_moved: bool = False
    added_rows: tuple[RowExample, ...] = ()
    removed_rows: tuple[RowExample, ...] = ()
    changed_rows: tuple[ChangeExample, ...] = ()

    @property
    def changed_cell_count(self) -> int:
        """Cells that changed, of `compared_cells`."""
        return sum(column.count for column in self.changed_cells)

    @property
    def is_nothing(self) -> bool:
        """Whether both versions say the same in the same order."""
        rows = self.added or self.removed or self.changed or self.rows_moved
        columns = self.columns_added or self.columns_removed or self.columns_renamed
        return not (rows or columns or self.columns_retyped or self.columns_moved)

    def to_json(self) -> dict[str, Any]:
        """The difference as it is kept in the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Difference":
        """The difference that `to_json` wrote."""
        return cls(
            **{
                **stored,
                "identity": Identity(stored["identity"]),
                "key": tuple(stored["key"]),
                "columns_added": tuple(stored["columns_added"]),
                "columns_removed": tuple(stored["columns_removed"]),
                "changed_cells": tuple(ChangedCells(**c) for c in stored["changed_cells"]),
                "columns_renamed": tuple(Renamed(**c) for c in stored["columns_renamed"]),
                "columns_retyped": tuple(Retyped(**c) for c in stored["columns_retyped"]),
                "added_rows": tuple(_row(row) for row in stored["added_rows"]),
                "removed_rows": tuple(_row(row) for row in stored["removed_rows"]),
                "changed_rows": tuple(_change(row) for row in stored["changed_rows"]),
            }
        )


def _row(stored: Mapping[str, Any]) -> RowExample:
    return RowExample(stored["row"], tuple(Cell(**cell) for cell in stored["cells"]))


def _change(stored: Mapping[str, Any]) -> ChangeExample:
    return ChangeExample(
        stored["row"],
        tuple(Cell(**cell) for cell in stored["label"]),
        tuple(CellChange(**cell) for cell in stored["cells"]),
    )
