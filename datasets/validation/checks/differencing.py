"""Can what was hidden in a table of counts be computed from its totals?

As an attacker would: every total is an equation over the cells it adds up, and every hidden cell is
a whole number of at least one. What elimination or narrowing of bounds leaves one value is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

Cell = tuple[int, int]
Numbers = Sequence[Sequence[int | None]]
MOST_HIDDEN = 300
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class _Sum:
    """Hidden cells that add up to a known number."""

    cells: tuple[Cell, ...]
    number: int


def recovered(
    numbers: Numbers, total_rows: Sequence[int], total_columns: Sequence[int]
) -> frozenset[Cell]:
    """Hidden cells that follow from the others.

    Args:
        numbers: Rows of equal length; None for a hidden cell.
        total_rows: Rows that add up others; taken at their word only if they do so elsewhere.
        total_columns: Likewise columns.

    Returns:
        Row and column of each.
    """
    across = [list(row) for row in numbers]
    down = [list(column) for column in zip(*numbers, strict=True)]
    sums = [
        *_sums(across, _parts(down, total_columns), total_columns, swap=False),
        *_sums(down, _parts(across, total_rows), total_rows, swap=True),
    ]
    unknown = sorted({cell for each in sums for cell in each.cells})
    if not unknown or len(unknown) > MOST_HIDDEN:
        return frozenset()
    return frozenset(_by_elimination(sums, unknown) | _by_bounds(sums, unknown))


def _parts(lines: Sequence[Sequence[int | None]], totals: Sequence[int]) -> dict[int, list[int]]:
    """Of each total line the lines that it adds up: those before, those after, or all others.

    Args:
        lines: Rows if rows are added up, else columns.
        totals: Which of them are totals.
    """
    found = {}
    for total in totals:
        before = max([other for other in totals if other < total], default=-1)
        after = min([other for other in totals if other > total], default=len(lines))
        others = [line for line in range(len(lines)) if line not in totals]
        for parts in (list(range(before + 1, total)), list(range(total + 1, after)), others):
            if parts and _adds_up(lines, total, parts):
                found[total] = parts
                break
    return found


def _adds_up(lines: Sequence[Sequence[int | None]], total: int, parts: Sequence[int]) -> bool:
    """Whether it holds wherever nothing is hidden, and there is such a place."""
    places = range(len(lines[total]))
    whole = [
        place
        for place in places
        if lines[total][place] is not None and all(lines[part][place] is not None for part in parts)
    ]
    right = [
        place
        for place in whole
        if lines[total][place] == sum(lines[part][place] or 0 for part in parts)
    ]
    return bool(right) and len(right) >= 0.9 * len(whole) and any(lines[total][p] for p in right)


def _sums(
    lines: Sequence[Sequence[int | None]],
    parts_of: dict[int, list[int]],
    totals: Sequence[int],
    *,
    swap: bool,
) -> Iterator[_Sum]:
    """One equation for each line and total in which something is hidden."""
    for at, line in enumerate(lines):
        for total in totals:
            parts = parts_of.get(total, [])
            number = line[total]
            hidden = [part for part in parts if line[part] is None]
            if number is not None and hidden:
                known = sum(line[part] or 0 for part in parts)
                cells = tuple((part, at) if swap else (at, part) for part in hidden)
                yield _Sum(cells, number - known)


def _by_elimination(sums: Sequence[_Sum], unknown: Sequence[Cell]) -> set[Cell]:
    """Cells that the equations alone fix: reduced row echelon form with one entry in a row."""
    place = {cell: position for position, cell in enumerate(unknown)}
    table = np.zeros((len(sums), len(unknown)))
    for row, each in enumerate(sums):
        table[row, [place[cell] for cell in each.cells]] = 1
    row = 0
    for column in range(len(unknown)):
        pivot = row + int(np.argmax(np.abs(table[row:, column]))) if row < len(sums) else row
        if row >= len(sums) or abs(table[pivot, column]) < 1e-9:
            continue
        table[[row, pivot]] = table[[pivot, row]]
        table[row] /= table[row, column]
        others = np.arange(len(sums)) != row
        table[others] -= np.outer(table[others, column], table[row])
        row += 1
    alone = (np.abs(table) > 1e-9).sum(axis=1) == 1
    return {unknown[int(np.argmax(np.abs(line)))] for line in table[alone]}


def _by_bounds(sums: Sequence[_Sum], unknown: Sequence[Cell]) -> set[Cell]:
    """Cells whose bounds meet: each is at least one, and at most what is left of its totals."""
    low = dict.fromkeys(unknown, 1)
    high = {cell: min(each.number for each in sums if cell in each.cells) for cell in unknown}
    for _ in range(_ROUNDS):
        moved = [_narrow(each, low, high) for each in sums]
        if not any(moved):
            break
    if any(low[cell] > high[cell] for cell in unknown):
        return set()  # something hidden is nought: then nothing follows from "at least one"
    return {cell for cell in unknown if low[cell] == high[cell]}


def _narrow(each: _Sum, low: dict[Cell, int], high: dict[Cell, int]) -> bool:
    """Bring the bounds of one sum's cells together; returns whether any moved."""
    lows, highs = sum(low[cell] for cell in each.cells), sum(high[cell] for cell in each.cells)
    narrower = {
        cell: (
            max(low[cell], each.number - (highs - high[cell])),
            min(high[cell], each.number - (lows - low[cell])),
        )
        for cell in each.cells
    }
    moved = any(narrower[cell] != (low[cell], high[cell]) for cell in each.cells)
    for cell, (least, most) in narrower.items():
        low[cell], high[cell] = least, most
    return moved
