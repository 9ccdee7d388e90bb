"""The query grammar of addresses: one for table, chart, map, embed, download and API."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.folding import fold
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import (
    IGNORED_ARGS,
    LONGEST_PAGE_ROWS,
    Aggregate,
    Box,
    Condition,
    Function,
    Near,
    Operator,
    RowQuery,
    Sort,
    column_key,
)
from datasets.tables.values import typed

# charts and downloads read these from the same address
_OTHERS = frozenset({"_x", "_y", "_series", "_type", "_enc", "_lang", "_theme", "_width", "_bom"})
_MOST_ARGS = 200
_LONGEST_VALUE = 2_000
_LARGEST_PAGE = 10_000_000
_FIGURES = (ColumnType.INTEGER, ColumnType.NUMBER)


def parse(args: Iterable[tuple[str, str]], columns: Sequence[Column]) -> RowQuery:
    """Read the arguments of an address.

    Args:
        args: Names and values, decoded, in their order; an empty value asks nothing.
        columns: Of the table that is asked.

    Raises:
        InvalidQuery: if a column is unknown (its nearest names are told) or a value is unreadable.
    """
    asked = [(name, value) for name, value in args if value != "" and not _is_ignored(name)]
    if len(asked) > _MOST_ARGS or any(len(value) > _LONGEST_VALUE for _, value in asked):
        raise InvalidQuery(N_("This address asks too much at once. Please use fewer conditions."))
    names = _Names(columns)
    query = RowQuery(conditions=_conditions(asked, names))
    for name, value in asked:
        if name.startswith("_"):
            query = _with_option(query, name, value, names)
    return query


def _is_ignored(name: str) -> bool:
    return name.startswith("utm_") or name in IGNORED_ARGS or name in _OTHERS


class _Names:
    """Columns by what an address may call them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        positions = {f"c{index}": column for index, column in enumerate(columns)}
        self._known = positions | {column.name: column for column in columns}
        self._known |= {
            position: column
            for index, (position, column) in enumerate(positions.items())
            if column_key(columns, index) == position
        }

    def find(self, name: str) -> Column | None:
        return self._known.get(name)

    def named(self, name: str) -> Column:
        """The column of that name, or a refusal that tells the nearest names."""
        column = self._known.get(name)
        if column is None:
            raise InvalidQuery(
                N_("There is no column {column}. The nearest are: {near}."),
                column=name[:80],
                near="、".join(self._near(name)),
            )
        return column

    def having(self, role: ColumnRole) -> Column | None:
        """The first column of numbers that is for this."""
        numbers = (column for column in self._columns if column.type in _FIGURES)
        return next((column for column in numbers if column.role is role), None)

    def _near(self, name: str) -> list[str]:
        folded = {fold(column.name): column.name for column in self._columns}
        wanted = fold(name[:80])
        inside = [known for known in folded if wanted and (wanted in known or known in wanted)]
        close = inside + get_close_matches(wanted, folded, n=3, cutoff=0.3)
        return [folded[known] for known in dict.fromkeys([*close, *folded])][:3]


def _conditions(asked: Sequence[tuple[str, str]], names: _Names) -> tuple[Condition, ...]:
    found: dict[tuple[str, Operator, int], list[str]] = {}
    for place, (name, value) in enumerate(asked):
        if name.startswith("_"):
            continue
        column, operator = _column_and_operator(name, names)
        values = value.split(",") if operator is Operator.IN else [value]
        values = [_checked(column, operator, part) for part in values if part != ""]
        # bounds are each a condition of their own: repeated, all must hold
        apart = place if operator in (Operator.GTE, Operator.LTE, Operator.GT, Operator.LT) else 0
        found.setdefault((column.name, operator, apart), []).extend(values)
    return tuple(
        Condition(column, operator, tuple(dict.fromkeys(values)))
        for (column, operator, _), values in found.items()
        if values
    )


def _column_and_operator(name: str, names: _Names) -> tuple[Column, Operator]:
    exact = names.find(name)
    if exact is not None and "__" not in name:
        return exact, Operator.IS
    stem, found, suffix = name.rpartition("__")
    if not found:
        return names.named(name), Operator.IS
    if not suffix or suffix not in set(Operator):
        raise InvalidQuery(
            N_("{name} is not a condition. Use one of: {known}."),
            name=name[:80],
            known=", ".join(f"__{known}" for known in Operator if known),
        )
    return names.named(stem), Operator(suffix)


def _checked(column: Column, operator: Operator, value: str) -> str:
    if operator is Operator.NULL:
        if value not in ("0", "1"):
            raise InvalidQuery(
                N_("Write 1 for blank or 0 for filled, for {column}."), column=column.name
            )
    elif operator not in (Operator.CONTAINS, Operator.STARTS):
        typed(column, value)
    return value


def _with_option(query: RowQuery, name: str, value: str, names: _Names) -> RowQuery:
    if name in ("_q", "_near", "_bbox"):
        return _with_place(query, name, value, names)
    if name in ("_page", "_size", "_after"):
        return _with_page(query, name, value)
    return _with_columns(query, name, [part for part in value.split(",") if part], names)


def _with_columns(query: RowQuery, name: str, parts: list[str], names: _Names) -> RowQuery:
    match name:
        case "_sort":
            found = replace(query, sort=query.sort + tuple(_sort(part, names) for part in parts))
        case "_cols":
            found = replace(query, shown=_distinct(query.shown, parts, names))
        case "_facet":
            found = replace(query, facets=_distinct(query.facets, parts, names))
        case "_group":
            found = replace(query, group=_distinct(query.group, parts, names))
        case "_agg":
            figures = tuple(_aggregate(part, names) for part in parts)
            found = replace(query, aggregates=query.aggregates + figures)
        case _:
            raise InvalidQuery(
                N_("{name} is not known. A column whose name starts with _ is reached as c0, c1."),
                name=name[:80],
            )
    return found


def _distinct(before: tuple[str, ...], parts: Iterable[str], names: _Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*before, *(names.named(part).name for part in parts)]))


def _sort(part: str, names: _Names) -> Sort:
    exact = names.find(part)
    if exact is None and part.startswith("-"):
        return Sort(names.named(part[1:]).name, descending=True)
    return Sort(names.named(part).name)


def _aggregate(part: str, names: _Names) -> Aggregate:
    function, _, name = part.partition(":")
    if function not in set(Function) or (not name and function != Function.COUNT):
        raise InvalidQuery(
            N_("{name} is not a figure. Write one like sum:column; known are {known}."),
            name=part[:80],
            known=", ".join(Function),
        )
    column = names.named(name) if name else None
    if column and function != Function.COUNT and column.type not in _FIGURES:
        raise InvalidQuery(N_("{column} is not a column of numbers."), column=column.name)
    return Aggregate(Function(function), column.name if column else None)


def _with_page(query: RowQuery, name: str, value: str) -> RowQuery:
    limits = {"_page": (1, _LARGEST_PAGE), "_size": (1, LONGEST_PAGE_ROWS), "_after": (0, 2**53)}
    least, most = limits[name]
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 17 else -1
    if not least <= number <= most:
        raise InvalidQuery(
            N_("Write {name} as a whole number from {least} to {most}."),
            name=name,
            least=least,
            most=most,
        )
    if name == "_page":
        return replace(query, page=number)
    return replace(query, size=number) if name == "_size" else replace(query, after=number)


def _with_place(query: RowQuery, name: str, value: str, names: _Names) -> RowQuery:
    if name == "_q":
        return replace(query, words=f"{query.words} {value}".strip())
    if not (names.having(ColumnRole.LATITUDE) and names.having(ColumnRole.LONGITUDE)):
        raise InvalidQuery(N_("This table has no latitude and longitude, so it has no places."))
    if name == "_near":
        latitude, longitude, metres = _figures(name, value, "38.26,140.87,1000")
        if abs(latitude) <= 90 and abs(longitude) <= 180 and metres >= 0:
            return replace(query, near=Near(latitude, longitude, metres))
        raise _unreadable(name, "38.26,140.87,1000")
    west, south, east, north = _figures(name, value, "139.0,35.0,140.0,36.0")
    return replace(query, box=Box(west, south, east, north))


def _figures(name: str, value: str, example: str) -> list[float]:
    try:
        figures = [float(part) for part in value.split(",")]
    except ValueError as error:
        raise _unreadable(name, example) from error
    if len(figures) != example.count(",") + 1 or not all(map(math.isfinite, figures)):
        raise _unreadable(name, example)
    return figures


def _unreadable(name: str, example: str) -> InvalidQuery:
    return InvalidQuery(N_("Write {name} as numbers like {example}."), name=name, example=example)
