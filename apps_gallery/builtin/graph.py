"""See the town in graphs: any table that a chart suits, with what the chart says first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from apps_gallery.builtin.base import (
    Answer,
    Asked,
    Config,
    Fit,
    Headline,
    Slot,
    Source,
    Table,
    Template,
)
from apps_gallery.builtin.periods import is_panel, latest, period_of, written
from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import Point, chart_query, points
from datasets.charts.finding import finding
from datasets.charts.suggest import aggregate_for, is_measure, suggest, valid_types
from datasets.kernel.errors import InvalidApp
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnRole
from datasets.tables.query import Aggregate as Figure
from datasets.tables.query import Condition, Function, Operator, RowQuery
from datasets.tables.store import TableStore

_OTHERS = "\0others"
_NO_AMOUNTS = ("年", "年度", "年次", "番号", "コード")
_SINGLE = (ChartType.SCATTER, ChartType.HISTOGRAM)
_IN_TIME = (ChartType.LINE, ChartType.COLUMN)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAnswer(Answer):
    """One chart and what it says.

    Attributes:
        choice: What is drawn.
        points: What the headline was computed from.
        offers: Suggested charts of this table, best first.
        period: The only one that is drawn: 2026, 2026-11 or 2026-11-01; empty if all are.
        query: Which rows are drawn.
    """

    choice: ChartChoice
    points: tuple[Point, ...]
    offers: tuple[ChartChoice, ...]
    period: str
    query: RowQuery


class Graph(Template):
    """Draws a table as a graph: suggested ones, and those a reader puts together.

    Asked: `x`, `y`, `series` (names of columns), `type`, `agg`; the suggested chart without `x`.
    """

    name = "graph"
    title = N_("See the town in graphs")
    promise = N_("Draws the data as graphs, with what they say in one sentence.")
    why_not = N_("There is nothing in it that a graph could show.")
    slots = (
        Slot(name="x", title=N_("For each"), needed=False),
        Slot(name="y", title=N_("What to count or add"), needed=False, test=is_measure),
        Slot(name="series", title=N_("Split by"), needed=False),
    )

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """The columns of the best suggested chart."""
        best = next(iter(offered(columns, rows)), None)
        if best is None:
            return None
        named = {"x": best.x, "y": best.y, "series": best.series}
        return Fit({slot: (name,) for slot, name in named.items() if name})

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> GraphAnswer:
        """The chart that is asked for, else the one staff chose."""
        source = config.source
        table = source.table
        offers = offered(table.columns, table.rows)
        choice = _asked(asked, table.columns) or _configured(source, offers)
        query, period = drawn_rows(tables, table, choice, config.today)
        drawn = tuple(points(choice, _rows(tables, table, choice, query), other=_OTHERS))
        said = finding(choice, drawn, table.columns, rows=table.rows)
        figure, unit = _figure(choice, drawn, table.columns)
        return GraphAnswer(
            question=_question(choice, period),
            headline=Headline(figure, unit, said),
            choice=choice,
            points=drawn,
            offers=offers,
            period=period,
            query=query,
        )


def offered(columns: Sequence[Column], rows: int) -> tuple[ChartChoice, ...]:
    """The suggested charts that say something, best first."""
    return tuple(one for one in suggest(columns, rows) if _tells(one, columns, rows))


def drawn_rows(
    tables: TableStore, table: Table, choice: ChartChoice, today: date
) -> tuple[RowQuery, str]:
    """Which rows a chart may put together, and of which period; empty if of all.

    What is told of each group again and again is not added up over the years: the last is drawn.
    """
    shown = (choice.x, choice.series)
    times = [column for column in table.columns if is_panel(column, table.rows)]
    if choice.y is None or choice.type in _SINGLE or not times or times[0].name in shown:
        return RowQuery(), ""
    now = (today.year, today.month, today.day)
    cell = latest(tables, table.key, table.columns, times[0], now)
    period = period_of(cell) if cell else None
    if cell is None or period is None:
        return RowQuery(), ""
    only = Condition(times[0].name, Operator.IS, (cell,))
    return RowQuery(conditions=(only,)), written(period)


def _tells(choice: ChartChoice, columns: Sequence[Column], rows: int) -> bool:
    """Whether it is more than a list of names, years added up, or how often a group is told."""
    if choice.y is not None:
        return not choice.y.endswith(_NO_AMOUNTS)
    named = any(column.name == choice.x and column.role is ColumnRole.NAME for column in columns)
    return not named and not any(is_panel(column, rows) for column in columns)


def _asked(asked: Asked, columns: Sequence[Column]) -> ChartChoice | None:
    """The chart that arguments name; None if they name none that these columns allow."""
    named = {name: next(iter(asked.get(name, ())), "") for name in ("x", "y", "series")}
    kind = next(iter(asked.get("type", ())), "")
    if not named["x"] or kind not in set(ChartType):
        return None
    agg = next(iter(asked.get("agg", ())), "")
    choice = ChartChoice(
        ChartType(kind),
        named["x"],
        named["y"] or None,
        named["series"] or None,
        Aggregate(agg) if agg in set(Aggregate) else Aggregate.COUNT,
    )
    return choice if choice.type in valid_types(choice, columns) else None


def _configured(source: Source, offers: Sequence[ChartChoice]) -> ChartChoice:
    x, y, series = (source.maybe(slot) for slot in ("x", "y", "series"))
    wanted = (x and x.name, y and y.name, series and series.name)
    same = (one for one in offers if (one.x, one.y, one.series) == wanted)
    offered = next(same, None)
    if offered is not None:
        return offered
    if x is not None:
        names = (x.name, y.name if y else None, series.name if series else None)
        first = ChartChoice(ChartType.BAR, *names, aggregate_for(y))
        kinds = valid_types(first, source.table.columns)
        if kinds:
            return ChartChoice(kinds[0], *names, aggregate_for(y))
    if not offers:
        raise InvalidApp(N_("There is nothing in these data that a graph could show."))
    return offers[0]


def _rows(
    tables: TableStore, table: Table, choice: ChartChoice, query: RowQuery
) -> Sequence[Sequence[Any]]:
    asked = chart_query(choice)
    if asked.raw:
        raw = replace(query, shown=tuple(dict.fromkeys(asked.raw)), size=min(asked.limit, 1_000))
        return [(row[0], row[-1]) for row in tables.rows(table.key, table.columns, raw).rows]
    function = Function.AVG if choice.agg is Aggregate.AVERAGE else Function.SUM
    figure = Figure(function, choice.y) if choice.y else Figure(Function.COUNT)
    grouped = replace(query, group=asked.group, aggregates=(figure,))
    return tables.aggregate(table.key, table.columns, grouped, asked.limit)


def _figure(
    choice: ChartChoice, drawn: Sequence[Point], columns: Sequence[Column]
) -> tuple[int | float | None, str]:
    """The value that the sentence is about, and its unit; rows where a row is a point."""
    unit = next((column.unit for column in columns if column.name == choice.y), "")
    known = [point for point in drawn if point["y"] is not None and point["x"] != _OTHERS]
    if not known:
        return None, ""
    if choice.type is ChartType.SCATTER:
        return len(known), ""
    if choice.type in _IN_TIME:
        last = max((point["x"] for point in known), key=lambda x: (isinstance(x, str), x))
        return max(point["y"] for point in known if point["x"] == last), unit
    if choice.type is ChartType.HISTOGRAM or choice.agg is Aggregate.AVERAGE:
        return max(point["y"] for point in known), unit
    sums: dict[object, int | float] = {}
    for point in known:
        sums[point["x"]] = sums.get(point["x"], 0) + point["y"]
    return max(sums.values()), unit


def _question(choice: ChartChoice, period: str) -> Message:
    if choice.type is ChartType.HISTOGRAM:
        msgid = N_("How is {x} spread?")
    elif choice.type is ChartType.SCATTER:
        msgid = N_("Do {x} and {y} go together?")
    elif choice.type in _IN_TIME:
        msgid = N_("How has {y} changed?") if choice.y else N_("How has the number changed?")
    elif choice.y is None:
        msgid = N_("How many are there for each {x}?")
    elif period:
        msgid = N_("How does {y} differ by {x} in {period}?")
    else:
        msgid = N_("How does {y} differ by {x}?")
    places = {"x": choice.x, "y": choice.y or "", "period": period}
    return Message(msgid, {name: text for name, text in places.items() if f"{{{name}}}" in msgid})
