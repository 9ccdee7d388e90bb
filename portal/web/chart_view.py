"""One chart of one table: what an address chose, its points, its words, its picture's address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, cast

from flask_babel import gettext as _

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import MAX_POINTS, Point, chart_query, points
from datasets.charts.finding import finding
from datasets.charts.frame import ChartTexts
from datasets.charts.spec import NARROW_PX, WIDE_PX, spec
from datasets.charts.suggest import aggregate_for, suggest, valid_types
from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.tables.column import Column
from datasets.tables.grammar import parse
from datasets.tables.query import Aggregate as Figure
from datasets.tables.query import Function, RowQuery
from portal.web.context import services
from portal.web.jinja import day
from portal.web.language import said, words
from portal.web.table_file import TableFile
from portal.web.urls import current_locale
from portal.web.view_words import part_words

Theme = Literal["light", "dark"]
Args = Iterable[tuple[str, str]]

_OURS = ("_x", "_y", "_series", "_type", "_agg", "_lang", "_theme", "_width", "_title")
_PLOT_MARGIN_PX = 52  # what an axis and its title add to the plot's own height


@dataclass(frozen=True)
class Chart:
    """A chart whose points are known.

    Attributes:
        query: Which rows it counts.
        total: How many rows those are.
        title: A true sentence about what it shows.
        cut: Whether a scatter plot shows only the first of them.
    """

    table: TableFile
    choice: ChartChoice
    query: RowQuery
    total: int
    points: tuple[Point, ...]
    title: str

    @property
    def cut(self) -> bool:
        """Whether only the first rows are drawn."""
        return self.choice.type is ChartType.SCATTER and self.total > MAX_POINTS

    @cached_property
    def height(self) -> int:
        """About how high the wide picture without a title is, in px."""
        return int(self.spec(WIDE_PX, "light", titled=False)["height"]) + _PLOT_MARGIN_PX

    @cached_property
    def narrow_height(self) -> int:
        """The same of the narrow picture."""
        return int(self.spec(NARROW_PX, "light", titled=False)["height"]) + _PLOT_MARGIN_PX

    @property
    def args(self) -> list[tuple[str, str]]:
        """The arguments that choose this chart."""
        return choice_args(self.table, self.choice)

    def picture(self, ext: str, **options: Any) -> str:
        """The address of its picture in the reader's language.

        Args:
            ext: svg, png or vl.json.
            options: `theme`, `width`, and `title` with 0 where the page says it.
        """
        shown = [(f"_{name}", str(value)) for name, value in options.items()]
        asked = [*self.args, ("_lang", current_locale()), *shown]
        return self.table.asked("chart.image", self.query, asked, ext=ext)

    def spec(self, width: int, theme: Theme, *, titled: bool = True) -> dict[str, Any]:
        """The chart as Vega-Lite, complete."""
        return spec(self.choice, self.points, texts=self._texts(titled), width=width, theme=theme)

    def _texts(self, titled: bool) -> ChartTexts:
        by_name = {column.name: column for column in self.table.columns}
        locale = cast(Literal["ja", "en"], current_locale())
        return ChartTexts(
            title=self.title if titled else "",
            notes=(self.note,) if titled else (),
            x=axis_words(by_name[self.choice.x]),
            y=measure_words(self.choice, by_name),
            description=f"{self.title} {self.note}",
            locale=locale,
        )

    @property
    def note(self) -> str:
        """Which rows, whose data, of when."""
        dataset, version = self.table.dataset, self.table.file.version
        source = _(
            "Source: %(title)s, %(organization)s, %(day)s",
            title=words(dataset.title),
            organization=words(dataset.organization.title),
            day=day(version.published_at),
        )
        asked = [part_words(part, self.table.columns) for part in self.query.describe()]
        return " · ".join([*asked, str(source)])


def row_query(args: Args, columns: Sequence[Column]) -> RowQuery:
    """Which rows an address of a chart asks for.

    Raises:
        InvalidQuery: as `parse`.
    """
    return parse(((name, value) for name, value in args if name not in _OURS), columns)


def chosen(args: Mapping[str, str], table: TableFile) -> ChartChoice | None:
    """The chart that an address names, the best one where it names none; None if none suits.

    Raises:
        InvalidQuery: if a column is unknown, or the type cannot show these columns.
    """
    x = _column(args.get("_x"), table)
    y = _column(args.get("_y"), table)
    series = _column(args.get("_series"), table)
    if x is None:
        return next(iter(suggest(table.columns, table.rows)), None)
    names = (x.name, y.name if y else None, series.name if series else None)
    first = ChartChoice(ChartType.BAR, *names, aggregate_for(y))
    types = valid_types(first, table.columns)
    wanted = args.get("_type", "")
    kind = ChartType(wanted) if wanted in set(ChartType) else None
    if kind is None or kind not in types:
        kind = next((one for one in _preferred(first, table) if one in types), None)
    if kind is None:
        return None
    return replace(first, type=kind, agg=_aggregate(kind, y, args.get("_agg", "")))


def drawn(table: TableFile, choice: ChartChoice, query: RowQuery) -> Chart:
    """A chart with its points, read from the rows that a question leaves."""
    asked = chart_query(choice)
    rows_left = replace(query, facets=(), group=(), aggregates=(), sort=(), shown=()).all_rows()
    tables = services().tables
    total = tables.count(table.key, table.columns, rows_left)
    rows: Sequence[Sequence[Any]]
    if asked.raw:
        raw = replace(rows_left, shown=tuple(dict.fromkeys(asked.raw)), size=asked.limit)
        cells = tables.rows(table.key, table.columns, raw).rows
        rows = [(row[0], row[-1]) for row in cells]
    else:
        grouped = replace(rows_left, group=asked.group, aggregates=(_figure(choice),))
        rows = tables.aggregate(table.key, table.columns, grouped, asked.limit)
    found = tuple(points(choice, rows, other=_("Others")))
    title = finding(choice, found, table.columns, rows=table.rows)
    return Chart(table, choice, rows_left, total, found, said(title))


def suggested(table: TableFile) -> tuple[ChartChoice, ...]:
    """The charts worth offering, best first."""
    return suggest(table.columns, table.rows)


def choice_args(table: TableFile, choice: ChartChoice) -> list[tuple[str, str]]:
    """The arguments of an address that choose a chart."""
    by_name = {column.name: column for column in table.columns}
    named = (("_x", choice.x), ("_y", choice.y), ("_series", choice.series))
    args = [(name, table.key_of(by_name[value])) for name, value in named if value]
    if choice.y is not None and choice.agg is not Aggregate.NONE:
        args.append(("_agg", choice.agg.value))
    return [*args, ("_type", choice.type.value)]


def axis_words(column: Column) -> str:
    """The name of an axis with its unit."""
    unit = f" ({column.unit})" if column.unit else ""
    return column.plain_name + unit


def measure_words(choice: ChartChoice, by_name: Mapping[str, Column]) -> str:
    """What the values are, with their unit."""
    if choice.y is None:
        return str(_("Number of rows"))
    named = axis_words(by_name[choice.y])
    if choice.agg is Aggregate.AVERAGE:
        return str(_("Average of %(column)s", column=named))
    return named


def _column(name: str | None, table: TableFile) -> Column | None:
    if not name:
        return None
    shown = parse([("_cols", name)], table.columns).shown
    if len(shown) != 1:
        raise InvalidQuery(N_("Choose one column for each part of the chart."))
    return next(column for column in table.columns if column.name == shown[0])


def _aggregate(kind: ChartType, y: Column | None, wanted: str) -> Aggregate:
    if y is None:
        return Aggregate.COUNT
    if kind is ChartType.SCATTER:
        return Aggregate.NONE
    asked = wanted.partition(":")[0]
    if asked in (Aggregate.SUM, Aggregate.AVERAGE):
        return Aggregate(asked)
    return aggregate_for(y)


def _preferred(choice: ChartChoice, table: TableFile) -> list[ChartType]:
    """Types in the order in which they are worth trying for these columns."""
    same = [
        other.type
        for other in suggested(table)
        if (other.x, other.y, other.series) == (choice.x, choice.y, choice.series)
    ]
    return [*same, ChartType.PYRAMID, ChartType.STACKED, ChartType.COLUMN, *ChartType]


def _figure(choice: ChartChoice) -> Figure:
    if choice.y is None:
        return Figure(Function.COUNT)
    function = Function.AVG if choice.agg is Aggregate.AVERAGE else Function.SUM
    return Figure(function, choice.y)
