"""A question about rows in words: the sentence over a table, and its conditions one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import Box, Condition, Near, Operator, RowQuery
from portal.web.jinja import number

Part = Condition | Near | Box | str

_MOST_VALUES = 4
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_TIMES = (ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME)
_WHEN = {
    Operator.GTE: N_("%(column)s from %(values)s"),
    Operator.LTE: N_("%(column)s until %(values)s"),
    Operator.GT: N_("%(column)s after %(values)s"),
    Operator.LT: N_("%(column)s before %(values)s"),
}
_HOW = {
    Operator.GTE: N_("%(column)s at least %(values)s"),
    Operator.LTE: N_("%(column)s at most %(values)s"),
    Operator.GT: N_("%(column)s more than %(values)s"),
    Operator.LT: N_("%(column)s less than %(values)s"),
    Operator.CONTAINS: N_("%(column)s holds “%(values)s”"),
    Operator.STARTS: N_("%(column)s starts with “%(values)s”"),
    Operator.IS: N_("%(column)s is %(values)s"),
    Operator.IN: N_("%(column)s is %(values)s"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A question in words.

    Attributes:
        conditions: What leaves rows out, without the count: 「地区が一箕、定員500以上」; empty if
            nothing does.
        count: 「14件（全243件）」.
        order: 「定員の大きい順」; empty in the order of the file.
    """

    conditions: str
    count: str
    order: str

    @property
    def sentence(self) -> str:
        """All of it, without the title of the data."""
        return " ".join(part for part in (self.conditions, self.count, self.order) if part)


def words_of(query: RowQuery, columns: Sequence[Column], total: int, rows: int) -> Words:
    """The view in words.

    Args:
        query: What is asked.
        columns: Of the table.
        total: Rows that match.
        rows: Rows of the whole table.
    """
    parts = [part_words(part, columns) for part in query.describe()]
    return Words(joined(parts, _(", ")), _count(query, total, rows), order_words(query, columns))


def part_words(part: Part, columns: Sequence[Column]) -> str:
    """One thing that leaves rows out, in words."""
    if isinstance(part, str):
        return str(_("with the words “%(words)s”", words=part))
    if isinstance(part, Near):
        return str(_("within %(metres)s m of a place", metres=number(part.metres)))
    if isinstance(part, Box):
        return str(_("inside a box on the map"))
    return _condition(part, next(c for c in columns if c.name == part.column))


def value_words(column: Column, value: str) -> str:
    """A value as a reader would say it: numbers with separators and their unit."""
    if column.type in _NUMBERS and column.role not in (ColumnRole.YEAR, ColumnRole.ID):
        plain = value.replace(",", "")
        try:
            written = number(float(plain) if "." in plain else int(plain))
        except ValueError:
            written = value
        return f"{written}{column.unit}"
    return value


def order_words(query: RowQuery, columns: Sequence[Column]) -> str:
    """The order in words; empty in the order of the file."""
    if not query.sort:
        return ""
    key = query.sort[0]
    column = next(c for c in columns if c.name == key.column)
    return order_label(column, descending=key.descending)


def order_label(column: Column, *, descending: bool) -> str:
    """An order by one column, as people say it of numbers, of dates and of words."""
    name = column.plain_name
    if column.type in _NUMBERS:
        text = _("%(column)s, largest first") if descending else _("%(column)s, smallest first")
    elif column.type in _TIMES:
        text = _("%(column)s, newest first") if descending else _("%(column)s, oldest first")
    else:
        text = _("%(column)s, backwards") if descending else _("%(column)s, in order")
    return str(text) % {"column": name}


def joined(parts: Sequence[str], glue: object) -> str:
    """Parts with a word between them."""
    return str(glue).join(part for part in parts if part)


def _condition(condition: Condition, column: Column) -> str:
    name = column.plain_name
    if condition.operator is Operator.NULL:
        blank = "1" in condition.values
        return str(
            _("%(column)s is blank", column=name)
            if blank
            else _("%(column)s is filled", column=name)
        )
    shown = [value_words(column, value) for value in condition.values[:_MOST_VALUES]]
    values = joined(shown, _(" or "))
    left = len(condition.values) - len(shown)
    if left:
        values = str(_("%(values)s and %(count)s more", values=values, count=left))
    temporal = column.type in _TIMES or column.role is ColumnRole.YEAR
    forms = {**_HOW, **_WHEN} if temporal else _HOW
    return str(_(forms[condition.operator])) % {"column": name, "values": values}


def _count(query: RowQuery, total: int, rows: int) -> str:
    shown = number(total)
    if not query.is_filtered:
        return str(ngettext("%(shown)s row in all", "%(shown)s rows in all", total, shown=shown))
    return str(
        ngettext(
            "%(shown)s row of %(rows)s",
            "%(shown)s rows of %(rows)s",
            total,
            shown=shown,
            rows=number(rows),
        )
    )


Link = Callable[[RowQuery], str]


@dataclass(frozen=True, slots=True)
class ChipLink:
    """A condition in force, and the address without it."""

    text: str
    url: str


def chips(query: RowQuery, columns: Sequence[Column], link: Link) -> tuple[ChipLink, ...]:
    """Every condition, each value of a choice by itself, with the address that takes it away."""
    found: list[ChipLink] = []
    by_name = {column.name: column for column in columns}
    for part in query.describe():
        if isinstance(part, Condition) and part.operator in (Operator.IS, Operator.IN):
            column = by_name[part.column]
            found += [
                ChipLink(
                    str(_("%(column)s: %(value)s"))
                    % {"column": column.plain_name, "value": value_words(column, value)},
                    link(query.without_value(part, value)),
                )
                for value in part.values
            ]
        else:
            found.append(ChipLink(part_words(part, columns), link(query.without(part))))
    return tuple(found)
