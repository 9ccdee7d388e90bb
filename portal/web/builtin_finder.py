"""How the built-in app of a list to look through is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from flask_babel import gettext as _

from apps_gallery.builtin.base import Asked, Config
from apps_gallery.builtin.finder import PAGE_SIZE_ROWS, Card, FinderAnswer
from datasets.kernel.folding import fold
from datasets.tables.column import Column, ColumnRole
from datasets.tables.query import Condition, Operator, RowQuery
from portal.web.builtin_near import frame_args
from portal.web.builtin_part import Known, Showing
from portal.web.jinja import number
from portal.web.paging import Pager, pager
from portal.web.places import data_lang
from portal.web.table_file import TableFile, with_args
from portal.web.view_words import ChipLink, chips, value_words

_NOT_ASKED = ("lang", "height")


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose, as the macro `facet` takes it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to choose by; `key` is its name in addresses."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A cell with its column's name; `href` where it leads somewhere."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FoundCard:
    """One row."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderBody:
    """What the app shows under its headline.

    Attributes:
        words: In the search box; `hidden` goes along with the form.
        chips: Conditions in force, each with the address without it.
        lang: Language of the data where it is not the page's.
        range: Which of the rows are on this page, in words; empty if none.
        csv_url: The same rows as a file; `table_url` as a table.
        clear_url: Without any condition.
    """

    words: str
    hidden: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    chips: tuple[ChipLink, ...]
    cards: tuple[FoundCard, ...]
    lang: str | None
    range: str
    pager: Pager
    csv_url: str
    table_url: str
    clear_url: str


def asked(_config: Config, _known: Known, args: Asked) -> Asked:
    """The table's own grammar, without what an embed says about its frame."""
    return {name: values for name, values in args.items() if name not in _NOT_ASKED}


def body(showing: Showing) -> FinderBody:
    """The form, the cards, and the same rows as a file."""
    answer = cast(FinderAnswer, showing.answer)
    file, query = showing.file, answer.query
    rows = query.all_rows()
    stem = _stem(showing.config.source.one("title"))
    turned = pager(
        answer.total,
        query.page,
        PAGE_SIZE_ROWS,
        lambda page: _address(showing, replace(query, page=page)),
    )
    return FinderBody(
        words=query.words,
        hidden=_hidden(showing, answer),
        choices=tuple(_choices(file, answer, stem)),
        chips=chips(query, file.columns, lambda left: _address(showing, left)),
        cards=tuple(_card(card, stem) for card in answer.cards),
        lang=data_lang(),
        range=_range(turned, answer),
        pager=turned,
        csv_url=file.asked("download.file", rows, [("_enc", "excel")], ext="csv"),
        table_url=file.asked("table.show", rows),
        clear_url=_address(showing, RowQuery()),
    )


def _address(showing: Showing, query: RowQuery) -> str:
    """This page asking something else; pages are of one length, so no address says it."""
    plain = replace(query, size=RowQuery().size)
    args = plain.to_args(showing.file.columns)
    return with_args(showing.action, [*args, *frame_args(showing)])


def _hidden(showing: Showing, answer: FinderAnswer) -> tuple[tuple[str, str], ...]:
    """What the form does not ask itself, and so has to carry along."""
    query = replace(answer.query, words="", page=1, size=RowQuery().size)
    for one in answer.filters:
        query = query.without_choices(one.column.name)
    return (*query.to_args(showing.file.columns), *frame_args(showing))


def _stem(title: Column) -> str:
    """What the standard's columns all begin with, such as 「ゴミの分別方法_」; empty if nothing."""
    before, line, _name = title.name.rpartition("_")
    return before + line


def _label(column: Column, stem: str) -> str:
    return column.plain_name.removeprefix(stem)


def _choices(file: TableFile, answer: FinderAnswer, stem: str) -> Iterator[Choice]:
    for one in answer.filters:
        chosen = {fold(value) for value in _chosen(answer.query, one.column)}
        options = tuple(
            Option(value, value_words(one.column, value), count, fold(value) in chosen)
            for value, count in one.values
        )
        yield Choice(file.key_of(one.column), _label(one.column, stem), options)


def _chosen(query: RowQuery, column: Column) -> Iterator[str]:
    for condition in query.conditions:
        if _is_choice(condition) and condition.column == column.name:
            yield from condition.values


def _is_choice(condition: Condition) -> bool:
    return condition.operator in (Operator.IS, Operator.IN)


def _card(card: Card, stem: str) -> FoundCard:
    fields = (
        Field(_label(column, stem), value_words(column, text), _href(column, text))
        for column, text in card.fields
    )
    return FoundCard(card.title, tuple(fields))


def _href(column: Column, text: str) -> str:
    if column.role is ColumnRole.URL and text.startswith(("https://", "http://")):
        return text
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    return f"tel:{digits}" if column.role is ColumnRole.PHONE and len(digits) >= 9 else ""


def _range(turned: Pager, answer: FinderAnswer) -> str:
    if not answer.cards:
        return ""
    return str(
        _(
            "%(first)s to %(last)s of %(total)s",
            first=number(turned.first),
            last=number(turned.first + len(answer.cards) - 1),
            total=number(answer.total),
        )
    )
