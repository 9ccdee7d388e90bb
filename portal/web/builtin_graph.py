"""How the built-in app of graphs is shown: the chart page's own parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from apps_gallery.builtin.base import Asked, Config
from apps_gallery.builtin.graph import GraphAnswer, drawn_rows
from datasets.charts.finding import plain_title
from datasets.tables.query import RowQuery
from portal.web.builtin_part import Known, Showing, first, period_words
from portal.web.chart_choices import figure_choices, group_choices, split_choices
from portal.web.chart_table import ChartTable, chart_table
from portal.web.chart_view import Chart, choice_args, chosen, drawn
from portal.web.context import services
from portal.web.filters import Choice
from portal.web.language import said
from portal.web.table_file import with_args

_ASKS = ("_x", "_y", "_series", "_type", "_agg")


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggested chart, as a thumbnail with its address."""

    title: str
    url: str
    chart: Chart
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphBody:
    """What the app shows under its headline.

    Attributes:
        chart: None where the columns hold nothing to draw.
        caption: What the picture shows, plainly; the finding stands above.
        chart_url: The same chart on the data's own page, with more to choose.
    """

    chart: Chart | None
    caption: str
    numbers: ChartTable | None
    offers: tuple[Offer, ...]
    measures: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    splits: tuple[Choice, ...]
    chart_url: str
    csv_url: str


def asked(config: Config, known: Known, args: Asked) -> Asked:
    """The chart that the form chose, with the names of columns as published.

    Raises:
        InvalidQuery: if a column is unknown.
    """
    file = known.files[config.source.table.address]
    choice = chosen(_flat(args), file) if first(args, "_x") else None
    if choice is None:
        return {}
    return {
        "x": [choice.x],
        "y": [choice.y or ""],
        "series": [choice.series or ""],
        "type": [choice.type.value],
        "agg": [choice.agg.value],
    }


def body(showing: Showing) -> GraphBody:
    """The chart, the charts beside it, and the form that puts another together."""
    answer = cast(GraphAnswer, showing.answer)
    file = showing.file
    chart = drawn(file, answer.choice, answer.query)
    found = chart if chart.points else None
    args = choice_args(file, answer.choice)
    return GraphBody(
        chart=found,
        caption=_caption(answer),
        numbers=chart_table(chart) if found else None,
        offers=tuple(_offers(showing, answer)),
        measures=tuple(figure_choices(file, answer.choice)),
        groups=tuple(group_choices(file, answer.choice)),
        splits=tuple(split_choices(file, answer.choice)),
        chart_url=file.asked("chart.show", answer.query, args),
        csv_url=file.asked("download.file", RowQuery(), [("_enc", "excel")], ext="csv"),
    )


def _caption(answer: GraphAnswer) -> str:
    plain = said(plain_title(answer.choice))
    return f"{plain} ({period_words(answer.period)})" if answer.period else plain


def _flat(args: Asked) -> Mapping[str, str]:
    return {name: value for name in _ASKS if (value := first(args, name))}


def _offers(showing: Showing, answer: GraphAnswer) -> Iterator[Offer]:
    file = showing.file
    for choice in answer.offers:
        config = showing.config
        rows, _period = drawn_rows(services().tables, config.source.table, choice, config.today)
        chart = drawn(file, choice, rows)
        if chart.points:
            url = with_args(showing.action, _kept(showing, choice_args(file, choice)))
            yield Offer(chart.title, url, chart, choice == answer.choice)


def _kept(showing: Showing, args: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the address says besides the chart, and the chart."""
    rest = [
        (name, value)
        for name, values in showing.args.items()
        if name not in _ASKS
        for value in values
    ]
    return [*rest, *args]
