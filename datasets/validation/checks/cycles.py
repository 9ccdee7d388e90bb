"""Which hidden cells have one value only, where each is in two sums at most: exactly.

Sums are the nodes of a network and hidden cells its edges: any solution is a flow, and another one
differs from it by going around a cycle. A cell that is on no cycle has the same value in all.

Source: D. Gusfield, A graph theoretic approach to statistical data security, SIAM Journal on
Computing 17 (1988).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[int, int]
_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Sum:
    """Hidden cells that add up to a known number.

    Attributes:
        cells: Each with its sign; a hidden total has -1.
    """

    cells: Mapping[Cell, int]
    number: int

    def without(self, other: "Sum") -> "Sum":
        """What is left of the sum when another one is taken from it."""
        signs = {cell: sign - other.cells.get(cell, 0) for cell, sign in self.cells.items()}
        return Sum({cell: sign for cell, sign in signs.items() if sign}, self.number - other.number)

    def given(self, cell: Cell, alone: "Sum") -> "Sum":
        """The same once a cell is known from a sum in which it is alone."""
        value = alone.number * alone.cells[cell]
        left = {other: sign for other, sign in self.cells.items() if other != cell}
        return Sum(left, self.number - self.cells[cell] * value)


def settled(sums: Sequence[Sum]) -> set[Cell] | None:
    """Cells that have the same value in every solution of whole numbers of one or more.

    Args:
        sums: Connected: none shares no cell with the others.

    Returns:
        None if the sums are no network, or have no solution.
    """
    edges = _edges(sums)
    if edges is None:
        return None
    for least in (1, 0):  # something hidden may be nought
        flow = _Flow(edges, _balances(sums, edges, least))
        if flow.is_feasible:
            return {cell for cell in edges if not flow.may_change(cell)}
    return None


def _edges(sums: Sequence[Sum]) -> dict[Cell, tuple[int, int]] | None:
    """From where to where each cell flows: it leaves one sum and enters the other."""
    of_cell: dict[Cell, list[int]] = {}
    for number, each in enumerate(sums):
        if any(abs(sign) != 1 for sign in each.cells.values()):
            return None
        for cell in each.cells:
            of_cell.setdefault(cell, []).append(number)
    if any(len(numbers) > 2 for numbers in of_cell.values()):
        return None
    sides = _sides(sums, of_cell)
    if sides is None:
        return None
    edges = {}
    for cell, numbers in of_cell.items():
        signs = [sides[number] * sums[number].cells[cell] for number in numbers]
        ends = dict(zip(signs, numbers, strict=True))
        edges[cell] = (ends.get(1, _OUTSIDE), ends.get(-1, _OUTSIDE))
    return edges


def _sides(sums: Sequence[Sum], of_cell: Mapping[Cell, list[int]]) -> dict[int, int] | None:
    """A sign for each sum so that every cell has one plus and one minus; None if there is none."""
    sides = {0: 1}
    waiting = [0]
    while waiting:
        number = waiting.pop()
        for cell, sign in sums[number].cells.items():
            for other in of_cell[cell]:
                side = -sides[number] * sign * sums[other].cells[cell]
                if other == number:
                    continue
                if other not in sides:
                    sides[other] = side
                    waiting.append(other)
                elif sides[other] != side:
                    return None
    return sides


class _Flow:
    """Cells as flows through the sums, beyond what each has at least.

    Args:
        edges: Of each cell the sum it leaves and the one it enters.
        excess: Of each sum how much more must leave it than enters; what is outside is free.
    """

    def __init__(self, edges: Mapping[Cell, tuple[int, int]], excess: Mapping[int, int]) -> None:
        self._edges = edges
        self._amount = dict.fromkeys(edges, 0)
        self._out: dict[int, list[Cell]] = {}
        self._in: dict[int, list[Cell]] = {}
        for cell, (start, end) in edges.items():
            self._out.setdefault(start, []).append(cell)
            self._in.setdefault(end, []).append(cell)
        self.is_feasible = self._fill(dict(excess))

    def may_change(self, cell: Cell) -> bool:
        """Whether another solution has more or less in a cell."""
        start, end = self._edges[cell]
        if self._way(end, {start}, barred=cell) is not None:
            return True
        return self._amount[cell] > 0 and self._way(start, {end}, barred=cell) is not None

    def _fill(self, excess: dict[int, int]) -> bool:
        """Push what must leave some sums to those that lack it; whether all of it arrives."""
        while True:
            giving = [number for number, more in excess.items() if more > 0]
            if not giving:
                lacking = [number for number, more in excess.items() if more < 0]
                return not lacking or self._draw(excess, lacking)
            wanting = {number for number, more in excess.items() if more < 0} | {_OUTSIDE}
            way = self._way(giving[0], wanting)
            if way is None:
                return False
            end = self._end_of(giving[0], way)
            self._push(excess, giving[0], end, way)

    def _draw(self, excess: dict[int, int], lacking: list[int]) -> bool:
        """What is outside may give as much as it likes."""
        for number in lacking:
            while excess[number] < 0:
                way = self._way(_OUTSIDE, {number})
                if way is None:
                    return False
                self._push(excess, _OUTSIDE, number, way)
        return True

    def _push(
        self, excess: dict[int, int], start: int, end: int, way: list[tuple[Cell, int]]
    ) -> None:
        bounds = [self._amount[cell] for cell, step in way if step < 0]
        bounds += [excess[start]] if start != _OUTSIDE else []
        bounds += [-excess[end]] if end != _OUTSIDE else []
        pushed = min(bounds)
        for cell, step in way:
            self._amount[cell] += step * pushed
        for number, change in ((start, -pushed), (end, pushed)):
            if number != _OUTSIDE:
                excess[number] += change

    def _end_of(self, start: int, way: list[tuple[Cell, int]]) -> int:
        at = start
        for cell, step in way:
            at = self._edges[cell][1 if step > 0 else 0]
        return at

    def _way(
        self, start: int, ends: set[int], barred: Cell | None = None
    ) -> list[tuple[Cell, int]] | None:
        """A shortest way on which something may still be pushed: cells, forwards or backwards."""
        if start in ends:
            return []
        came: dict[int, tuple[int, Cell, int]] = {}
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            steps = [(cell, 1, self._edges[cell][1]) for cell in self._out.get(at, ())]
            steps += [
                (cell, -1, self._edges[cell][0])
                for cell in self._in.get(at, ())
                if self._amount[cell] > 0
            ]
            for cell, step, other in steps:
                if cell == barred or other in came or other == start:
                    continue
                came[other] = (at, cell, step)
                if other in ends:
                    return _back(came, start, other)
                waiting.append(other)
        return None


def _back(
    came: Mapping[int, tuple[int, Cell, int]], start: int, end: int
) -> list[tuple[Cell, int]]:
    way = []
    at = end
    while at != start:
        at, cell, step = came[at]
        way.append((cell, step))
    return way[::-1]


def _balances(
    sums: Sequence[Sum], edges: Mapping[Cell, tuple[int, int]], least: int
) -> dict[int, int]:
    """Of each sum how much more must leave it than enters, once every cell has the least."""
    balances = {}
    for number, each in enumerate(sums):
        cell, sign = next(iter(each.cells.items()))
        side = sign * (1 if edges[cell][0] == number else -1)
        held = sum(each.cells.values()) * least
        balances[number] = side * (each.number - held)
    return balances
