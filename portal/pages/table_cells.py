"""Heads and cells of a table on its page: what sorts, and what filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import Condition, Operator, RowQuery, Sort
from datasets.tables.row_file import Row
from portal.pages.dataset_table import cell_text
from portal.web.table_file import TableFile, is_number

_MOST_DISTINCT_SHARE = 0.5
_LONGEST_LINK = 60
_LONGEST_UNBROKEN = 12
_KEYS = (ColumnRole.ID, ColumnRole.NAME)
_TIMES = (ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME)
_UNLINKED = {
    ColumnRole.URL,
    ColumnRole.MEASURE,
    ColumnRole.LATITUDE,
    ColumnRole.LONGITUDE,
}
_UNBROKEN = {
    ColumnRole.NAME,
    ColumnRole.ID,
    ColumnRole.PHONE,
    ColumnRole.POSTAL,
    ColumnRole.YEAR,
    ColumnRole.DATE,
    ColumnRole.CATEGORY,
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column, as the macro `data_table` takes it."""

    label: str
    number: bool
    sort_url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, as the macro `data_table` takes it; `url` filters by its value."""

    text: str | Markup
    url: str = ""
    whole: bool = False


def heads(table: TableFile, query: RowQuery, shown: Sequence[Column]) -> Iterator[Head]:
    """Heads that sort: upwards, downwards, then as in the file again."""
    for column in shown:
        used = query.sort[0] if query.sort else None
        ways = [Sort(column.name), Sort(column.name, descending=True)]
        if used not in ways:
            following: tuple[Sort, ...] = (ways[0],)
        else:
            following = (ways[1],) if used == ways[0] else ()
        direction = {ways[0]: "ascending", ways[1]: "descending"}.get(used, "") if used else ""
        url = table.asked("table.show", replace(query, sort=following, page=1))
        yield Head(column.name, is_number(column), url, direction)


def cells(
    table: TableFile, query: RowQuery, shown: Sequence[Column], rows: Sequence[Row]
) -> Iterator[tuple[Cell, ...]]:
    """Rows of cells; a value that more than one row has is a link to those rows."""
    asked = {one.column for one in query.conditions if one.operator is Operator.IS}
    linked = [
        column.role not in _UNLINKED
        and column.name not in asked
        and 1 < column.distinct_count <= table.rows * _MOST_DISTINCT_SHARE
        for column in shown
    ]
    for row in rows:
        yield tuple(
            _cell(table, query, column, cell, links=links)
            for column, cell, links in zip(shown, row, linked, strict=True)
        )


def report_urls(table: TableFile, shown: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    """Where a mistake in each row can be pointed out: the form, with what the row is called."""
    named = next((c for role in _KEYS for c in shown if c.role is role), shown[0])
    telling = [named]
    if named.distinct_count < table.rows:  # its name alone does not tell a row from others
        telling += [column for column in shown if column is not named][:2]
    places = [shown.index(column) for column in telling]
    for row in rows:
        called = " / ".join((row[place] or "")[:_LONGEST_LINK] for place in places)
        yield url_for("voice.new", **table.names, row=called.strip(" /") or None)


def _cell(
    table: TableFile, query: RowQuery, column: Column, cell: str | None, *, links: bool
) -> Cell:
    if not cell:
        return Cell("")
    if column.role is ColumnRole.URL and cell.startswith(("https://", "http://")):
        return Cell(cell, cell)
    text: str | Markup = cell_text(column, cell) or ""
    whole = len(cell) <= _LONGEST_UNBROKEN and (column.role in _UNBROKEN or column.type in _TIMES)
    if not links or len(cell) > _LONGEST_LINK:
        return Cell(text, whole=whole)
    only = Condition(column.name, Operator.IS, (cell,))
    return Cell(text, table.asked("table.show", query.with_condition(only)), whole)
