"""The rows of a table: filter, sort, choose columns, take away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.tables.column import Column
from datasets.tables.grammar import parse
from datasets.tables.query import (
    DEFAULT_PAGE_SIZE_ROWS,
    PAGE_SIZES_ROWS,
    RowQuery,
    Sort,
)
from datasets.tables.store import RowPage
from portal.pages.dataset import way
from portal.pages.table_cells import Cell, Head, cells, heads, report_urls
from portal.pages.table_filters import Filter, filters
from portal.web.assets import digest
from portal.web.caching import tag, unchanged
from portal.web.context import Page, services
from portal.web.file_card import MenuItem, formats
from portal.web.filters import Choice
from portal.web.jinja import number
from portal.web.language import words, words_lang
from portal.web.paging import Pager, pager
from portal.web.table_file import TableFile, public_table, telling
from portal.web.urls import public_blueprint
from portal.web.view_words import ChipLink, Words, chips, order_label, part_words, words_of

MOST_COLUMNS_AT_FIRST = 12
_MOST_SORTED = 12
_MOST_CELLS_LINKED = 500

bp = public_blueprint("table", __name__, "/dataset")

Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A condition to drop when nothing matches, and how many rows that gives."""

    text: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Take:
    """The rows of this view in every form.

    Attributes:
        view_url: This view, to be sent to others; `api_url` the same for programs.
    """

    csv_url: str
    formats: tuple[MenuItem, ...]
    view_url: str
    api_url: str
    chart_url: str


@dataclass(frozen=True, kw_only=True)
class TablePage(Page):
    """What the page of a table shows.

    Attributes:
        data: Title of the dataset; `lang` where it is not the page's.
        words: The view in words.
        filter_hidden: What the form of the filters carries along, likewise of order and columns.
        search: Words in rows.
        cut: Columns that are left out unless one asks for them; 0 if all are shown.
        report_urls: Where a mistake in each row is pointed out, empty on a page that is large
            already; `report_url` one in any of them.
        ways_out: Where nothing matches.
    """

    data: str
    lang: str | None
    data_url: str
    words: Words
    total: int
    chips: tuple[ChipLink, ...]
    clear_url: str
    first_url: str
    filters: tuple[Filter, ...]
    filter_hidden: Hidden
    search: str
    orders: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    order_hidden: Hidden
    columns: tuple[Choice, ...]
    columns_hidden: Hidden
    all_columns_url: str
    cut: int
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    range: str
    pager: Pager
    take: Take
    report_urls: tuple[str, ...]
    report_url: str
    ways_out: tuple[WayOut, ...]


@bp.get("/<slug>/<file>/table")
def show(slug: str, file: str) -> ResponseReturnValue:
    """One page of the rows that a question leaves, in words and in a table."""
    with services().reading() as session:
        table = public_table(session, slug, file)
    etag = tag("table", table.key, table.dataset.revision, request.full_path, digest())
    if (same := unchanged(etag)) is not None:
        return same
    query = parse(request.args.items(multi=True), table.columns)
    query = replace(query, size=min(query.size, max(PAGE_SIZES_ROWS)), after=None)
    response = make_response(render_template("pages/table/show.html", page=_page(table, query)))
    response.set_etag(etag, weak=True)
    return response


def _page(table: TableFile, query: RowQuery) -> TablePage:
    shown = _shown(table, query)
    asked = replace(query, shown=tuple(column.name for column in shown))
    found = services().tables.rows(table.key, table.columns, asked)
    said = words_of(query, table.columns, found.total, table.rows)
    beside = filters(table, query)
    title = words(table.dataset.title)
    first = replace(query, page=1)
    reports = tuple(report_urls(table, shown, found.rows))
    return TablePage(
        title=str(_("%(title)s: table", title=title)),
        description=f"{title}: {said.sentence}",
        breadcrumbs=(*way(table.dataset), (str(_("Table")), None)),
        data=title,
        lang=words_lang(table.dataset.title),
        data_url=url_for("dataset.show", slug=table.dataset.slug),
        words=said,
        total=found.total,
        chips=chips(query, table.columns, lambda one: table.asked("table.show", one)),
        clear_url=table.asked("table.show", _unfiltered(query)),
        first_url=table.asked("table.show", first),
        filters=beside.items,
        filter_hidden=tuple(beside.rest.to_args(table.columns)),
        search=query.words,
        orders=tuple(_orders(table, query, shown)),
        sizes=tuple(_sizes(query)),
        order_hidden=_args(table, replace(first, sort=(), size=DEFAULT_PAGE_SIZE_ROWS)),
        columns=tuple(Choice(table.key_of(c), c.name, c in shown) for c in table.columns),
        columns_hidden=_args(table, replace(first, shown=())),
        all_columns_url=_all_columns(table, first),
        cut=len(table.columns) - len(shown),
        heads=tuple(heads(table, query, shown)),
        rows=tuple(cells(table, query, shown, found.rows)),
        range=_range(found, query),
        pager=pager(
            found.total,
            query.page,
            query.size,
            lambda page: table.asked("table.show", replace(query, page=page)),
        ),
        take=_take(table, query),
        report_urls=reports if len(reports) * len(shown) <= _MOST_CELLS_LINKED else (),
        report_url=reports[0] if len(reports) == 1 else url_for("voice.new", **table.names),
        ways_out=tuple(_ways_out(table, query)) if not found.total else (),
    )


def _shown(table: TableFile, query: RowQuery) -> list[Column]:
    if query.shown:
        return query.shown_columns(table.columns)
    if len(table.columns) <= MOST_COLUMNS_AT_FIRST:
        return telling(table.columns, len(table.columns))
    return telling(table.columns)


def _unfiltered(query: RowQuery) -> RowQuery:
    return replace(query, conditions=(), words="", near=None, box=None, page=1)


def _args(table: TableFile, query: RowQuery) -> Hidden:
    return tuple(query.to_args(table.columns))


def _all_columns(table: TableFile, query: RowQuery) -> str:
    every = replace(query, shown=tuple(column.name for column in table.columns))
    return table.asked("table.show", every)


def _orders(table: TableFile, query: RowQuery, shown: Sequence[Column]) -> Iterable[Choice]:
    """The order of the file, and both orders of each shown column; those in use among them."""
    yield Choice("", str(_("As in the file")), chosen=not query.sort)
    used = query.sort[0] if query.sort else None
    sortable = [*shown[:_MOST_SORTED], *table.columns]
    columns = [c for c in dict.fromkeys(sortable) if c in shown[:_MOST_SORTED]]
    if used is not None:
        named = next(column for column in table.columns if column.name == used.column)
        columns = list(dict.fromkeys([*columns, named]))
    for column in columns:
        for descending in (False, True):
            key = ("-" if descending else "") + table.key_of(column)
            chosen = used == Sort(column.name, descending)
            yield Choice(key, order_label(column, descending=descending), chosen)


def _sizes(query: RowQuery) -> Iterable[Choice]:
    for size in dict.fromkeys([*PAGE_SIZES_ROWS, query.size]):
        label = ngettext("%(num)s row a page", "%(num)s rows a page", size)
        yield Choice(str(size), str(label), size == query.size)


def _range(found: RowPage, query: RowQuery) -> str:
    """Which rows of how many stand on this page."""
    if not found.rows:
        return ""
    start = (query.page - 1) * query.size + 1
    return str(
        ngettext(
            "Row %(first)s of %(total)s",
            "Rows %(first)s to %(last)s of %(total)s",
            len(found.rows),
            first=number(start),
            last=number(start + len(found.rows) - 1),
            total=number(found.total),
        )
    )


def _take(table: TableFile, query: RowQuery) -> Take:
    base = services().settings.base_url
    rows = query.all_rows()
    api = table.asked("api.rows", query)
    return Take(
        csv_url=table.asked("download.file", rows, [("_enc", "excel")], ext="csv"),
        formats=tuple(formats(table, rows)),
        view_url=base + table.asked("table.show", query),
        api_url=base + api,
        chart_url=table.asked("chart.show", replace(rows, sort=(), shown=())),
    )


def _ways_out(table: TableFile, query: RowQuery) -> Iterable[WayOut]:
    """What to drop so that there are rows again, the most rows first."""
    tables = services().tables
    ways = []
    for part in query.describe():
        left = query.without(part)
        count = tables.count(table.key, table.columns, left)
        if count:
            text = part_words(part, table.columns)
            ways.append(WayOut(text, table.asked("table.show", left), count))
    return sorted(ways, key=lambda way: -way.count)
