"""An attacker with all the time in the world against tables with hidden counts."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.validation.checks.differencing import recovered
from datasets.validation.checks.small_cells import scan_counts

Cell = tuple[int, int]
Table = list[list[int | None]]


def with_totals(counts: list[list[int]], *, rows: bool = True, columns: bool = True) -> Table:
    """Counts with a last column and a last row that add them up."""
    table: Table = [[*row, sum(row)] if columns else [*row] for row in counts]
    if rows:
        table.append([sum(cells) for cells in zip(*table, strict=True)])
    return table


def known_by_trying(whole: Table, hidden: set[Cell], *, rows: bool, columns: bool) -> set[Cell]:
    """Cells with one value in every table of counts that fits what is shown: tries all of them."""
    height, width = len(whole) - rows, len(whole[0]) - columns
    inner = [cell for cell in sorted(hidden) if cell[0] < height and cell[1] < width]
    seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    most = max(number for row in counted(whole, rows, columns) for number in row) + 2

    def fits(trial: list[list[int]]) -> Table | None:
        made = with_totals(trial, rows=rows, columns=columns)
        shown = all(
            number == whole[r][c]
            for r, row in enumerate(made)
            for c, number in enumerate(row)
            if (r, c) not in hidden
        )
        return made if shown else None

    for values in itertools.product(range(1, most + 1), repeat=len(inner)):
        trial = [[int(whole[r][c] or 0) for c in range(width)] for r in range(height)]
        for (r, c), value in zip(inner, values, strict=True):
            trial[r][c] = value
        made = fits(trial)
        if made is not None:
            for r, c in hidden:
                seen[r, c].add(int(made[r][c] or 0))
    return {cell for cell, values in seen.items() if len(values) == 1}


def counted(whole: Table, rows: bool, columns: bool) -> list[list[int]]:
    """The table without its totals."""
    lines = whole[:-1] if rows else whole
    return [[int(number or 0) for number in (line[:-1] if columns else line)] for line in lines]


def shown(whole: Table, hidden: set[Cell]) -> Table:
    return [
        [None if (r, c) in hidden else number for c, number in enumerate(row)]
        for r, row in enumerate(whole)
    ]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 2), min_size=3, max_size=3), min_size=2, max_size=3),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=5),
    st.sampled_from([(True, True), (True, False), (False, True)]),
)
def test_what_follows_is_found_and_nothing_else_is_said_to_follow(counts, hidden, which):
    rows, columns = which
    hidden = {cell for cell in hidden if cell[0] < len(counts)}
    whole = with_totals(counts, rows=rows, columns=columns)

    found = recovered(shown(whole, hidden), [len(counts)] * rows, [3] * columns)

    assert found == known_by_trying(whole, hidden, rows=rows, columns=columns)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 2), min_size=3, max_size=3), min_size=2, max_size=2),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=5),
)
def test_hidden_totals_are_unknown_too(counts, hidden):
    whole = with_totals(counts)

    found = recovered(shown(whole, hidden), [2], [3])

    assert found >= known_by_trying(whole, hidden, rows=True, columns=True)


def protected(counts: list[list[int]], limit: int) -> set[Cell]:
    """Which cells a careful statistician hides: the small ones, and more until nothing follows."""
    height, width = len(counts), len(counts[0])
    hidden = {(r, c) for r in range(height) for c in range(width) if counts[r][c] < limit}
    whole = with_totals(counts)
    while leaks := recovered(shown(whole, hidden), [height], [width]):
        r, c = min(leaks)
        beside = [(r, other) for other in range(width)] + [(other, c) for other in range(height)]
        open_ones = [cell for cell in beside if cell not in hidden]
        if not open_ones:
            return {(r, c) for r in range(height) for c in range(width)}
        hidden.add(min(open_ones, key=lambda cell: counts[cell[0]][cell[1]]))
    return hidden


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_recovers_no_cell_of_a_table_that_passes(seed):
    rng = random.Random(seed)  # noqa: S311 - counts, not keys
    counts = [[rng.randint(1, 3) for _ in range(3)] for _ in range(3)]

    hidden = protected(counts, 2)

    if len(hidden) <= 6:
        known = known_by_trying(with_totals(counts), hidden, rows=True, columns=True)
        assert known == set()


def test_totals_of_totals_are_counted_once():
    rows: Table = [
        [None, None, 5],  # north
        [3, 4, 7],
        [None, None, 12],  # the north together
        [2, None, 6],  # south
        [5, 3, 8],
        [7, 7, 14],  # the south together
        [12, 14, 26],  # all
    ]

    assert recovered(rows, [2, 5, 6], [2]) == {(0, 0), (0, 1), (2, 0), (2, 1), (3, 1)}


def test_a_table_with_something_hidden_in_every_row_is_attacked_all_the_same():
    rows: Table = [[None, 4, 6], [3, None, 8]]

    assert recovered(rows, [], [2]) == {(0, 0), (1, 1)}


def test_a_hundred_rows_and_many_hidden_ones_take_a_moment_only():
    rng = random.Random(5)  # noqa: S311 - counts, not keys
    counts = [[rng.randint(1, 40) for _ in range(8)] for _ in range(100)]
    hidden = {(r, c) for r in range(100) for c in range(8) if counts[r][c] < 10}

    found = recovered(shown(with_totals(counts), hidden), [100], [8])

    alone = {(r, c) for r, c in hidden if sum(cell[0] == r for cell in hidden) == 1}
    assert alone <= found


def test_a_sum_that_is_called_something_else_is_found_by_its_numbers():
    names = ["地区", "人員", "男", "女", "面積"]
    rows = [
        ["栄町", "12", "5", "7", "310"],
        ["中町", "30", "14", "16", "250"],
        ["本町", "21", "10", "11", "127"],
        ["南町", "9", "X", "8", "88"],
    ]

    [finding] = scan_counts(names, rows)

    assert (finding.kind, finding.column, finding.rows) == ("recovered_cell", "男", (5,))
