"""What the form that puts a chart together offers: figures, groups and ways to split them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from datasets.charts.choice import ChartChoice
from datasets.charts.suggest import MAX_SERIES, is_measure
from datasets.tables.column import Column, ColumnRole
from portal.web.chart_view import axis_words
from portal.web.filters import Choice
from portal.web.table_file import TableFile

_GROUPS = {
    ColumnRole.NAME,
    ColumnRole.CATEGORY,
    ColumnRole.DATE,
    ColumnRole.YEAR,
    ColumnRole.AGE,
    ColumnRole.SEX,
    ColumnRole.FLAG,
}


def figure_choices(table: TableFile, choice: ChartChoice | None) -> Iterator[Choice]:
    """What may be drawn: the number of rows, or a measure."""
    y = choice.y if choice else None
    yield Choice("", str(_("Number of rows")), y is None)
    for column in table.columns:
        if is_measure(column):
            yield _column(table, column, y)


def group_choices(
    table: TableFile, choice: ChartChoice | None, *, measures: bool = False
) -> Iterator[Choice]:
    """By what it may be drawn; with `measures` also by numbers and by codes of areas."""
    x = choice.x if choice else None
    for column in table.columns:
        fitting = column.role in _GROUPS or (
            measures and (is_measure(column) or column.role is ColumnRole.AREA_CODE)
        )
        if (fitting and column.distinct_count > 1) or column.name == x:
            yield _column(table, column, x)


def split_choices(table: TableFile, choice: ChartChoice | None) -> Iterator[Choice]:
    """By what it may be split: nothing, or a column of few values."""
    series = choice.series if choice else None
    yield Choice("", str(_("Not split")), series is None)
    for column in table.columns:
        few = 2 <= column.distinct_count <= MAX_SERIES and not is_measure(column)
        if few or column.name == series:
            yield _column(table, column, series)


def _column(table: TableFile, column: Column, chosen: str | None) -> Choice:
    return Choice(table.key_of(column), axis_words(column), column.name == chosen)
