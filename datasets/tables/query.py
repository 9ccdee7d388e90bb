"""What can be asked of the rows of a table, as one frozen value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from datasets.tables.column import Column

PAGE_SIZES_ROWS = (25, 50, 100)
DEFAULT_PAGE_SIZE_ROWS = 50
LONGEST_PAGE_ROWS = 1_000


class Operator(StrEnum):
    """How a cell is held against values; the word after `__` in an address, nothing for IS."""

    IS = ""
    IN = "in"
    GTE = "gte"
    LTE = "lte"
    GT = "gt"
    LT = "lt"
    CONTAINS = "contains"
    STARTS = "starts"
    NULL = "null"


class Function(StrEnum):
    """What is counted of the rows of a group."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one column; true if any of its values fits.

    Attributes:
        column: Name as published.
        values: As written, at least one; of NULL, "1" for blank and "0" for filled.
    """

    column: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Rows within a distance of a point: degrees WGS 84, metres."""

    latitude: float
    longitude: float
    metres: float


@dataclass(frozen=True, slots=True)
class Box:
    """Rows inside of a box, in degrees; its west may lie east of its east."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Sort:
    """One key of the order; blanks come last either way."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure of each group; `column` is None only for COUNT."""

    function: Function
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuery:
    """A question about the rows of one table, with the names as published.

    Attributes:
        conditions: All of them must hold.
        words: `_q` as written; every word must be in some cell of the row.
        shown: Columns of the answer, in this order; all if empty.
        facets: Columns whose values are counted.
        page: From 1.
        size: Rows of a page, 1..1000.
        after: Row number after which the page starts, in the query's order; instead of `page`.
        group: Columns whose values make the groups.
    """

    conditions: tuple[Condition, ...] = ()
    words: str = ""
    near: Near | None = None
    box: Box | None = None
    sort: tuple[Sort, ...] = ()
    shown: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    page: int = 1
    size: int = DEFAULT_PAGE_SIZE_ROWS
    after: int | None = None
    group: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.conditions or self.words or self.near or self.box)

    def describe(self) -> tuple[Condition | Near | Box | str, ...]:
        """Everything that leaves rows out, each to be told in words and to be taken away."""
        rest = [part for part in (self.near, self.box, self.words) if part]
        return (*self.conditions, *rest)

    def without(self, part: Condition | Near | Box | str) -> "RowQuery":
        """The same question with one part of `describe` taken away, from its first page."""
        return replace(
            self,
            conditions=tuple(kept for kept in self.conditions if kept != part),
            near=None if self.near == part else self.near,
            box=None if self.box == part else self.box,
            words="" if self.words == part else self.words,
            page=1,
            after=None,
        )

    def without_value(self, condition: Condition, value: str) -> "RowQuery":
        """The same question with one value of a condition taken away."""
        left = tuple(kept for kept in condition.values if kept != value)
        if not left:
            return self.without(condition)
        return replace(
            self,
            conditions=tuple(
                replace(kept, values=left) if kept == condition else kept
                for kept in self.conditions
            ),
            page=1,
            after=None,
        )

    def without_choices(self, column: str) -> "RowQuery":
        """The same question without the values chosen of one column, to count its other values."""
        chosen = (Operator.IS, Operator.IN)
        kept = (
            condition
            for condition in self.conditions
            if condition.column != column or condition.operator not in chosen
        )
        return replace(self, conditions=tuple(kept))

    def with_condition(self, condition: Condition) -> "RowQuery":
        """The same question with one more condition, from its first page."""
        return replace(self, conditions=(*self.conditions, condition), page=1, after=None)

    def all_rows(self) -> "RowQuery":
        """The same question as a download asks it: no page."""
        return replace(self, page=1, size=DEFAULT_PAGE_SIZE_ROWS, after=None)

    def shown_columns(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of the answer, in its order."""
        if not self.shown:
            return list(columns)
        by_name = {column.name: column for column in columns}
        return [by_name[name] for name in self.shown]

    def to_args(self, columns: Sequence[Column]) -> list[tuple[str, str]]:
        """The canonical arguments that `parse` reads as this question."""
        keys = {column.name: column_key(columns, index) for index, column in enumerate(columns)}
        args = [arg for part in self.conditions for arg in _condition_args(part, keys)]
        args += _place_args(self)
        sort = (("-" if key.descending else "") + keys[key.column] for key in self.sort)
        figures = (
            f"{part.function}:{keys[part.column]}" if part.column else part.function.value
            for part in self.aggregates
        )
        args += _listed("_sort", sort)
        args += _listed("_cols", (keys[name] for name in self.shown))
        args += [("_facet", keys[name]) for name in self.facets]
        args += _listed("_group", (keys[name] for name in self.group))
        args += _listed("_agg", figures)
        return args + _page_args(self)


def column_key(columns: Sequence[Column], index: int) -> str:
    """How a column is called in an address: its name, or `cN` where the name would be misread."""
    name = columns[index].name
    awkward = name.startswith(("_", "-")) or "__" in name or "," in name or not name.strip()
    positional = name[:1] == "c" and name[1:].isdecimal()
    return f"c{index}" if awkward or positional or _is_ignored(name) else name


def _is_ignored(name: str) -> bool:
    return name.startswith("utm_") or name in IGNORED_ARGS


IGNORED_ARGS = frozenset({"fbclid", "gclid", "dclid", "msclkid", "yclid", "twclid", "mc_cid"})


def _condition_args(condition: Condition, keys: dict[str, str]) -> list[tuple[str, str]]:
    key = keys[condition.column]
    if condition.operator is Operator.IS:
        return [(key, value) for value in condition.values]
    key = f"{key}__{condition.operator}"
    if condition.operator is Operator.IN:
        return [(key, ",".join(condition.values))]
    return [(key, value) for value in condition.values]


def _place_args(query: RowQuery) -> list[tuple[str, str]]:
    args = [("_q", query.words)] if query.words else []
    if query.near:
        near = query.near
        args += _listed("_near", map(_figure, (near.latitude, near.longitude, near.metres)))
    if query.box:
        box = query.box
        args += _listed("_bbox", map(_figure, (box.west, box.south, box.east, box.north)))
    return args


def _page_args(query: RowQuery) -> list[tuple[str, str]]:
    args = [("_page", str(query.page))] if query.page != 1 else []
    if query.size != DEFAULT_PAGE_SIZE_ROWS:
        args.append(("_size", str(query.size)))
    if query.after is not None:
        args.append(("_after", str(query.after)))
    return args


def _listed(name: str, parts: Iterable[str]) -> list[tuple[str, str]]:
    text = ",".join(parts)
    return [(name, text)] if text else []


def _figure(number: float) -> str:
    return repr(number).removesuffix(".0")
