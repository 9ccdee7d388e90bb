"""Matching, ranking and counting on a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.search.facets import AGES, UPDATED
from datasets.search.index import FacetCount
from datasets.search.question import Concept, Question
from datasets.search.snapshot import Documents, Posting, Scores, Snapshot

Mask = npt.NDArray[np.bool_]
Order = npt.NDArray[Any]

_ENOUGH = 0.6
_SYNONYM = 0.8
_EXACT = 1.5
_TITLE_BONUS = 1_000.0
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Matches:
    """What fits a question.

    Attributes:
        mask: One flag for each document of the snapshot.
        scores: One score each; meaningful where the mask is set.
        relaxed: Whether less than everything was asked for.
    """

    mask: Mask
    scores: Scores
    relaxed: bool = False


def match(snapshot: Snapshot, question: Question) -> Matches:
    """Documents that have every concept; failing that, those that have 60 % of the grams."""
    if not question.concepts:
        return Matches(np.zeros(snapshot.size, bool), np.zeros(snapshot.size, np.float32))
    mask = strict(snapshot, question)
    if mask.any():
        return Matches(mask, _scores(snapshot, question))
    covered = _coverage(snapshot, question)
    mask = covered >= _ENOUGH - 1e-6
    return Matches(mask, _scores(snapshot, question) * covered, relaxed=True)


def everything(snapshot: Snapshot) -> Matches:
    """All live documents, none before another."""
    return Matches(snapshot.alive.copy(), np.zeros(snapshot.size, np.float32))


def strict(snapshot: Snapshot, question: Question) -> Mask:
    """Documents that have all of one alternative of every concept."""
    mask = snapshot.alive.copy()
    for concept in question.concepts:
        one = np.zeros(snapshot.size, bool)
        for alternative in concept.alternatives:
            one[_all_of(snapshot, alternative)] = True
        mask &= one
    return mask


def narrowed(
    snapshot: Snapshot, found: Mask, chosen: Mapping[str, frozenset[str]], now: datetime
) -> tuple[Mask, dict[str, tuple[FacetCount, ...]]]:
    """What is left with the chosen values, and the counts of every facet.

    The counts of a facet are of what the other facets leave.
    """
    fits = {
        name: _fitting(snapshot, name, values, now)
        for name, values in chosen.items()
        if values and (name in snapshot.facets or name == UPDATED)
    }
    counts = {}
    for name in (*snapshot.facets, UPDATED):
        others = found.copy()
        for other, fit in fits.items():
            if other != name:
                others &= fit
        counts[name] = _counts(snapshot, name, others, now)
    left = found.copy()
    for fit in fits.values():
        left &= fit
    return left, counts


def first(documents: Documents, order: Sequence[Order], start: int, end: int) -> Documents:
    """A slice of documents in an order, sorting no more than is needed.

    Args:
        documents: Any order.
        order: Keys for each of the documents, most important first; small comes first.
        start: First place, from 0.
        end: Place after the last.
    """
    if end < len(documents) // 4:
        edge = np.partition(order[0], end)[end]
        near = order[0] <= edge
        documents, order = documents[near], [key[near] for key in order]
    return documents[np.lexsort(tuple(reversed(order)))[start:end]]


def _all_of(snapshot: Snapshot, terms: tuple[str, ...]) -> Documents:
    """Documents with all terms, by sorted search from the rarest on."""
    lists = sorted((snapshot.posting(term).documents for term in terms), key=len)
    left = lists[0]
    for other in lists[1:]:
        if not len(left):
            break
        at = np.minimum(np.searchsorted(other, left), len(other) - 1)
        left = left[other[at] == left]
    return left


def _coverage(snapshot: Snapshot, question: Question) -> Scores:
    """Share of the question's grams that each document has, 0..1."""
    covered = np.zeros(snapshot.size, np.float32)
    for concept in question.concepts:
        best = np.zeros(snapshot.size, np.float32)
        for alternative in concept.alternatives:
            share = np.zeros(snapshot.size, np.float32)
            for term in alternative:
                share[snapshot.posting(term).documents] += 1 / len(alternative)
            np.maximum(best, share, out=best)
        covered += best * concept.weight
    covered /= np.float32(sum(concept.weight for concept in question.concepts))
    return covered


def _scores(snapshot: Snapshot, question: Question) -> Scores:
    scores = np.zeros(snapshot.size, np.float32)
    for concept in (*question.concepts, *question.wishes):
        scores += _concept_scores(snapshot, concept)
    scores[snapshot.posting(question.whole_title).documents] += _TITLE_BONUS
    return scores


def _concept_scores(snapshot: Snapshot, concept: Concept) -> Scores:
    """The best alternative, and more where it is a word of its own."""
    best = np.zeros(snapshot.size, np.float32)
    for at, alternative in enumerate(concept.alternatives):
        own = np.zeros(snapshot.size, np.float32)
        for term in alternative:
            _add(own, snapshot.posting(term), (_SYNONYM if at else 1.0) / len(alternative))
        np.maximum(best, own, out=best)
    exact = np.zeros(snapshot.size, np.float32)
    for at, term in enumerate(concept.exact):
        own = np.zeros(snapshot.size, np.float32)
        _add(own, snapshot.posting(term), _EXACT * (_SYNONYM if at else 1.0))
        np.maximum(exact, own, out=exact)
    total: Scores = best + exact
    return total


def _add(scores: Scores, posting: Posting, factor: float) -> None:
    scores[posting.documents] += posting.scores * np.float32(factor)


def _fitting(snapshot: Snapshot, name: str, values: frozenset[str], now: datetime) -> Mask:
    mask = np.zeros(snapshot.size, bool)
    if name == UPDATED:
        for value in values:
            mask |= _aged(snapshot, value, now)
        return mask
    column = snapshot.facets[name]
    codes = [code for code, value in enumerate(column.values) if value in values]
    mask[column.documents[np.isin(column.codes, codes)]] = True
    return mask


def _counts(snapshot: Snapshot, name: str, mask: Mask, now: datetime) -> tuple[FacetCount, ...]:
    if name == UPDATED:
        counted = [(age.value, int((_aged(snapshot, age.value, now) & mask).sum())) for age in AGES]
        return tuple(FacetCount(value, count) for value, count in counted if count)
    column = snapshot.facets[name]
    counts = np.bincount(column.codes[mask[column.documents]], minlength=len(column.values))
    found = [(value, int(counts[code])) for code, value in enumerate(column.values)]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in found if count)


def _aged(snapshot: Snapshot, value: str, now: datetime) -> Mask:
    """Documents whose last change lies in a span; the spans reach back from now."""
    spans = {age.value: age.days for age in AGES}
    if value not in spans:
        return np.zeros(snapshot.size, bool)
    days = spans[value]
    longest = max(span for span in spans.values() if span)
    since = now.timestamp() - (days or longest) * _DAY_S
    return snapshot.modified >= since if days else snapshot.modified < since
