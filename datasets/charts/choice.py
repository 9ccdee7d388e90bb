"""What a chart shows: its type, the columns it takes, and how cells become one value."""

from dataclasses import dataclass
from enum import StrEnum


class ChartType(StrEnum):
    """The seven charts; the names are those of `_type` in an address."""

    BAR = "bar"
    LINE = "line"
    COLUMN = "column"
    HISTOGRAM = "histogram"
    SCATTER = "scatter"
    PYRAMID = "pyramid"
    STACKED = "stacked"


class Aggregate(StrEnum):
    """How the cells of a group become one value."""

    COUNT = "count"
    SUM = "sum"
    AVERAGE = "avg"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ChartChoice:
    """One chart of one table.

    Attributes:
        type: Which of the seven.
        x: Name of the column that gives the groups: the category, the year, the age band; for a
            histogram the measure itself, for a scatter plot the horizontal measure.
        y: Name of the measure; None counts rows.
        series: Name of the column that splits each group; None if nothing does.
        agg: COUNT if and only if `y` is None, but NONE for a scatter plot.
    """

    type: ChartType
    x: str
    y: str | None = None
    series: str | None = None
    agg: Aggregate = Aggregate.COUNT
