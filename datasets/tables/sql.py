"""A RowQuery as SQL with bound parameters and engine names; no name or value is ever SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.folding import fold
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import Aggregate, Box, Condition, Function, Near, Operator, RowQuery
from datasets.tables.values import typed

ROW_NUMBER = "file_row_number"
SCAN = "read_parquet(?, file_row_number = true)"

_EARTH_RADIUS_M = 6_371_008.8
_METRES_A_DEGREE = 111_000
_COMPARISONS = {Operator.GTE: ">=", Operator.LTE: "<=", Operator.GT: ">", Operator.LT: "<"}
_PLAIN = (ColumnType.TEXT, ColumnType.BOOLEAN)
_FIGURES = {
    Function.SUM: "fsum",
    Function.AVG: "favg",
    Function.MIN: "min",
    Function.MAX: "max",
    Function.MEDIAN: "median",
}


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and what is bound in it, in the order of its question marks."""

    text: str
    bound: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class SortKey:
    """One expression of the order."""

    sql: Sql
    descending: bool = False


class Table:
    """The columns of one table by name, as their engine names."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._places = {column.name: index for index, column in enumerate(columns)}

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self.columns[self._places[name]]

    def text(self, name: str) -> str:
        """The engine name of the cells as text."""
        return f"c{self._places[name]}"

    def compared(self, name: str) -> str:
        """The engine name of what is compared, sorted and grouped: folded text or typed value."""
        kind = self.column(name).type
        if kind is ColumnType.BOOLEAN:
            return self.text(name)
        return f"{'f' if kind is ColumnType.TEXT else 'n'}{self._places[name]}"

    def searched(self, name: str) -> str:
        """The engine name of what is looked into for a part of its text."""
        return self.compared(name) if self.column(name).type is ColumnType.TEXT else self.text(name)

    def place(self) -> tuple[str, str]:
        """The engine names of latitude and longitude, in degrees.

        Raises:
            InvalidQuery: if the table has no such columns.
        """
        numbers = (ColumnType.INTEGER, ColumnType.NUMBER)
        found = {c.role: c.name for c in reversed(self.columns) if c.type in numbers}
        try:
            latitude, longitude = found[ColumnRole.LATITUDE], found[ColumnRole.LONGITUDE]
        except KeyError as error:
            raise InvalidQuery(
                N_("This table has no latitude and longitude, so it has no places.")
            ) from error
        return self.compared(latitude), self.compared(longitude)


def where(query: RowQuery, table: Table) -> Sql:
    """The condition of a query; `true` if it leaves nothing out."""
    parts = [_condition(condition, table) for condition in query.conditions]
    parts += [_word(word, table) for word in fold(query.words).split()]
    if query.near:
        parts.append(_near(query.near, table))
    if query.box:
        parts.append(_box(query.box, table))
    return joined(" AND ", parts, otherwise="true")


def joined(glue: str, parts: Iterable[Sql], *, otherwise: str) -> Sql:
    """Conditions between brackets, with their bound values in order."""
    found = list(parts)
    text = glue.join(f"({part.text})" for part in found) or otherwise
    return Sql(text, tuple(value for part in found for value in part.bound))


def select(what: Sequence[str], match: Sql, tail: Sql | None = None) -> Sql:
    """A question to one table, whose path is bound before all else.

    Args:
        what: Expressions over engine names, with nothing bound in them.
        match: Of `where`.
        tail: Grouping, order, limit.
    """
    tail = tail or Sql("")
    text = f"SELECT {', '.join(what)} FROM {SCAN} WHERE ({match.text}) {tail.text}"  # noqa: S608 - engine names and constants only; values are bound
    return Sql(text, (*match.bound, *tail.bound))


def _condition(condition: Condition, table: Table) -> Sql:
    name, operator = condition.column, condition.operator
    if operator is Operator.NULL:
        wanted = {"IS NULL" if value == "1" else "IS NOT NULL" for value in condition.values}
        return _any(Sql(f"{table.text(name)} {blank}") for blank in sorted(wanted))
    if operator in (Operator.CONTAINS, Operator.STARTS):
        function = "contains" if operator is Operator.CONTAINS else "starts_with"
        piece = f"{function}({table.searched(name)}, ?)"
        return _any(Sql(piece, (fold(value),)) for value in condition.values)
    values = tuple(_bound(table.column(name), value) for value in condition.values)
    if operator in _COMPARISONS:
        compared = f"{table.compared(name)} {_COMPARISONS[operator]} ?"
        return _any(Sql(compared, (value,)) for value in values)
    return Sql(f"{table.compared(name)} IN ({', '.join('?' for _ in values)})", values)


def _any(parts: Iterable[Sql]) -> Sql:
    return joined(" OR ", parts, otherwise="false")


def _bound(column: Column, text: str) -> object:
    return fold(text) if column.type in _PLAIN else typed(column, text)


def _word(word: str, table: Table) -> Sql:
    """True if a folded word is in some cell; cells without letters only if it has a digit."""
    digits = any(character.isdigit() for character in word)
    looked_into = [
        table.searched(column.name) for column in table.columns if digits or column.type in _PLAIN
    ]
    return _any(Sql(f"contains({cell}, ?)", (word,)) for cell in looked_into)


def _distance_m(near: Near, table: Table) -> Sql:
    """Metres from a point by the haversine formula on the mean sphere."""
    latitude, longitude = table.place()
    half = (
        f"pow(sin(radians({latitude} - ?) / 2), 2) + cos(radians(?)) * cos(radians({latitude}))"
        f" * pow(sin(radians({longitude} - ?) / 2), 2)"
    )
    text = f"2 * {_EARTH_RADIUS_M} * asin(sqrt(least(1.0, {half})))"
    return Sql(text, (near.latitude, near.latitude, near.longitude))


def _near(near: Near, table: Table) -> Sql:
    latitude, _ = table.place()
    reach = near.metres / _METRES_A_DEGREE
    band = Sql(f"{latitude} BETWEEN ? AND ?", (near.latitude - reach, near.latitude + reach))
    distance = _distance_m(near, table)
    return joined(
        " AND ",
        [band, Sql(f"{distance.text} <= ?", (*distance.bound, near.metres))],
        otherwise="true",
    )


def _box(box: Box, table: Table) -> Sql:
    latitude, longitude = table.place()
    north_south = Sql(f"{latitude} BETWEEN ? AND ?", (box.south, box.north))
    if box.west <= box.east:
        east_west = Sql(f"{longitude} BETWEEN ? AND ?", (box.west, box.east))
    else:
        east_west = Sql(f"{longitude} >= ? OR {longitude} <= ?", (box.west, box.east))
    return joined(" AND ", [north_south, east_west], otherwise="true")


def sort_keys(query: RowQuery, table: Table) -> list[SortKey]:
    """The keys of the order, before the row number; the nearest first if only a place is asked."""
    keys = [SortKey(Sql(table.compared(key.column)), key.descending) for key in query.sort]
    if query.near and not keys:
        keys.append(SortKey(_distance_m(query.near, table)))
    return keys


def order(keys: Sequence[SortKey]) -> Sql:
    """ORDER BY: blanks last either way, ties in the original order."""
    parts = [f"{key.sql.text} {'DESC' if key.descending else 'ASC'} NULLS LAST" for key in keys]
    text = ", ".join([*parts, ROW_NUMBER])
    return Sql(f"ORDER BY {text}", tuple(value for key in keys for value in key.sql.bound))


def after(keys: Sequence[SortKey], anchor: Sequence[object], row_number: int) -> Sql:
    """True for rows that follow a row in the order.

    Args:
        keys: Of the order.
        anchor: That row's value of each key; None for a blank.
        row_number: That row's place in the original order, from 0.
    """
    same: list[Sql] = []
    ways: list[Sql] = []
    for key, value in zip(keys, anchor, strict=True):
        text, bound = key.sql.text, key.sql.bound
        if value is not None:  # nothing but its own ties follows a blank
            sign = "<" if key.descending else ">"
            later = Sql(f"{text} {sign} ? OR {text} IS NULL", (*bound, value, *bound))
            ways.append(joined(" AND ", [*same, later], otherwise="true"))
        same.append(Sql(f"{text} IS NOT DISTINCT FROM ?", (*bound, value)))
    tie = Sql(f"{ROW_NUMBER} > ?", (row_number,))
    ways.append(joined(" AND ", [*same, tie], otherwise="true"))
    return _any(ways)


def figure(aggregate: Aggregate, table: Table) -> str:
    """One figure of a group."""
    if aggregate.column is None:
        return "count(*)"
    if aggregate.function is Function.COUNT:
        return f"count({table.text(aggregate.column)})"
    compared = table.compared(aggregate.column)
    whole = table.column(aggregate.column).type is ColumnType.INTEGER
    if aggregate.function is Function.SUM and whole:
        return f"sum({compared})"
    return f"{_FIGURES[aggregate.function]}({compared})"
