"""Which column of a table is which column of a standard, and how that was seen."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from datasets.validation.standards.names import (
    SHORTEST_WITH_SLIP,
    bare,
    is_slip,
    key,
    most_edits,
    without_numbering,
)
from datasets.validation.standards.schema import Edition, Field, editions

MOST_COLUMNS = 400


class How(StrEnum):
    """How a header was recognised, the surest first."""

    TOLD = "told"
    EXACT = "exact"
    NORMALISED = "normalised"
    ALIAS = "alias"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Match:
    """A column of a table that is a field of a standard.

    Attributes:
        column: Its header, as in the table.
        weight: How much it tells of which standard the table follows, > 0.
    """

    column: str
    field: Field
    how: How
    weight: float


def matches(
    names: Sequence[str], edition: Edition, told: Mapping[str, str] | None = None
) -> tuple[Match, ...]:
    """The columns that are fields of an edition, in the order of the table; each field once.

    Args:
        names: The headers of the table.
        edition: Whose fields they may be.
        told: What a person said of columns: the name of a field, or nothing where it is none.
    """
    index = _index(edition.id)
    apart = told or {}
    found = _as_told(names, edition, apart)
    taken = {field.name for field, _how in found.values()}
    plain = without_numbering(names[:MOST_COLUMNS])
    for spelt in ({}, plain):
        for how, fields_of in _WAYS:
            for name in names[:MOST_COLUMNS]:
                if name in found or name in apart or (spelt and name not in spelt):
                    continue
                told_as = spelt.get(name, name)
                field = next((f for f in fields_of(told_as, index) if f.name not in taken), None)
                if field is not None:
                    found[name] = field, How.NORMALISED if spelt and how is How.EXACT else how
                    taken.add(field.name)
        if not plain:
            break
    weights = _weights()
    return tuple(
        Match(name, *found[name], _weight(weights, name, found[name][0]))
        for name in names[:MOST_COLUMNS]
        if name in found
    )


def _as_told(
    names: Sequence[str], edition: Edition, told: Mapping[str, str]
) -> dict[str, tuple[Field, How]]:
    fields = {field.name: field for field in edition.fields}
    found: dict[str, tuple[Field, How]] = {}
    for name in names[:MOST_COLUMNS]:
        field = fields.pop(told.get(name, ""), None)
        if field is not None:
            found[name] = field, How.TOLD
    return found


def weight(field: Field) -> float:
    """How much a field tells of its standard: a name of many standards tells little."""
    return _weights()[key(field.name)]


@dataclass(frozen=True, slots=True)
class _Index:
    """The fields of an edition by what they may be called."""

    names: Mapping[str, Field]
    keys: Mapping[str, Field]
    aliases: Mapping[str, Field]


@lru_cache(maxsize=128)
def _index(edition_id: str) -> _Index:
    edition = next(one for one in editions() if one.id == edition_id)
    aliases: dict[str, Field] = {}
    for field in edition.fields:
        for alias in (*field.aliases, *_tail(field, edition)):
            aliases.setdefault(key(alias), field)
    return _Index(
        names={field.name: field for field in edition.fields},
        keys={key(field.name): field for field in edition.fields},
        aliases=aliases,
    )


def _tail(field: Field, edition: Edition) -> tuple[str, ...]:
    """The name without the prefix that most fields of its edition have: 「投票所_緯度」."""
    prefix, line, rest = field.name.partition("_")
    alike = sum(one.name.startswith(f"{prefix}_") for one in edition.fields)
    return (rest,) if line and 2 * alike > len(edition.fields) else ()


def _exact(name: str, index: _Index) -> tuple[Field, ...]:
    return (index.names[name],) if name in index.names else ()


def _normalised(name: str, index: _Index) -> tuple[Field, ...]:
    found = index.keys.get(key(name))
    return (found,) if found else ()


def _alias(name: str, index: _Index) -> tuple[Field, ...]:
    found = index.aliases.get(key(name))
    return (found,) if found else ()


def _similar(name: str, index: _Index) -> tuple[Field, ...]:
    short = bare(name)
    candidates = [short, *_slips(key(name))]
    found = [index.keys.get(one) or index.aliases.get(one) for one in candidates if one]
    return tuple(field for field in found if field)


_WAYS = (
    (How.EXACT, _exact),
    (How.NORMALISED, _normalised),
    (How.ALIAS, _alias),
    (How.SIMILAR, _similar),
)


@lru_cache(maxsize=4_096)
def _slips(wanted: str) -> tuple[str, ...]:
    """The keys of all standards that a key may be a slip of; none if it is one of them."""
    if wanted in _weights() or len(wanted) < SHORTEST_WITH_SLIP:
        return ()
    lengths = range(len(wanted) - most_edits(wanted), len(wanted) + most_edits(wanted) + 1)
    near = (one for length in lengths for one in _by_length().get(length, ()))
    return tuple(one for one in near if is_slip(wanted, one))


@lru_cache(maxsize=1)
def _by_length() -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for one in _weights():
        found.setdefault(len(one), []).append(one)
    return found


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    """By key of a field or alias: the logarithm of how rare it is among the standards."""
    owners: dict[str, set[str]] = {}
    for edition in editions():
        for field in edition.fields:
            for name in (field.name, *field.aliases, *_tail(field, edition)):
                owners.setdefault(key(name), set()).add(edition.standard)
    count = len({edition.standard for edition in editions()})
    return {one: math.log((count + 1) / len(of)) for one, of in owners.items()}


def _weight(weights: Mapping[str, float], name: str, field: Field) -> float:
    rare = weights[key(field.name)]
    return min(rare, weights.get(key(name), rare))


def order_share(matched: Sequence[Match], edition: Edition) -> float:
    """How many of the matched columns stand in the order of the standard, 0..1."""
    place = {field.name: at for at, field in enumerate(edition.fields)}
    tails: list[int] = []
    for match in matched:
        at = place[match.field.name]
        where = next((i for i, tail in enumerate(tails) if tail >= at), len(tails))
        tails[where : where + 1] = [at]
    return len(tails) / len(matched) if matched else 0.0
