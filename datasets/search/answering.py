"""One snapshot answering queries: match, narrow, order, page, and guess what was meant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np

from datasets.kernel.folding import fold
from datasets.search.analysis import AREA
from datasets.search.index import Hit, SearchPage, SearchQuery, Sort, Suggestion
from datasets.search.matching import Matches, Order, everything, first, match, narrowed
from datasets.search.question import LONGEST_QUERY, Question, ask
from datasets.search.snapshot import Scores, Snapshot
from datasets.search.suggesting import Completer
from datasets.search.thesaurus import Thesaurus

_LARGEST_PAGE = 1_000
_SHORTEST_IN_COLUMN = 2
_ELSEWHERE = 0.75


class Answerer:
    """Answers from one snapshot.

    Args:
        snapshot: What is searched.
        thesaurus: Words that mean the same.
        now: Aware time.
        own_area: Code of the portal's own city; what is of another comes after it. Empty if all
            cities are the same to it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        thesaurus: Thesaurus,
        now: Callable[[], datetime],
        own_area: str = "",
    ) -> None:
        self.snapshot = snapshot
        self._thesaurus = thesaurus
        self._now = now
        self._own_area = own_area

    def search(self, query: SearchQuery) -> SearchPage:
        """One page of what fits.

        Raises:
            BrokenIndex: if the files no longer are what was written.
        """
        text = query.text[:LONGEST_QUERY].strip()
        found, question, suggestion = self._found(text)
        left, counts = narrowed(self.snapshot, found, query.facets, self._now())
        size = min(max(query.size, 0), _LARGEST_PAGE)
        start = (max(query.page, 1) - 1) * size
        order = self._order(left, query.sort)
        page = first(np.arange(len(left.documents)), order, start, start + size)
        forms = _forms(question)
        return SearchPage(
            total=len(left.documents),
            hits=tuple(
                self._hit(number, score, forms)
                for number, score in zip(
                    left.documents[page].tolist(), left.scores[page].tolist(), strict=True
                )
            ),
            facets=counts,
            relaxed=found.relaxed and len(found.documents) > 0,
            suggestion=suggestion,
            without_filters_total=len(found.documents),
        )

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Complete what is being typed.

        Raises:
            BrokenIndex: if the files no longer are what was written.
        """
        return self._completer.suggest(text, limit)

    @cached_property
    def _completer(self) -> Completer:
        return Completer(self.snapshot, self._thesaurus)

    @cached_property
    def _elsewhere(self) -> Scores:
        """What a match in each document counts, by whose data it is."""
        worth = np.ones(self.snapshot.size, np.float32)
        if self._own_area:
            worth[self.snapshot.posting(AREA).documents] = _ELSEWHERE
            worth[self.snapshot.posting(AREA + self._own_area).documents] = 1.0
        return worth

    def _own_first(self, found: Matches) -> Matches:
        return replace(found, scores=found.scores * self._elsewhere[found.documents])

    def _found(self, text: str) -> tuple[Matches, Question | None, str | None]:
        """What fits, what was asked in the end, and what may have been meant."""
        if not text:
            return self._own_first(everything(self.snapshot)), None, None
        question = ask(text, self._thesaurus)
        found = self._own_first(match(self.snapshot, question))
        if not found.relaxed or not question.concepts:
            return found, question, None
        suggestion = self._completer.nearest(text)
        if suggestion is None or len(found.documents):
            return found, question, suggestion
        meant = ask(suggestion, self._thesaurus)
        instead = match(self.snapshot, meant)
        return Matches(instead.documents, instead.scores, relaxed=True), meant, suggestion

    def _order(self, found: Matches, sort: Sort) -> list[Order]:
        if sort is Sort.RELEVANCE:
            newest = self.snapshot.newest_first[found.documents]
            return [-np.round(found.scores, 3), newest]
        places = {
            Sort.NEW: self.snapshot.newest_first,
            Sort.POPULAR: self.snapshot.popular_first,
            Sort.TITLE: self.snapshot.by_title,
        }
        return [places[sort][found.documents]]

    def _hit(self, number: int, score: float, forms: list[str]) -> Hit:
        card = self.snapshot.card(number)
        columns = tuple(
            column for column in card["columns"] if any(form in _folded(column) for form in forms)
        )
        return Hit(card["id"], card["slug"], score, columns)


def _forms(question: Question | None) -> list[str]:
    """The words to look for in names of columns."""
    concepts = question.concepts if question else ()
    forms = dict.fromkeys(form for concept in concepts for form in concept.forms)
    return [form for form in forms if len(form) >= _SHORTEST_IN_COLUMN]


_folded = lru_cache(maxsize=16_384)(fold)
