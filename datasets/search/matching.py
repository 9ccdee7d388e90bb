"""Matching, ranking and counting on a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.search.facet_column import Documents
from datasets.search.facets import AGES, UPDATED
from datasets.search.index import FacetCount
from datasets.search.question import Concept, Question
from datasets.search.snapshot import Posting, Scores, Snapshot

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
        documents: Their numbers, ascending.
        scores: One score for each of them, >= 0.
        relaxed: Whether less than everything was asked for.
    """

    documents: Documents
    scores: Scores
    relaxed: bool = False


def match(snapshot: Snapshot, question: Question) -> Matches:
    """Documents that have every concept; failing that, those that have 60 % of the grams."""
    documents = strict(snapshot, question)
    if len(documents) or not question.concepts:
        return Matches(documents, _scores(snapshot, question, documents))
    covered = _coverage(snapshot, question)
    documents = np.flatnonzero(covered >= _ENOUGH - 1e-6)
    scores = _scores(snapshot, question, documents) + _partly(snapshot, question, documents)
    return Matches(documents, scores * covered[documents], relaxed=True)


def everything(snapshot: Snapshot) -> Matches:
    """All live documents, none before another."""
    documents = np.flatnonzero(snapshot.alive)
    return Matches(documents, np.ones(len(documents), np.float32))


def strict(snapshot: Snapshot, question: Question) -> Documents:
    """Documents that have all of one alternative of every concept; none if nothing is asked."""
    lists = [_concept(snapshot, concept).documents for concept in question.concepts]
    return _in_all(lists) if lists else np.empty(0, np.int64)


def narrowed(
    snapshot: Snapshot, found: Matches, chosen: Mapping[str, frozenset[str]], now: datetime
) -> tuple[Matches, dict[str, tuple[FacetCount, ...]]]:
    """What is left with the chosen values, and the counts of every facet.

    The counts of a facet are of what the other facets leave.
    """
    documents = found.documents
    fits = {
        name: _fitting(snapshot, name, values, now)[documents]
        for name, values in chosen.items()
        if values and (name in snapshot.facets or name == UPDATED)
    }
    counts = {}
    for name in (*snapshot.facets, UPDATED):
        others = [fit for other, fit in fits.items() if other != name]
        left = documents[np.logical_and.reduce(others)] if others else documents
        counts[name] = _counts(snapshot, name, left, now)
    if fits:
        kept = np.logical_and.reduce(list(fits.values()))
        found = Matches(documents[kept], found.scores[kept], found.relaxed)
    return found, counts


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


def _concept(snapshot: Snapshot, concept: Concept) -> Posting:
    """Where a concept is: its best alternative, and more where it is a word of its own."""
    return snapshot.kept(concept, lambda: _joined(snapshot, concept))


def _joined(snapshot: Snapshot, concept: Concept) -> Posting:
    has = np.zeros(snapshot.size, bool)
    best = np.zeros(snapshot.size, np.float32)
    exact = np.zeros(snapshot.size, np.float32)
    for at, alternative in enumerate(concept.alternatives):
        postings = [snapshot.posting(term) for term in alternative]
        documents = _in_all([posting.documents for posting in postings])
        scores = sum((_at(posting, documents) for posting in postings), np.float32(0))
        has[documents] = True
        share = (_SYNONYM if at else 1.0) / len(alternative)
        best[documents] = np.maximum(best[documents], scores * np.float32(share))
    for at, term in enumerate(concept.exact):
        posting = snapshot.posting(term)
        scores = posting.scores * np.float32(_EXACT * (_SYNONYM if at else 1.0))
        exact[posting.documents] = np.maximum(exact[posting.documents], scores)
    documents = np.flatnonzero(has)
    return Posting(documents, best[documents] + exact[documents])


def _in_all(lists: Sequence[Documents]) -> Documents:
    """What is in all lists, by sorted search from the shortest on."""
    left, *others = sorted(lists, key=len)
    for other in others:
        if not len(left):
            break
        at = np.minimum(np.searchsorted(other, left), len(other) - 1)
        left = left[other[at] == left]
    return left


def _at(posting: Posting, documents: Documents) -> Scores:
    """A posting's scores of some documents, 0 for those it has not."""
    if not len(posting.documents):
        return np.zeros(len(documents), np.float32)
    at = np.minimum(np.searchsorted(posting.documents, documents), len(posting.documents) - 1)
    there = posting.documents[at] == documents
    scores: Scores = np.where(there, posting.scores[at], np.float32(0))
    return scores


def _scores(snapshot: Snapshot, question: Question, documents: Documents) -> Scores:
    scores = np.zeros(len(documents), np.float32)
    for concept in (*question.concepts, *question.wishes):
        scores += _at(_concept(snapshot, concept), documents)
    titled = _at(snapshot.posting(question.whole_title), documents)
    scores += np.where(titled > 0, np.float32(_TITLE_BONUS), np.float32(0))
    return scores


def _partly(snapshot: Snapshot, question: Question, documents: Documents) -> Scores:
    """What single grams of what was typed are worth."""
    scores = np.zeros(len(documents), np.float32)
    for concept in question.concepts:
        for term in concept.alternatives[0]:
            share = np.float32(1 / len(concept.alternatives[0]))
            scores += _at(snapshot.posting(term), documents) * share
    return scores


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


def _fitting(snapshot: Snapshot, name: str, values: frozenset[str], now: datetime) -> Mask:
    if name != UPDATED:
        return snapshot.facets[name].documents_with(values)
    mask = np.zeros(snapshot.size, bool)
    for value in values:
        mask |= _aged(snapshot.modified, value, now)
    return mask


def _counts(
    snapshot: Snapshot, name: str, documents: Documents, now: datetime
) -> tuple[FacetCount, ...]:
    if name == UPDATED:
        modified = snapshot.modified[documents]
        counted = [(age.value, int(_aged(modified, age.value, now).sum())) for age in AGES]
        return tuple(FacetCount(value, count) for value, count in counted if count)
    column = snapshot.facets[name]
    counts = np.bincount(column.codes_of(documents))
    found = [(column.values[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in found)


def _aged(modified: Documents, value: str, now: datetime) -> Mask:
    """Which of some last changes lie in a span; the spans reach back from now."""
    spans = {age.value: age.days for age in AGES}
    if value not in spans:
        return np.zeros(len(modified), bool)
    days = spans[value]
    longest = max(span for span in spans.values() if span)
    since = now.timestamp() - (days or longest) * _DAY_S
    return modified >= since if days else modified < since
