"""A list to look through: words, a few filters, and a card for each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from apps_gallery.builtin.base import Answer, Asked, Config, Fit, Headline, Slot, Template
from apps_gallery.builtin.facilities import readings
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.grammar import parse
from datasets.tables.query import RowQuery
from datasets.tables.row_file import Row
from datasets.tables.store import TableStore

PAGE_SIZE_ROWS = 20
MOST_FILTERS = 3
MOST_FIELDS = 6
MOST_VALUES = 30
_FEWEST_ROWS = 2
_TEXTS = (ColumnType.TEXT,)
_TELLING = (
    ColumnRole.ADDRESS,
    ColumnRole.PHONE,
    ColumnRole.DATE,
    ColumnRole.CATEGORY,
    ColumnRole.MEASURE,
    ColumnRole.URL,
    ColumnRole.TEXT,
    ColumnRole.FLAG,
    ColumnRole.YEAR,
    ColumnRole.AGE,
    ColumnRole.NAME,
)
_TITLES = (ColumnRole.NAME, ColumnRole.TEXT, ColumnRole.CATEGORY)
_CODES = (ColumnRole.ID, ColumnRole.AREA_CODE, ColumnRole.LATITUDE, ColumnRole.LONGITUDE)
_ONCE = (ColumnRole.ADDRESS, ColumnRole.PHONE, ColumnRole.POSTAL)
_KIND = re.compile("種類|種別|分類|区分|地区|district|kind|type", re.IGNORECASE)
_COUNTED = re.compile("数(?:$|[（(])")
_OPTIONS = (ColumnRole.CATEGORY, ColumnRole.FLAG, ColumnRole.SEX, ColumnRole.AGE)


def _is_telling(column: Column) -> bool:
    return column.distinct_count > 1


def _is_choice(column: Column) -> bool:
    counted = column.type is not ColumnType.TEXT and _COUNTED.search(column.name)
    few = 2 <= column.distinct_count <= MOST_VALUES
    return few and column.type is not ColumnType.TIME and not counted


SLOTS = (
    Slot(name="title", title=N_("Name of a row"), roles=_TITLES, types=_TEXTS, test=_is_telling),
    Slot(
        name="filters",
        title=N_("To choose by"),
        roles=_OPTIONS,
        needed=False,
        most=MOST_FILTERS,
        test=_is_choice,
    ),
    Slot(
        name="fields",
        title=N_("Shown of each row"),
        needed=False,
        most=MOST_FIELDS,
        test=lambda column: column.distinct_count > 0,
    ),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A column to choose by, with how many rows each value has among what is found."""

    column: Column
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One row.

    Attributes:
        fields: Columns with the text of their cells; blank ones are left out.
    """

    title: str
    fields: tuple[tuple[Column, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderAnswer(Answer):
    """What is found.

    Attributes:
        query: As asked, of one page, in the table's own grammar.
        total: Rows that match.
    """

    query: RowQuery
    total: int
    cards: tuple[Card, ...]
    filters: tuple[Filter, ...]


class FinderTemplate(Template):
    """さがす一覧."""

    name = "finder"
    title = N_("List to look through")
    promise = N_("Finds rows by words and a few choices, and shows each as a card.")
    why_not = N_("This needs a column of names, different in most rows.")
    slots: ClassVar[tuple[Slot, ...]] = SLOTS

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """Names different in most rows; filters and fields as far as there are any."""
        named = _best_title(columns, rows)
        if named is None or rows < _FEWEST_ROWS:
            return None
        choices = [c for c in SLOTS[1].candidates(columns) if c is not named]
        choices.sort(key=lambda column: not _KIND.search(column.name))
        fields = _fields(columns, named)
        chosen = {
            "title": (named.name,),
            "filters": tuple(column.name for column in choices[:MOST_FILTERS]),
            "fields": tuple(column.name for column in fields),
        }
        return Fit({slot: names for slot, names in chosen.items() if names})

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> FinderAnswer:
        """One page of the rows that the table's own grammar asks for.

        Raises:
            InvalidQuery: if the address cannot be read.
        """
        source = config.source
        table = source.table
        args = [(name, value) for name, values in asked.items() for value in values]
        query = replace(parse(args, table.columns), size=PAGE_SIZE_ROWS, after=None, shown=())
        title, fields = source.one("title"), source.many("fields")
        shown = tuple(dict.fromkeys(column.name for column in (title, *fields)))
        found = tables.rows(table.key, table.columns, replace(query, shown=shown))
        filters = tuple(
            Filter(
                column,
                tuple(tables.facet(table.key, table.columns, query, column.name, MOST_VALUES)),
            )
            for column in source.many("filters")
        )
        return FinderAnswer(
            question=Message(N_("What are you looking for?")),
            headline=headline(query, found.total, table.rows),
            query=query,
            total=found.total,
            cards=tuple(_card(row, shown, title, fields) for row in found.rows),
            filters=filters,
        )


def headline(query: RowQuery, total: int, rows: int) -> Headline:
    """How many rows are found, of how many."""
    if not query.is_filtered:
        return Headline(total, "", Message(N_("{count} are listed."), {"count": f"{rows:,}"}))
    places = {"count": f"{total:,}", "rows": f"{rows:,}"}
    return Headline(total, "", Message(N_("{count} of {rows} fit."), places))


def _card(row: Row, shown: Sequence[str], title: Column, fields: Sequence[Column]) -> Card:
    cells = dict(zip(shown, row, strict=True))
    filled = ((column, cells[column.name]) for column in fields if column is not title)
    return Card(cells[title.name] or "", tuple((column, text) for column, text in filled if text))


def _best_title(columns: Sequence[Column], rows: int) -> Column | None:
    """The most different names; words of another role only where there is no column of names."""
    candidates = SLOTS[0].candidates(columns)
    best = max(
        candidates,
        key=lambda column: (column.role is ColumnRole.NAME, column.distinct_count),
        default=None,
    )
    if best is None or best.distinct_count * 2 <= rows:
        return None
    return best


def _fields(columns: Sequence[Column], title: Column) -> list[Column]:
    """What tells most of a row, in the order of the table, as its readers know it."""
    spelled = {title.name, *readings(columns, title.name)}
    kept: list[Column] = []
    for column in sorted(columns, key=_rank):
        taken = column.role in _ONCE and any(one.role is column.role for one in kept)
        codes = column.role in _CODES or column.distinct_count < 2
        if not (taken or codes or column.name in spelled):
            kept.append(column)
    return [column for column in columns if column in kept[:MOST_FIELDS]]


def _rank(column: Column) -> tuple[int, int, int]:
    order = _TELLING.index(column.role) if column.role in _TELLING else len(_TELLING)
    return order, column.blank_count, -column.distinct_count
