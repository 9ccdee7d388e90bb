"""The engine answers as a plain reading of every row would."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.folding import fold
from datasets.tables.column import Column, ColumnType
from datasets.tables.grammar import parse
from datasets.tables.local import LocalTables
from datasets.tables.query import Condition, Operator, RowQuery
from tests.datasets.tables.making import profiled

KINDS = ["公園", "ﾄｲﾚ", "トイレ", "髙校", "高校", "Wi-Fi", "wifi", "a,b", "'x'", '"y"', "100%", ""]
NUMBERS = ["0", "5", "-3", "12", "12.50", "12.5", "1000", ""]
DAYS = ["2026-04-01", "2025-12-31", "2020-02-29", ""]
ROWS = [
    (str(index), KINDS[index % 12], NUMBERS[index * 7 % 8], DAYS[index * 5 % 4])
    for index in range(60)
]
NAMES = ("id", "種別", "数", "日")


@dataclass(frozen=True)
class Made:
    store: LocalTables
    columns: tuple[Column, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder: Path = tmp_path_factory.mktemp("rows")
    columns = profiled(folder, NAMES, ROWS)
    store = LocalTables(folder / "tables")
    store.put("some-rows", folder / "table.parquet")
    return Made(store, columns)


def comparable(name: str, cell: str) -> float | str:
    return float(cell) if name in ("id", "数") else fold(cell) if name == "種別" else cell


def holds(name: str, operator: Operator, value: str, cell: str) -> bool:
    if operator is Operator.NULL:
        return (cell == "") is (value == "1")
    if cell == "":
        return False
    if operator in (Operator.CONTAINS, Operator.STARTS):
        text = fold(cell) if name == "種別" else cell
        return (
            fold(value) in text if operator is Operator.CONTAINS else text.startswith(fold(value))
        )
    one, other = comparable(name, cell), comparable(name, value)
    compare: dict[Operator, Callable[[], bool]] = {
        Operator.IS: lambda: one == other,
        Operator.IN: lambda: one == other,
        Operator.GTE: lambda: one >= other,  # type: ignore[operator]  # both have the column's type
        Operator.LTE: lambda: one <= other,  # type: ignore[operator]  # both have the column's type
        Operator.GT: lambda: one > other,  # type: ignore[operator]  # both have the column's type
        Operator.LT: lambda: one < other,  # type: ignore[operator]  # both have the column's type
    }
    return compare[operator]()


def fits(row: tuple[str, ...], conditions: tuple[Condition, ...]) -> bool:
    return all(
        any(
            holds(part.column, part.operator, value, row[NAMES.index(part.column)])
            for value in part.values
        )
        for part in conditions
    )


def sort_key(name: str, descending: bool) -> Callable[[tuple[str, ...]], tuple[bool, float | str]]:
    def key(row: tuple[str, ...]) -> tuple[bool, float | str]:
        cell = row[NAMES.index(name)]
        blank: float | str = 0.0
        return (cell == "") is not descending, comparable(name, cell) if cell else blank

    return key


VALUES = {
    "id": st.integers(-5, 70).map(str),
    "種別": st.sampled_from([kind for kind in KINDS if kind]) | st.text(min_size=1, max_size=3),
    "数": st.sampled_from([number for number in NUMBERS if number]),
    "日": st.sampled_from([day for day in DAYS if day]),
}


@st.composite
def conditions(draw: st.DrawFn) -> list[tuple[str, str]]:
    name = draw(st.sampled_from(NAMES))
    operator = draw(st.sampled_from(Operator))
    value = draw(st.sampled_from(["0", "1"]) if operator is Operator.NULL else VALUES[name])
    key = f"{name}__{operator}" if operator else name
    return [(key, value)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(conditions(), max_size=3).map(lambda found: [arg for args in found for arg in args]),
    st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=2),
    st.integers(1, 20),
)
def test_rows_are_those_of_a_plain_filter_in_a_plain_order(made, args, order, size):
    sort = ",".join(("-" if descending else "") + name for name, descending in order)
    query = parse([*args, ("_sort", sort), ("_size", str(size))], made.columns)

    page = made.store.rows("some-rows", made.columns, query)

    expected = [row for row in ROWS if fits(row, query.conditions)]
    for name, descending in reversed(order):
        expected.sort(key=sort_key(name, descending), reverse=descending)
    assert page.total == len(expected)
    assert page.rows == [tuple(cell or None for cell in row) for row in expected[:size]]
    assert (page.next_after is not None) is (len(expected) > size)


AWKWARD = [
    "名",
    "_x",
    "a__b",
    "c0",
    "c7",
    "x,y",
    "-z",
    "utm_source",
    " ",
    '"; DROP',
    "区 域",
    "gclid",
]
AWKWARD_COLUMNS = [Column(name=name) for name in AWKWARD]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(AWKWARD),
            st.sampled_from([Operator.IS, Operator.CONTAINS, Operator.GTE]),
            st.text(min_size=1, max_size=5),
        ),
        max_size=3,
    ),
    st.lists(st.sampled_from(AWKWARD), max_size=3, unique=True),
    st.integers(1, 9),
)
def test_a_question_is_read_back_from_its_own_address(parts, names, page):
    found = {(name, operator): value for name, operator, value in parts}
    query = RowQuery(
        conditions=tuple(Condition(name, op, (value,)) for (name, op), value in found.items()),
        shown=tuple(names),
        facets=tuple(names),
        group=tuple(names),
        page=page,
    )

    assert parse(query.to_args(AWKWARD_COLUMNS), AWKWARD_COLUMNS) == query


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=6))
def test_any_address_is_read_or_refused(args):
    columns = [Column(name="名"), Column(name="数", type=ColumnType.NUMBER)]

    try:
        query = parse(args, columns)
    except InvalidQuery:
        return
    assert parse(query.to_args(columns), columns) == query
