"""What a dataset's page tells of its first table: highlights, first rows, columns, chart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import RowQuery
from portal.web.chart_table import ChartTable, chart_table
from portal.web.chart_view import Chart, drawn, suggested
from portal.web.context import services
from portal.web.figures import town_figures
from portal.web.jinja import number
from portal.web.table_file import TableFile, is_number, telling
from portal.web.urls import current_locale
from portal.web.view_words import value_words

PREVIEW_ROWS = 8
MOST_HIGHLIGHTS = 4
MOST_COLUMNS = 14
MOST_POINTS = 50
_TYPES = {
    ColumnType.TEXT: N_("Text"),
    ColumnType.INTEGER: N_("Whole number"),
    ColumnType.NUMBER: N_("Number"),
    ColumnType.BOOLEAN: N_("Yes or no"),
    ColumnType.DATE: N_("Date"),
    ColumnType.DATETIME: N_("Date and time"),
    ColumnType.TIME: N_("Time of day"),
}
_TIMES = (ColumnRole.DATE, ColumnRole.YEAR)
_LARGE = re.compile(r"(-?)(\d{4,15})(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Highlight:
    """One number of a table, as the macro `stat` takes it."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    trend: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the macro `data_table`."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A line of the table of columns.

    Attributes:
        blank: Share of cells without a value, in words.
        counts: For the small bars; empty if nothing is to be drawn.
        spread: What the bars show, in words.
    """

    name: str
    note: str
    kind: str
    example: str
    blank: str
    counts: tuple[int, ...]
    spread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """The first table of a dataset.

    Attributes:
        shown_columns: Of the preview; `column_count` are all.
        columns: Those that say most; `more_columns` are the others.
        chart: The first that suits; None if none does.
    """

    url: str
    chart_url: str
    row_count: int
    column_count: int
    highlights: tuple[Highlight, ...]
    shown_columns: tuple[Head, ...]
    preview: tuple[tuple[str | None, ...], ...]
    columns: tuple[ColumnLine, ...]
    more_columns: tuple[ColumnLine, ...]
    chart: Chart | None
    chart_rows: ChartTable | None
    has_cuts: bool


def table_part(table: TableFile) -> TablePart:
    """Everything the page tells of a table."""
    shown = telling(table.columns, PREVIEW_ROWS)
    asked = RowQuery(shown=tuple(column.name for column in shown), size=PREVIEW_ROWS)
    rows = services().tables.rows(table.key, table.columns, asked).rows
    choice = next(iter(suggested(table)), None)
    few = len(table.columns) <= MOST_COLUMNS
    told = list(table.columns) if few else telling(table.columns)
    chart = drawn(table, choice, RowQuery()) if choice else None
    return TablePart(
        url=table.url("table.show"),
        chart_url=table.url("chart.show"),
        row_count=table.rows,
        column_count=len(table.columns),
        highlights=tuple(highlights(table)),
        shown_columns=tuple(Head(column.name, is_number(column)) for column in shown),
        preview=tuple(
            tuple(cell_text(column, cell) for column, cell in zip(shown, row, strict=True))
            for row in rows
        ),
        columns=tuple(_line(table, column) for column in told),
        more_columns=tuple(_line(table, column) for column in table.columns if column not in told),
        chart=chart if chart and chart.points else None,
        chart_rows=chart_table(chart, most=MOST_POINTS) if chart and chart.points else None,
        has_cuts=len(shown) < len(table.columns),
    )


def cell_text(column: Column, cell: str | None) -> str | None:
    """A cell as it is published, but for separators in the numbers of a measure."""
    if cell is None or column.role is not ColumnRole.MEASURE:
        return cell
    found = _LARGE.fullmatch(cell)
    return f"{found[1]}{number(int(found[2]))}{found[3] or ''}" if found else cell


def highlights(table: TableFile) -> list[Highlight]:
    """At most four numbers that say most of a table."""
    rows = number(table.rows)
    unit = str(ngettext("row", "rows", table.rows))
    found = [Highlight(str(_("How many")), rows, unit), *_latest(table)]
    columns = table.columns
    kinds = (_period(columns), _most_frequent(columns, table.rows), _largest(columns))
    found += [highlight for highlight in kinds if highlight]
    return [*found, _blanks(table)][:MOST_HIGHLIGHTS]


def _latest(table: TableFile) -> list[Highlight]:
    """The newest value of a series with one row for each time: no sum of ours is a fact."""
    times = (column for column in table.columns if column.role in _TIMES)
    if not any(time.distinct_count == table.rows for time in times):
        return []
    today = services().clock.now().date()
    return [
        Highlight(
            str(_("%(measure)s (%(period)s)", measure=figure.label, period=figure.period)),
            number(figure.latest),
            figure.unit,
            str(_("the latest value")),
            figure.trend,
        )
        for _dataset, figure in town_figures([table.dataset], 1, today)
    ]


def _period(columns: Sequence[Column]) -> Highlight | None:
    time = next((column for column in columns if column.role in _TIMES), None)
    if time is None or not time.minimum or not time.maximum or time.minimum == time.maximum:
        return None
    years = f"{time.minimum[:4]}–{time.maximum[:4]}"
    if time.minimum[:4] == time.maximum[:4]:
        years = time.minimum[:4]
    note = str(_("%(low)s to %(high)s", low=time.minimum, high=time.maximum))
    return Highlight(str(_("Period")), years, "", note)


def _most_frequent(columns: Sequence[Column], rows: int) -> Highlight | None:
    for column in columns:
        top = column.top
        if column.role is ColumnRole.CATEGORY and len(top) > 1 and top[0][1] > top[1][1]:
            note = ngettext(
                "%(count)s row, %(share)s %% of all",
                "%(count)s rows, %(share)s %% of all",
                top[0][1],
                count=number(top[0][1]),
                share=round(100 * top[0][1] / rows) if rows else 0,
            )
            label = str(_("Most frequent %(column)s", column=column.plain_name))
            return Highlight(label, top[0][0], "", str(note))
    return None


def _largest(columns: Sequence[Column]) -> Highlight | None:
    for column in columns:
        if column.role is ColumnRole.MEASURE and column.distinct_count > 2 and column.maximum:
            low, high = (
                value_words(column, text or "") for text in (column.minimum, column.maximum)
            )
            label = str(_("Largest %(column)s", column=column.plain_name))
            note = str(_("%(low)s to %(high)s", low=low, high=high))
            return Highlight(label, high.removesuffix(column.unit), column.unit, note)
    return None


def _blanks(table: TableFile) -> Highlight:
    cells = table.rows * len(table.columns)
    blank = sum(column.blank_count for column in table.columns)
    label = str(_("Blank cells"))
    if not blank:
        return Highlight(label, "0", "%", str(_("every cell is filled")))
    most = max(table.columns, key=lambda column: column.blank_count)
    note = str(_("most of them in %(column)s", column=most.plain_name))
    return Highlight(label, share_words(blank, cells), "%", note)


def share_words(part: int, whole: int) -> str:
    """A share in percent, without a sign: 0 and 100 only if they are exact."""
    if not part or not whole:
        return "0"
    if part == whole:
        return "100"
    percent = 100 * part / whole
    return "<1" if percent < 1 else str(min(99, round(percent)))


def _line(table: TableFile, column: Column) -> ColumnLine:
    return ColumnLine(
        name=column.name,
        note=table.note(column, current_locale()),
        kind=_kind(column),
        example=next(iter(column.examples), ""),
        blank=f"{share_words(column.blank_count, table.rows)}%",
        counts=_counts(column),
        spread=_spread(column),
    )


def _kind(column: Column) -> str:
    if column.role is ColumnRole.CATEGORY:
        return str(ngettext("One of %(num)s value", "One of %(num)s values", column.distinct_count))
    kind = str(_(_TYPES[column.type]))
    return f"{kind} ({column.unit})" if column.unit else kind


def _counts(column: Column) -> tuple[int, ...]:
    if column.role in (ColumnRole.ID, ColumnRole.NAME) or column.distinct_count < 2:
        return ()
    if column.histogram:
        return column.histogram
    counts = tuple(count for _value, count in column.top[:12])
    return counts if counts and counts[0] > 1 else ()


def _spread(column: Column) -> str:
    if column.minimum is not None and column.maximum is not None and column.distinct_count > 1:
        low, high = value_words(column, column.minimum), value_words(column, column.maximum)
        return str(_("%(low)s to %(high)s", low=low, high=high))
    return str(ngettext("%(num)s value", "%(num)s values", column.distinct_count))
