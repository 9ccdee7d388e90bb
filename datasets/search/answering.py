"""One snapshot answering queries: match, narrow, order, page, and guess what was meant."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

import numpy as np

from datasets.kernel.folding import fold
from datasets.search.index import Hit, SearchPage, SearchQuery, Sort, Suggestion
from datasets.search.matching import Matches, Order, everything, first, match, narrowed
from datasets.search.question import LONGEST_QUERY, Question, ask
from datasets.search.snapshot import Documents, Snapshot
from datasets.search.suggesting import Completer
from datasets.search.thesaurus import Thesaurus

_LARGEST_PAGE = 1_000
_SHORTEST_IN_COLUMN = 2


class Answerer:
    """Answers from one snapshot."""

    def __init__(
        self, snapshot: Snapshot, thesaurus: Thesaurus, now: Callable[[], datetime]
    ) -> None:
        self.snapshot = snapshot
        self._thesaurus = thesaurus
        self._now = now

    def search(self, query: SearchQuery) -> SearchPage:
        """One page of what fits.

        Raises:
            BrokenIndex: if the files no longer are what was written.
        """
        text = query.text[:LONGEST_QUERY].strip()
        found, question, suggestion = self._found(text)
        mask, counts = narrowed(self.snapshot, found.mask, query.facets, self._now())
        numbers = np.flatnonzero(mask)
        size = min(max(query.size, 0), _LARGEST_PAGE)
        start = (max(query.page, 1) - 1) * size
        order = self._order(numbers, found, query.sort if text else _unasked(query.sort))
        page = first(numbers, order, start, start + size)
        return SearchPage(
            total=len(numbers),
            hits=tuple(self._hit(number, found, question) for number in page.tolist()),
            facets=counts,
            relaxed=found.relaxed and bool(found.mask.any()),
            suggestion=suggestion,
            without_filters_total=int(found.mask.sum()),
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

    def _found(self, text: str) -> tuple[Matches, Question | None, str | None]:
        """What fits, what was asked in the end, and what may have been meant."""
        if not text:
            return everything(self.snapshot), None, None
        question = ask(text, self._thesaurus)
        found = match(self.snapshot, question)
        if not found.relaxed or not question.concepts:
            return found, question, None
        suggestion = self._completer.nearest(text)
        if suggestion is None or found.mask.any():
            return found, question, suggestion
        meant = ask(suggestion, self._thesaurus)
        instead = match(self.snapshot, meant)
        return Matches(instead.mask, instead.scores, relaxed=True), meant, suggestion

    def _order(self, numbers: Documents, found: Matches, sort: Sort) -> list[Order]:
        newest = self.snapshot.newest_first[numbers]
        if sort is Sort.RELEVANCE:
            return [-np.round(found.scores[numbers], 3), newest]
        if sort is Sort.POPULAR:
            return [self.snapshot.popular_first[numbers]]
        return [newest if sort is Sort.NEW else self.snapshot.by_title[numbers]]

    def _hit(self, number: int, found: Matches, question: Question | None) -> Hit:
        card = self.snapshot.card(number)
        forms = (
            {form for concept in question.concepts for form in concept.forms} if question else ()
        )
        columns = tuple(
            column
            for column in card["columns"]
            if any(len(form) >= _SHORTEST_IN_COLUMN and form in fold(column) for form in forms)
        )
        return Hit(card["id"], card["slug"], float(found.scores[number]), columns)


def _unasked(sort: Sort) -> Sort:
    """Without words nothing is more relevant than newness."""
    return Sort.NEW if sort is Sort.RELEVANCE else sort
