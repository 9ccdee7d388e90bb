"""Which standard a table follows, by its headers and what stands below them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from datasets.validation.standards.kinds import readable
from datasets.validation.standards.matching import How, Match, matches, order_share, weight
from datasets.validation.standards.schema import Edition, Kind, Use, editions, standard

ACTS_ALONE = 0.75
"""From this confidence a table is taken to follow a standard without asking anyone."""

LEAST = 0.45
"""Below this confidence a standard is not worth a question."""

_SURENESS = {How.TOLD: 1.0, How.EXACT: 1.0, How.NORMALISED: 1.0, How.ALIAS: 0.95, How.SIMILAR: 0.8}
_STRANGE = 0.45  # what a header of no standard weighs against the table
_TELLING = 2.0  # from this weight on, a field is one of few standards only
_ENOUGH_TELLING = 4.0
_NEARLY_WHOLE = 0.8
_ONLY_COMMON = 0.8  # what is left of the likeness of a table with nothing telling
_RIVAL = 0.9
_OPEN_KINDS = frozenset({Kind.TEXT, Kind.LIST, Kind.KANA, Kind.PHONE, Kind.DAYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """A standard that a table may follow.

    Attributes:
        standard: Id of the standard.
        edition: Year of the edition whose columns the table has.
        confidence: 0..1.
        acts_alone: Whether it may be taken without asking.
        matched: In the order of the table.
        missing: Mandatory fields that no column is.
        wanting: Recommended fields that no column is.
        extra: Headers that are no field.
        told: What a person said of columns, as `matches` takes it.
    """

    standard: str
    edition: str
    confidence: float
    acts_alone: bool
    matched: tuple[Match, ...]
    missing: tuple[str, ...]
    wanting: tuple[str, ...]
    extra: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def differing(self) -> tuple[tuple[str, str], ...]:
        """Headers that are not what the standard calls them, and what it calls them."""
        named = ((match.column, match.field.name) for match in self.matched)
        return tuple((column, name) for column, name in named if column != name)

    def to_json(self) -> dict[str, Any]:
        """The recognition as it is kept in the database."""
        return {
            "standard": self.standard,
            "edition": self.edition,
            "confidence": round(self.confidence, 3),
            "acts_alone": self.acts_alone,
            "columns": [[m.column, m.field.name, m.how.value] for m in self.matched],
            "missing": list(self.missing),
            "wanting": list(self.wanting),
            "extra": list(self.extra),
            "told": dict(self.told),
        }


def is_followed(standing: Mapping[str, Any]) -> bool:
    """Whether a table was held to its standard, as `PreparedTable.standard` tells."""
    return bool(standing.get("followed", standing["acts_alone"]))


def recognise(
    names: Sequence[str], sample: Mapping[str, Sequence[str]] | None = None, *, title: str = ""
) -> tuple[Recognition, ...]:
    """The standards that a table may follow, the likeliest first, each in its likeliest edition.

    Args:
        names: The headers of the table, in order.
        sample: Some cells of each column that are not blank, by its header; may be empty.
        title: Of the table: it decides only where two standards have the same columns.
    """
    cells = sample or {}
    scored = sorted(
        (_scored(names, cells, one) for one in editions()), key=lambda found: -found.confidence
    )
    best: dict[str, _Scored] = {}
    for found in scored:
        best.setdefault(found.edition.standard, found)
    likely = [found for found in best.values() if found.confidence >= LEAST]
    return tuple(_recognition(names, found, likely, title) for found in likely)


def recognition_of(
    names: Sequence[str], edition: Edition, told: Mapping[str, str] | None = None
) -> Recognition:
    """A table taken to follow an edition, whatever its columns are.

    Args:
        names: The headers of the table.
        edition: The one it follows.
        told: What a person said of its columns, as `matches` takes it.
    """
    found = _scored(names, {}, edition, told)
    return replace(_recognition(names, found, [found], ""), told=dict(told or {}))


@dataclass(frozen=True, slots=True)
class _Scored:
    edition: Edition
    matched: tuple[Match, ...]
    confidence: float


def _scored(
    names: Sequence[str],
    cells: Mapping[str, Sequence[str]],
    edition: Edition,
    told: Mapping[str, str] | None = None,
) -> _Scored:
    matched = matches(names, edition, told)
    if not matched:
        return _Scored(edition, (), 0.0)
    had = sum(match.weight * _SURENESS[match.how] for match in matched)
    whole = sum(weight(field) for field in edition.fields)
    strange = _STRANGE * (len(names) - len(matched))
    mandatory = edition.mandatory()
    named = {match.field.name for match in matched}
    lacking = sum(field.name not in named for field in mandatory)
    kept = 1 - lacking / max(1, len(mandatory))
    likeness = (had / whole) ** 0.5 * (had / (had + strange)) ** 0.5
    likeness *= 0.6 + 0.4 * kept
    if all(match.weight < _TELLING for match in matched) and had < _NEARLY_WHOLE * whole:
        likeness *= _ONLY_COMMON
    likeness *= 0.97 + 0.03 * order_share(matched, edition)
    return _Scored(edition, matched, likeness * (0.6 + 0.4 * _content(matched, cells)))


def _content(matched: Sequence[Match], cells: Mapping[str, Sequence[str]]) -> float:
    """The share of sampled cells that are what their fields say, 0..1; 1 without a sample."""
    judged = [
        readable(match.field, cell)
        for match in matched
        if match.field.kind not in _OPEN_KINDS
        for cell in cells.get(match.column, ())
    ]
    return sum(judged) / len(judged) if judged else 1.0


def _recognition(
    names: Sequence[str], found: _Scored, likely: Sequence[_Scored], title: str
) -> Recognition:
    edition, matched = found.edition, found.matched
    named = {match.field.name for match in matched}
    columns = {match.column for match in matched}

    def without(use: Use) -> tuple[str, ...]:
        return tuple(f.name for f in edition.fields if f.use is use and f.name not in named)

    return Recognition(
        standard=edition.standard,
        edition=edition.edition,
        confidence=min(1.0, found.confidence),
        acts_alone=_is_sure(names, found, likely, title),
        matched=matched,
        missing=without(Use.MANDATORY),
        wanting=without(Use.RECOMMENDED),
        extra=tuple(name for name in names if name not in columns),
    )


def _is_sure(names: Sequence[str], found: _Scored, likely: Sequence[_Scored], title: str) -> bool:
    """Whether nothing speaks against it: neither its columns nor another standard."""
    if found.confidence < ACTS_ALONE or found is not likely[0]:
        return False
    unlike = standard(found.edition.standard).unlike
    if unlike and any(re.search(unlike, text) for text in (*names, title)):
        return False
    telling = sum(match.weight for match in found.matched if match.weight >= _TELLING)
    whole = sum(weight(field) for field in found.edition.fields)
    had = sum(match.weight for match in found.matched)
    if telling < _ENOUGH_TELLING and had < _NEARLY_WHOLE * whole:
        return False
    return all(other.confidence < _RIVAL * found.confidence for other in likely[1:])
