"""Which column of a newer version is which of the older one: by name, else by what it holds."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from datasets.tables.column import Column
from datasets.tables.roles import unit

ALIKE = 0.8
_MOST_UNKNOWN = 30
_FEW_VALUES = 20
_NEAR = 2

Sketch = Callable[[int], frozenset[int]]
"""The smallest few hundred hashes of the different values of the column at a place."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of one column, from 0: in the older version, and in the newer one."""

    before: int
    after: int


def pairs(
    before: Sequence[Column], after: Sequence[Column], sketch_before: Sketch, sketch_after: Sketch
) -> list[Pair]:
    """The columns that both versions have, in the order of the newer one.

    A column of the same name is the same, also where the name differs only in its width, its
    spaces or the unit in brackets; else one that holds almost the same values.
    """
    places = {column.name: place for place, column in enumerate(before)}
    found = {
        place: places[column.name] for place, column in enumerate(after) if column.name in places
    }
    _by_plain_name(before, after, found)
    _by_content(before, after, found, (sketch_before, sketch_after))
    return [Pair(found[place], place) for place in sorted(found)]


def _by_plain_name(
    before: Sequence[Column], after: Sequence[Column], found: dict[int, int]
) -> None:
    old, new = _unknown(before, found.values()), _unknown(after, found)
    names_before, names_after = _plain(before, old), _plain(after, new)
    for name, place in names_after.items():
        if name in names_before:
            found[place] = names_before[name]


def _plain(columns: Sequence[Column], places: Iterable[int]) -> Mapping[str, int]:
    """Places by plain name, without those that two columns share."""
    named: dict[str, list[int]] = {}
    for place in places:
        name = columns[place].name
        bare = name.removesuffix(f"（{unit(name)}）").removesuffix(f"({unit(name)})")
        plain = "".join(unicodedata.normalize("NFKC", bare).casefold().split())
        named.setdefault(plain, []).append(place)
    return {name: places[0] for name, places in named.items() if name and len(places) == 1}


def _by_content(
    before: Sequence[Column],
    after: Sequence[Column],
    found: dict[int, int],
    sketches: tuple[Sketch, Sketch],
) -> None:
    old, new = _unknown(before, found.values()), _unknown(after, found)
    if len(old) > _MOST_UNKNOWN or len(new) > _MOST_UNKNOWN:
        return
    scored = [
        (score, -abs(one - other), -one, one, other)
        for one in old
        for other in new
        if (score := _alike(before[one], after[other], one, other, sketches)) >= ALIKE
    ]
    taken: set[int] = set()
    for _score, _apart, _first, one, other in sorted(scored, reverse=True):
        if one not in taken and other not in found:
            taken.add(one)
            found[other] = one


def _unknown(columns: Sequence[Column], known: Iterable[int]) -> list[int]:
    places = set(known)
    return [place for place in range(len(columns)) if place not in places]


def _alike(
    one: Column, other: Column, place: int, at: int, sketches: tuple[Sketch, Sketch]
) -> float:
    """0..1: how much of what they hold is the same."""
    if not one.distinct_count or not other.distinct_count:
        return 0.0
    if max(one.distinct_count, other.distinct_count) <= _FEW_VALUES:
        # a few values such as 有 and 無 are those of many a column: only a neighbour is meant
        return _shared(one, other) if abs(place - at) <= _NEAR else 0.0
    mine, theirs = sketches[0](place), sketches[1](at)
    smallest = sorted(mine | theirs)[: max(len(mine), len(theirs), 1)]
    return sum(value in mine and value in theirs for value in smallest) / len(smallest)


def _shared(one: Column, other: Column) -> float:
    mine, theirs = dict(one.top), dict(other.top)
    all_mine, all_theirs = sum(mine.values()) or 1, sum(theirs.values()) or 1
    return sum(
        min(count / all_mine, theirs.get(value, 0) / all_theirs) for value, count in mine.items()
    )
