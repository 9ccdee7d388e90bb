"""The filters beside a table: which column gets which, and what each shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from datasets.kernel.folding import fold
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import Condition, Operator, RowQuery
from portal.web.context import services
from portal.web.table_file import TableFile
from portal.web.view_words import value_words

MOST_FILTERS = 12
MOST_OPTIONS = 20
_MOST_NUMBERS = 8  # more different ones are a range
OPEN_AT_FIRST = 3
_COUNTED_ROWS = 200_000  # a larger table counts values only where a filter is in use
_MOST_COUNTED = 6
_CHOSEN = {
    ColumnRole.CATEGORY,
    ColumnRole.FLAG,
    ColumnRole.SEX,
    ColumnRole.AGE,
}
_TELLING = {ColumnRole.CATEGORY, ColumnRole.NAME, ColumnRole.ADDRESS, ColumnRole.DATE}
_RANGED = {ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.DATE}
_UNASKED = {
    ColumnRole.LATITUDE,
    ColumnRole.LONGITUDE,
    ColumnRole.URL,
    ColumnRole.PHONE,
    ColumnRole.POSTAL,
    ColumnRole.AREA_CODE,
}


class Kind(StrEnum):
    """What a filter asks."""

    CHOICE = "choice"
    RANGE = "range"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice; `count` is None where it was not counted."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One column's filter.

    Attributes:
        key: What the column is called in an address.
        options: Of a choice.
        low: What is asked, as written; `high` likewise; `text` of a text.
        least: Smallest value of the column; `most` the largest.
        span: Both in words.
        counts: Bars over the range; those in `marked` are in the view.
        date: Whether the range is of days.
        blanks: "1" only blanks, "0" none, "" both; None where that is not asked.
        blank_count: Blank cells of the whole column.
    """

    key: str
    name: str
    kind: Kind
    is_open: bool
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    text: str = ""
    least: str = ""
    most: str = ""
    span: str = ""
    counts: tuple[int, ...] = ()
    marked: frozenset[int] | None = None
    date: bool = False
    blanks: str | None = None
    blank_count: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters of a table.

    Attributes:
        items: In the order of the page.
        rest: The question without what the filters themselves ask.
    """

    items: tuple[Filter, ...]
    rest: RowQuery


def filters(table: TableFile, query: RowQuery) -> Filters:
    """The filters worth offering, those in use among them."""
    offered = _offered(table, query)
    taken: list[Condition] = []
    counted = 0
    found: list[Filter] = []
    for place, (column, kind) in enumerate(offered):
        mine = [one for one in query.conditions if one.column == column.name]
        counts = kind is Kind.CHOICE and _is_counted(table, query, bool(mine), counted)
        counted += counts and query.is_filtered
        made, used = _made(table, query, (column, kind), counted=counts)
        found.append(replace(made, is_open=bool(used) or place < OPEN_AT_FIRST))
        taken += used
    left = tuple(one for one in query.conditions if one not in taken)
    return Filters(tuple(found), replace(query, conditions=left, words="", page=1, after=None))


def _offered(table: TableFile, query: RowQuery) -> list[tuple[Column, Kind]]:
    used = {condition.column for condition in query.conditions}
    asked = [column for column in table.columns if column.name in used]
    fitting = [column for column in table.columns if _is_fitting(column)]
    ranked = sorted(fitting, key=_rank)[:MOST_FILTERS]
    chosen = [column for column in table.columns if column in ranked or column in asked]
    return [(column, _kind(column)) for column in sorted(chosen, key=_rank)]


def _is_fitting(column: Column) -> bool:
    return column.role not in _UNASKED and (column.distinct_count > 1 or column.blank_count > 0)


def _rank(column: Column) -> int:
    order = (Kind.CHOICE, Kind.RANGE, Kind.TEXT)
    telling = column.role in _TELLING and column.distinct_count > 1
    return order.index(_kind(column)) * 2 - (1 if telling else 0)


def _kind(column: Column) -> Kind:
    repeated = bool(column.top) and column.top[0][1] > 1
    most = _MOST_NUMBERS if column.role is ColumnRole.MEASURE else MOST_OPTIONS
    few = repeated and column.distinct_count <= most
    if column.role in _CHOSEN or column.type is ColumnType.BOOLEAN or few:
        return Kind.CHOICE
    return Kind.RANGE if column.type in _RANGED else Kind.TEXT


def _is_counted(table: TableFile, query: RowQuery, used: bool, counted: int) -> bool:
    if not query.is_filtered:
        return True
    return used or (table.rows <= _COUNTED_ROWS and counted < _MOST_COUNTED)


def _made(
    table: TableFile, query: RowQuery, offered: tuple[Column, Kind], *, counted: bool
) -> tuple[Filter, list[Condition]]:
    """A filter, and the conditions of the question that it shows."""
    column, kind = offered
    asked = {one.operator: one for one in reversed(query.conditions) if one.column == column.name}
    blank = asked.get(Operator.NULL)
    several = column.blank_count and column.distinct_count > 1
    blanks = blank.values[0] if blank else ("" if several else None)
    made = Filter(
        key=table.key_of(column),
        name=column.plain_name + (f" ({column.unit})" if column.unit else ""),
        kind=kind,
        is_open=False,
        blanks=blanks,
        blank_count=column.blank_count,
    )
    operators = [Operator.NULL]
    if kind is Kind.CHOICE:
        operators.append(Operator.IS)
        chosen = asked[Operator.IS].values if Operator.IS in asked else ()
        made = replace(made, options=_options(table, query, column, chosen, counted=counted))
    elif kind is Kind.RANGE:
        operators += [Operator.GTE, Operator.LTE]
        made = _ranged(made, column, _value(asked, Operator.GTE), _value(asked, Operator.LTE))
    else:
        operators.append(Operator.CONTAINS)
        made = replace(made, text=_value(asked, Operator.CONTAINS))
    single = (Operator.IS,) if kind is Kind.CHOICE else ()
    used = [
        asked[operator]
        for operator in operators
        if operator in asked and (operator in single or len(asked[operator].values) == 1)
    ]
    return made, used


def _value(asked: dict[Operator, Condition], operator: Operator) -> str:
    condition = asked.get(operator)
    return condition.values[0] if condition and len(condition.values) == 1 else ""


def _options(
    table: TableFile, query: RowQuery, column: Column, chosen: Sequence[str], *, counted: bool
) -> tuple[Option, ...]:
    values: list[tuple[str, int | None]]
    if query.is_filtered and counted:
        tables = services().tables
        values = list(
            tables.facet(table.key, table.columns, query, column.name, limit=MOST_OPTIONS)
        )
        known = {fold(value) for value, _count in values}
        # a value that no row of the view has is still a choice
        values += [(value, 0) for value, _count in column.top if fold(value) not in known]
    else:
        values = [(value, count if counted else None) for value, count in column.top]
    values = values[:MOST_OPTIONS]
    wanted = {fold(value) for value in chosen}
    shown = {fold(value) for value, _count in values}
    values += [(value, None) for value in chosen if fold(value) not in shown]
    return tuple(
        Option(value, value_words(column, value), count, fold(value) in wanted)
        for value, count in values
    )


def _ranged(made: Filter, column: Column, low: str, high: str) -> Filter:
    least, most = column.minimum or "", column.maximum or ""
    ends = {"low": value_words(column, least), "high": value_words(column, most)}
    return replace(
        made,
        low=low,
        high=high,
        least=least,
        most=most,
        span=str(_("%(low)s to %(high)s", **ends)),
        counts=column.histogram,
        marked=_marked(column, low, high),
        date=column.type is ColumnType.DATE,
    )


def _marked(column: Column, low: str, high: str) -> frozenset[int] | None:
    """Bars that reach into the range asked; None where all do."""
    edges = [_position(text) for text in (column.minimum, column.maximum)]
    if not (low or high) or not column.histogram or edges[0] is None or edges[1] is None:
        return None
    least, most = edges[0], edges[1]
    step = (most - least) / len(column.histogram)
    asked_low, asked_high = _position(low), _position(high)
    return frozenset(
        place
        for place in range(len(column.histogram))
        if (asked_low is None or least + (place + 1) * step > asked_low)
        and (asked_high is None or least + place * step <= asked_high)
    )


def _position(text: str | None) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace(",", ""))
    except ValueError:
        pass
    try:
        return float(date.fromisoformat(text[:10]).toordinal())
    except ValueError:
        return None
