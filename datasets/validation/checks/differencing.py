"""Can what was hidden in a table of counts be computed from its totals?

As an attacker would: every total is an equation over the cells it adds up, and every hidden cell is
a whole number of at least one. Where each hidden cell is in one sum across and one down at most,
totals of totals counted once, the answer is exact (`datasets.validation.checks.cycles`). Where a
table is knit more tightly, elimination and the narrowing of bounds find what they can.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from datasets.validation.checks.cycles import Cell, Sum, settled

Numbers = Sequence[Sequence[int | None]]
MOST_HIDDEN = 1_000
_ROUNDS = 60
_LONGEST_RUN = 8
_LEAST_PROOFS = 3


@dataclass(frozen=True, slots=True)
class _Total:
    """A line that adds up others."""

    line: int
    parts: tuple[int, ...]


def recovered(
    numbers: Numbers, total_rows: Sequence[int], total_columns: Sequence[int]
) -> frozenset[Cell]:
    """Hidden cells that follow from the others.

    Args:
        numbers: Rows of equal length; None for a hidden cell.
        total_rows: Rows that are called totals; disbelieved where they add up nothing elsewhere.
            What adds up others without being called so is found.
        total_columns: Likewise columns.

    Returns:
        Row and column of each.
    """
    across = [list(row) for row in numbers]
    down = [list(column) for column in zip(*numbers, strict=True)]
    of_rows = list(_sums(across, _totals(down, total_columns), swap=False))
    of_columns = list(_sums(down, _totals(across, total_rows), swap=True))
    found = _peel(of_rows, of_columns)
    for group in _components([*of_rows, *of_columns]):
        rows = [of_rows[number] for number in group if number < len(of_rows)]
        columns = [of_columns[n - len(of_rows)] for n in group if n >= len(of_rows)]
        found |= _recovered_of(rows, columns)
    return frozenset(found)


def _peel(of_rows: list[Sum], of_columns: list[Sum]) -> set[Cell]:
    """Cells that are alone in a sum, again and again; they are taken out of all sums."""
    places: dict[Cell, list[tuple[list[Sum], int]]] = {}
    waiting = []
    for sums in (of_rows, of_columns):
        for number, each in enumerate(sums):
            waiting.append((sums, number))
            for cell in each.cells:
                places.setdefault(cell, []).append((sums, number))
    found: set[Cell] = set()
    while waiting:
        sums, number = waiting.pop()
        if len(sums[number].cells) == 1:
            alone = sums[number]
            (cell,) = alone.cells
            found.add(cell)
            for other, place in places[cell]:
                if cell in other[place].cells:
                    other[place] = other[place].given(cell, alone)
                    waiting.append((other, place))
    return found


def _recovered_of(of_rows: Sequence[Sum], of_columns: Sequence[Sum]) -> set[Cell]:
    unknown = sorted({cell for each in (*of_rows, *of_columns) for cell in each.cells})
    if len(unknown) > MOST_HIDDEN:
        return set()
    sums = [*_apart(of_rows), *_apart(of_columns)]
    found: set[Cell] = set()
    for group in _components(sums):
        found |= _settled([sums[number] for number in group])
    return found


def _settled(sums: Sequence[Sum]) -> set[Cell]:
    exact = settled(sums)
    if exact is not None:
        return exact
    unknown = sorted({cell for each in sums for cell in each.cells})
    derived = _eliminated(sums, unknown)
    alone = {next(iter(each.cells)) for each in derived if len(each.cells) == 1}
    return alone | _by_bounds([*sums, *derived], unknown)


def _totals(lines: Sequence[Sequence[int | None]], named: Sequence[int]) -> list[_Total]:
    """What adds up what: those before, those after, all others, or the totals among them.

    Args:
        lines: Rows if rows are added up, else columns.
        named: Which of them are called totals.
    """
    found = []
    plain = [line for line in range(len(lines)) if line not in named]
    for total in named:
        before = max([other for other in named if other < total], default=-1)
        after = min([other for other in named if other > total], default=len(lines))
        others = [other for other in named if other != total]
        choices = (range(before + 1, total), range(total + 1, after), plain, others)
        parts = next((p for p in choices if p and _adds_up(lines, total, p)), None)
        if parts is not None:
            found.append(_Total(total, tuple(parts)))
    return [*found, *_uncalled(lines, named)]


def _uncalled(lines: Sequence[Sequence[int | None]], named: Sequence[int]) -> Iterator[_Total]:
    """Lines that add up those beside them and are called something else: 人数, 男, 女."""
    for total in range(len(lines)):
        if total in named:
            continue
        for length in range(2, _LONGEST_RUN + 1):
            runs = (range(total - length, total), range(total + 1, total + 1 + length))
            for run in runs:
                inside = run.start >= 0 and run.stop <= len(lines)
                if inside and not set(run) & set(named) and _proves(lines, total, run):
                    yield _Total(total, tuple(run))


def _proves(lines: Sequence[Sequence[int | None]], total: int, parts: Sequence[int]) -> bool:
    """Whether it adds up so often, and with so large numbers, that it is no chance."""
    right = 0
    for place, number in enumerate(lines[total]):
        cells = [lines[part][place] for part in parts]
        known = [cell for cell in cells if cell is not None]
        if number is None or len(known) < len(cells):
            continue
        if number != sum(known):
            return False
        right += sum(cell > 0 for cell in known) > 1
    return right >= _LEAST_PROOFS


def _adds_up(lines: Sequence[Sequence[int | None]], total: int, parts: Sequence[int]) -> bool:
    """Whether it holds wherever nothing is hidden; where something is hidden everywhere, it may."""
    places = range(len(lines[total]))
    whole = [
        place
        for place in places
        if lines[total][place] is not None and all(lines[part][place] is not None for part in parts)
    ]
    if not whole:
        return all(
            sum(lines[part][p] or 0 for part in parts) <= (lines[total][p] or 1 << 60)
            for p in places
        )
    right = [
        place
        for place in whole
        if lines[total][place] == sum(lines[part][place] or 0 for part in parts)
    ]
    return len(right) >= 0.9 * len(whole) and any(lines[total][p] for p in right)


def _sums(
    lines: Sequence[Sequence[int | None]], totals: Sequence[_Total], *, swap: bool
) -> Iterator[Sum]:
    """One equation for each line and total in which something is hidden."""
    for at, line in enumerate(lines):
        for total in totals:
            signs = {part: 1 for part in total.parts if line[part] is None}
            if line[total.line] is None:
                signs[total.line] = -1
            if signs:
                known = sum(line[part] or 0 for part in total.parts)
                cells = {((place, at) if swap else (at, place)): s for place, s in signs.items()}
                yield Sum(cells, (line[total.line] or 0) - known)


def _apart(sums: Sequence[Sum]) -> list[Sum]:
    """The same equations, with what a total of totals adds up twice taken out of it."""
    left = sorted(sums, key=lambda each: len(each.cells))
    for small in range(len(left)):
        for large in range(small + 1, len(left)):
            if left[small].cells and left[small].cells.items() <= left[large].cells.items():
                left[large] = left[large].without(left[small])
    return [each for each in left if each.cells]


def _components(sums: Sequence[Sum]) -> Iterator[list[int]]:
    """Places of equations that share no hidden cell with others, group by group."""
    of_cell: dict[Cell, list[int]] = {}
    for number, each in enumerate(sums):
        for cell in each.cells:
            of_cell.setdefault(cell, []).append(number)
    seen: set[int] = set()
    for first in range(len(sums)):
        waiting, group = [first], list[int]()
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                group.append(number)
                waiting += [other for cell in sums[number].cells for other in of_cell[cell]]
        if group:
            yield group


def _eliminated(sums: Sequence[Sum], unknown: Sequence[Cell]) -> list[Sum]:
    """What the equations say together: reduced row echelon form, rows of whole numbers only."""
    place = {cell: position for position, cell in enumerate(unknown)}
    table = np.zeros((len(sums), len(unknown) + 1))
    for row, each in enumerate(sums):
        table[row, -1] = each.number
        for cell, sign in each.cells.items():
            table[row, place[cell]] = sign
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
    whole = table[:row][(np.abs(table[:row] - np.round(table[:row])) < 1e-6).all(axis=1)]
    return [
        Sum(
            {unknown[int(n)]: round(line[n]) for n in np.flatnonzero(np.abs(line[:-1]) > 0.5)},
            number,
        )
        for line, number in ((line, round(line[-1])) for line in whole)
    ]


def _by_bounds(sums: Sequence[Sum], unknown: Sequence[Cell]) -> set[Cell]:
    """Cells whose bounds meet: each is at least one, and at most what is left of its totals."""
    low = dict.fromkeys(unknown, 1)
    high = dict.fromkeys(unknown, 1 << 40)
    for _ in range(_ROUNDS):
        moved = [_narrow(each, low, high) for each in sums]
        if not any(moved):
            break
    if any(low[cell] > high[cell] for cell in unknown):
        return set()  # something hidden is nought: then nothing follows from "at least one"
    return {cell for cell in unknown if low[cell] == high[cell]}


def _narrow(each: Sum, low: dict[Cell, int], high: dict[Cell, int]) -> bool:
    """Bring the bounds of one sum's cells together; returns whether any moved."""
    least = sum(s * (low if s > 0 else high)[cell] for cell, s in each.cells.items())
    most = sum(s * (high if s > 0 else low)[cell] for cell, s in each.cells.items())
    moved = False
    narrower = {}
    for cell, sign in each.cells.items():
        # what the others leave for this one, at least and at most
        small = each.number - (most - sign * (high if sign > 0 else low)[cell])
        large = each.number - (least - sign * (low if sign > 0 else high)[cell])
        first, last = sorted((Fraction(small, sign), Fraction(large, sign)))
        bounds = max(low[cell], math.ceil(first)), min(high[cell], math.floor(last))
        moved = moved or bounds != (low[cell], high[cell])
        narrower[cell] = bounds
    for cell, (at_least, at_most) in narrower.items():
        low[cell], high[cell] = at_least, at_most
    return moved
