"""Charts of a table: one form to choose, the picture, its numbers, its address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.spec import NARROW_PX, WIDE_PX
from datasets.charts.suggest import valid_types
from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.tables.query import RowQuery
from portal.pages.dataset import way
from portal.web.assets import digest
from portal.web.caching import public, tag, unchanged
from portal.web.chart_choices import figure_choices, group_choices, split_choices
from portal.web.chart_table import ChartTable, chart_table
from portal.web.chart_view import (
    Chart,
    Theme,
    choice_args,
    chosen,
    drawn,
    row_query,
    suggested,
)
from portal.web.charts import ChartRenderer
from portal.web.context import Page, services
from portal.web.filters import Choice
from portal.web.language import words, words_lang
from portal.web.table_file import TableFile, public_table
from portal.web.urls import LOCALES
from portal.web.view_words import ChipLink, chips

_TYPES = {
    ChartType.BAR: N_("Bars"),
    ChartType.COLUMN: N_("Columns over time"),
    ChartType.LINE: N_("Line over time"),
    ChartType.STACKED: N_("Stacked bars"),
    ChartType.PYRAMID: N_("Population pyramid"),
    ChartType.SCATTER: N_("Scatter plot"),
    ChartType.HISTOGRAM: N_("Spread of values"),
}
_PICTURE_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
_SPEC_TYPE = "application/vnd.vegalite.v6+json; charset=utf-8"

bp = Blueprint("chart", __name__)


@bp.url_value_preprocessor
def take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A page has its language in its path, a picture after the question mark."""
    locale = (values or {}).pop("locale", None) or request.args.get("_lang")
    if locale in LOCALES:
        g.locale = locale


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """One type of chart; `possible` says whether it can show these columns."""

    value: str
    label: str
    chosen: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggested chart."""

    title: str
    url: str
    chart: Chart
    current: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link under the picture."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class ChartPage(Page):
    """What the page of a chart shows.

    Attributes:
        data: Title of the dataset; `lang` where it is not the page's.
        chart: None where these columns cannot be drawn.
        hidden: What the form carries along: which rows are counted.
        others: Suggested charts.
    """

    data: str
    lang: str | None
    table_url: str
    chart: Chart | None
    numbers: ChartTable | None
    chips: tuple[ChipLink, ...]
    hidden: tuple[tuple[str, str], ...]
    measures: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    splits: tuple[Choice, ...]
    figures: tuple[Choice, ...]
    types: tuple[TypeChoice, ...]
    links: tuple[Link, ...]
    others: tuple[Offer, ...]
    first_url: str
    address: str


@bp.get("/<any(ja, en):locale>/dataset/<slug>/<file>/chart")
def show(slug: str, file: str) -> ResponseReturnValue:
    """The chart that an address names, the best one where it names none."""
    with services().reading() as session:
        table = public_table(session, slug, file)
    etag = tag("chart", table.key, table.dataset.revision, request.full_path, digest())
    if (same := unchanged(etag)) is not None:
        return same
    query = row_query(request.args.items(multi=True), table.columns)
    choice = chosen(request.args, table)
    chart = drawn(table, choice, query) if choice else None
    page = _page(table, query, chart)
    response = make_response(render_template("pages/chart/show.html", page=page))
    response.set_etag(etag, weak=True)
    return response


@bp.get("/d/<slug>/<file>/chart.<any(svg, png, 'vl.json'):ext>")
def image(slug: str, file: str, ext: str) -> ResponseReturnValue:
    """The picture of a chart, or the specification it is drawn from."""
    with services().reading() as session:
        table = public_table(session, slug, file)
    etag = tag("picture", table.key, table.dataset.revision, request.full_path)
    if (same := unchanged(etag)) is not None:
        return _open(same)
    query = row_query(request.args.items(multi=True), table.columns)
    choice = chosen(request.args, table)
    if choice is None:
        raise InvalidQuery(N_("These columns cannot be drawn together. Choose other ones."))
    theme: Theme = "dark" if request.args.get("_theme") == "dark" else "light"
    width = NARROW_PX if request.args.get("_width") == str(NARROW_PX) else WIDE_PX
    titled = request.args.get("_title") != "0"
    spec = drawn(table, choice, query).spec(width, theme, titled=titled)
    response = _picture(spec, ext)
    response.set_etag(etag, weak=True)
    return _open(public(response))


def _picture(spec: dict[str, Any], ext: str) -> Response:
    if ext == "vl.json":
        body = orjson.dumps(spec, option=orjson.OPT_INDENT_2)
        return Response(body, content_type=_SPEC_TYPE)
    renderer = cast(ChartRenderer, current_app.extensions["charts"])
    drawn_bytes = renderer.svg(spec) if ext == "svg" else renderer.png(spec)
    return Response(drawn_bytes, content_type=_PICTURE_TYPES[ext])


def _open(response: Response) -> Response:
    """Let other sites show it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(table: TableFile, query: RowQuery, chart: Chart | None) -> ChartPage:
    title = words(table.dataset.title)
    choice = chart.choice if chart else None
    args = choice_args(table, choice) if choice else _asked_args()
    said = chart.title if chart else str(_("Chart of “%(title)s”", title=title))
    return ChartPage(
        title=said,
        description=f"{title}: {chart.note}" if chart else title,
        breadcrumbs=(*way(table.dataset), (str(_("Chart")), None)),
        data=title,
        lang=words_lang(table.dataset.title),
        table_url=table.asked("table.show", query.all_rows()),
        chart=chart if chart and chart.points else None,
        numbers=chart_table(chart) if chart and chart.points else None,
        chips=chips(query, table.columns, lambda one: table.asked("chart.show", one, args)),
        hidden=tuple(query.all_rows().to_args(table.columns)),
        measures=tuple(figure_choices(table, choice)),
        groups=tuple(group_choices(table, choice, measures=True)),
        splits=tuple(split_choices(table, choice)),
        figures=tuple(_figures(choice)),
        types=tuple(_types(table, choice)),
        links=tuple(_links(chart)) if chart else (),
        others=tuple(_others(table, query, choice)),
        first_url=table.asked("chart.show", query),
        address=services().settings.base_url + table.asked("chart.show", query, args),
    )


def _asked_args() -> list[tuple[str, str]]:
    names = ("_x", "_y", "_series", "_agg", "_type")
    return [(name, request.args[name]) for name in names if request.args.get(name)]


def _figures(choice: ChartChoice | None) -> Sequence[Choice]:
    agg = choice.agg if choice else Aggregate.SUM
    return (
        Choice("sum", str(_("Sum")), agg is Aggregate.SUM),
        Choice("avg", str(_("Average")), agg is Aggregate.AVERAGE),
    )


def _types(table: TableFile, choice: ChartChoice | None) -> Iterator[TypeChoice]:
    """Every type; those that cannot show these columns stand last and cannot be chosen."""
    valid = valid_types(choice, table.columns) if choice else ()
    current = choice.type if choice else None
    for kind in sorted(_TYPES, key=lambda kind: kind not in valid):
        yield TypeChoice(kind.value, str(_(_TYPES[kind])), kind is current, kind in valid)


def _links(chart: Chart) -> Sequence[Link]:
    rows = chart.table.asked("download.file", chart.query, [("_enc", "excel")], ext="csv")
    return (
        Link(str(_("Picture (PNG)")), chart.picture("png"), "download"),
        Link(str(_("Picture (SVG)")), chart.picture("svg"), "download"),
        Link(str(_("The rows behind it (CSV)")), rows, "file-text"),
        Link(str(_("Chart specification (Vega-Lite)")), chart.picture("vl.json"), "file-code"),
    )


def _others(table: TableFile, query: RowQuery, current: ChartChoice | None) -> Iterator[Offer]:
    for choice in suggested(table):
        chart = drawn(table, choice, query)
        if chart.points:
            url = table.asked("chart.show", query.all_rows(), choice_args(table, choice))
            yield Offer(chart.title, url, chart, choice == current)
