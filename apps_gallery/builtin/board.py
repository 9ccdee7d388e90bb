"""The town in numbers: the latest value of each measure beside the value a year before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps_gallery.builtin.base import (
    Answer,
    Asked,
    Config,
    Fit,
    Headline,
    Slot,
    Source,
    Template,
)
from apps_gallery.builtin.periods import (
    Series,
    a_year_before,
    adds_up,
    adds_up_by,
    holds_totals,
    is_time,
    is_whole_measure,
    series,
    series_by,
    spans_years,
    written,
)
from datasets.charts.choice import Aggregate
from datasets.charts.suggest import aggregate_for
from datasets.kernel.errors import InvalidApp
from datasets.kernel.messages import N_, Message
from datasets.tables.column import Column, ColumnRole
from datasets.tables.store import TableStore

MOST_MEASURES = 8
MOST_GROUPS = 12
TREND_POINTS = 12
_GROUPS = (
    ColumnRole.CATEGORY,
    ColumnRole.NAME,
    ColumnRole.TEXT,
    ColumnRole.AGE,
    ColumnRole.SEX,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number and what it was a year before.

    Attributes:
        label: Of the measure without its unit, or of the group.
        period: What `latest` is of: 2026, 2026-11 or 2026-11-01.
        before: A year before; None if that is not known. `change` is against it, in the unit.
        trend: The last values, at most TREND_POINTS, oldest first.
    """

    label: str
    unit: str
    period: str
    latest: int | float
    before: int | float | None
    change: int | float | None
    trend: tuple[int | float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer(Answer):
    """Numbers side by side.

    Attributes:
        measure: The one that is split into groups; None where each number is a measure.
        measures: To choose from, where numbers are of groups.
        left_out: Groups past the first that are not among the numbers.
    """

    numbers: tuple[Number, ...]
    measure: Column | None
    measures: tuple[Column, ...]
    left_out: int


class Board(Template):
    """Shows numbers beside those of a year before.

    Asked: `measure`, the name of the column that is split into groups.
    """

    name = "board"
    title = N_("The town in numbers")
    promise = N_("The latest figures, each beside that of a year before.")
    why_not = N_("It has no figures for two periods that can be put side by side.")
    slots = (
        Slot(
            name="time",
            title=N_("Of when"),
            roles=(ColumnRole.YEAR, ColumnRole.DATE),
            test=is_time,
        ),
        Slot(
            name="measures",
            title=N_("Figures"),
            roles=(ColumnRole.MEASURE,),
            most=MOST_MEASURES,
            test=is_whole_measure,
        ),
        Slot(name="group", title=N_("A figure for each"), roles=_GROUPS, needed=False),
    )

    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """One row a period, or one a period and group; sums only where they are facts."""
        time = next(iter(self.slots[0].candidates(columns)), None)
        measures = self.slots[1].candidates(columns)
        if time is None or not measures or not spans_years(time):
            return None
        if time.distinct_count == rows:
            return _fit(time, measures)
        for group in _split_by(time, columns, rows):
            exact = time.distinct_count * group.distinct_count == rows
            kept = [one for one in measures if exact or _is_sum(one)]
            if kept:
                return _fit(time, kept, group)
        kept = [one for one in measures if adds_up(time, one, columns, rows)]
        return _fit(time, kept) if kept else None

    def answer(self, tables: TableStore, config: Config, asked: Asked) -> BoardAnswer:
        """The latest numbers up to today."""
        source, group = config.source, config.source.maybe("group")
        _refuse_false_sums(tables, source, group)
        measures = source.many("measures")
        measure = _chosen(measures, asked)
        if group is None:
            numbers = tuple(_of_measures(tables, config))
        else:
            numbers = tuple(_of_groups(tables, config, measure, group))
        if not numbers:
            raise InvalidApp(N_("These data hold no figures up to today."))
        return BoardAnswer(
            question=_question(measure if group else None, measures, group),
            headline=_headline(numbers[0], measure if group else None),
            numbers=numbers[:MOST_GROUPS],
            measure=measure if group else None,
            measures=measures if group else (),
            left_out=max(0, len(numbers) - MOST_GROUPS),
        )


def _fit(time: Column, measures: Sequence[Column], group: Column | None = None) -> Fit:
    named = tuple(column.name for column in measures[:MOST_MEASURES])
    chosen = {"time": (time.name,), "measures": named}
    return Fit(chosen | {"group": (group.name,)} if group else chosen)


def _split_by(time: Column, columns: Sequence[Column], rows: int) -> Iterator[Column]:
    """Columns that give each period the same groups, those of fewer groups first."""
    found = [
        column
        for column in columns
        if column.role in _GROUPS
        and not column.blank_count
        and 2 <= column.distinct_count <= 4 * MOST_GROUPS
        and adds_up_by(time, column, columns, rows)
    ]
    exact = [c for c in found if c.distinct_count * time.distinct_count == rows]
    yield from sorted(exact or found, key=lambda column: column.distinct_count)


def _is_sum(measure: Column) -> bool:
    return aggregate_for(measure) is Aggregate.SUM


def _refuse_false_sums(tables: TableStore, source: Source, group: Column | None) -> None:
    """Look into the rows where the profile could not tell, and where staff chose otherwise."""
    table, time = source.table, source.one("time")
    cells = time.distinct_count * (group.distinct_count if group else 1)
    if cells == table.rows:
        return
    sums = all(_is_sum(measure) for measure in source.many("measures"))
    if group is not None:
        fitting = adds_up_by(time, group, table.columns, table.rows)
    else:
        fitting = all(
            adds_up(time, measure, table.columns, table.rows) for measure in source.many("measures")
        )
    if not (sums and fitting) or holds_totals(tables, table.key, table.columns, group):
        raise InvalidApp(N_("The rows of these data cannot be added up to one figure a period."))


def _chosen(measures: Sequence[Column], asked: Asked) -> Column:
    wanted = next(iter(asked.get("measure", ())), "")
    return next((column for column in measures if column.name == wanted), measures[0])


def _of_measures(tables: TableStore, config: Config) -> Iterator[Number]:
    source = config.source
    time, table = source.one("time"), source.table
    for measure in source.many("measures"):
        values = series(tables, table.key, table.columns, time, measure)
        yield from _number(measure.plain_name, measure, values, config)


def _of_groups(
    tables: TableStore, config: Config, measure: Column, group: Column
) -> Iterator[Number]:
    """The largest groups first, all of the same latest period."""
    source = config.source
    names = (source.one("time"), group, measure)
    found = series_by(tables, source.table.key, source.table.columns, names)
    numbers = [
        n for label, values in found.items() for n in _number(label, measure, values, config)
    ]
    newest = max((one.period for one in numbers), default="")
    yield from sorted((n for n in numbers if n.period == newest), key=lambda n: -n.latest)


def _number(label: str, measure: Column, values: Series, config: Config) -> Iterator[Number]:
    today = (config.today.year, config.today.month, config.today.day)
    known = [(period, value) for period, value in values if period <= today]
    if not known:
        return
    period, latest = known[-1]
    before = dict(known).get(a_year_before(period))
    yield Number(
        label=label,
        unit=measure.unit,
        period=written(period),
        latest=latest,
        before=before,
        change=None if before is None else round(latest - before, 6),
        trend=tuple(value for _period, value in known[-TREND_POINTS:]),
    )


def _question(measure: Column | None, measures: Sequence[Column], group: Column | None) -> Message:
    if measure is not None and group is not None:
        places = {"measure": measure.plain_name, "group": group.name}
        return Message(
            N_("{measure} of each {group}: how much, and against a year before?"), places
        )
    names = {"measure": measures[0].plain_name}
    if len(measures) == 1:
        return Message(N_("{measure}: how much, and against a year before?"), names)
    return Message(N_("{measure} and more: how much, and against a year before?"), names)


def _headline(number: Number, measure: Column | None) -> Headline:
    label = f"{number.label} {measure.plain_name}" if measure else number.label
    places = {"label": label, "period": number.period}
    if number.change is None:
        sentence = Message(N_("{label} in {period}; the year before is not known."), places)
    elif not number.change:
        sentence = Message(N_("{label} in {period}: the same as a year before."), places)
    else:
        places["amount"] = f"{abs(number.change):,}{number.unit}"
        more = N_("{label} in {period}: {amount} more than a year before.")
        less = N_("{label} in {period}: {amount} less than a year before.")
        sentence = Message(more if number.change > 0 else less, places)
    return Headline(number.latest, number.unit, sentence)
