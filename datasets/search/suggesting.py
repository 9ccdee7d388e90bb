"""Completing what is being typed, and guessing what was meant."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from datasets.kernel.folding import fold
from datasets.search.index import Suggestion, SuggestionKind
from datasets.search.matching import Order, first, match, strict
from datasets.search.question import LONGEST_QUERY, ask
from datasets.search.romaji import romaji_key
from datasets.search.snapshot import Snapshot
from datasets.search.thesaurus import Group, Thesaurus

_UNFINISHED = re.compile(r"(?<=[ぁ-ゖァ-ヺー一-鿿])[a-z]{1,3}$")
_HALF_IN_KANA = re.compile(r"([一-鿿々]+)([ぁ-ゖー]+)")
_MOST_TITLES = 2_000
_MOST_LOOKED_AT = 50


class Completer:
    """Completes and corrects with what is in one snapshot."""

    def __init__(self, snapshot: Snapshot, thesaurus: Thesaurus) -> None:
        self._snapshot = snapshot
        self._thesaurus = thesaurus
        self._titles = sorted((title, at) for at, title in enumerate(snapshot.titles))
        self._keys = self._group_keys()
        self._known: dict[str, str] | None = None
        self._by_pair: dict[str, set[str]] = {}

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Words by reading, then titles that start so, then titles that have it.

        A Latin letter at the end of kana is one still being composed, and is left out.
        """
        typed = fold(_UNFINISHED.sub("", text[:LONGEST_QUERY].strip().lower()))
        if not typed:
            return []
        found: dict[str, Suggestion] = {}
        for suggestion in self._candidates(typed):
            found.setdefault(suggestion.text, suggestion)
            if len(found) >= limit:
                break
        return list(found.values())

    def nearest(self, text: str) -> str | None:
        """The known word or title that differs least; None if all differ much."""
        typed = fold(text[:LONGEST_QUERY])
        if (meant := self._half_in_kana(typed)) is not None:
            return meant
        known = self._known_words()
        shared = Counter(
            form for pair in _pairs(typed) for form in self._by_pair.get(pair, ()) if form != typed
        )
        most = 1 if len(typed) <= 4 else 2 if len(typed) <= 8 else 3
        best = min(
            (
                (distance(typed, form, most), form)
                for form, _ in shared.most_common(_MOST_LOOKED_AT)
            ),
            default=(most + 1, ""),
        )
        return known[best[1]] if best[0] <= most and len(typed) > 2 else None

    def _half_in_kana(self, typed: str) -> str | None:
        """The known word of which only the beginning is written in kanji: 図書かん, 避難じょ."""
        mixed = _HALF_IN_KANA.fullmatch(typed)
        if mixed is None:
            return None
        for group in self._thesaurus.groups:
            if any(fold(reading).endswith(mixed[2]) for reading in group.readings):
                terms = (term for term in group.terms if fold(term).startswith(mixed[1]))
                if term := next(terms, ""):
                    return term if len(strict(self._snapshot, ask(term, self._thesaurus))) else None
        return None

    def _candidates(self, typed: str) -> Iterator[Suggestion]:
        groups = dict.fromkeys(self._groups_starting(typed))
        yield from (Suggestion(group.name, SuggestionKind.WORD) for group in groups)
        yield from self._titles_starting(typed)
        question = ask(typed, self._thesaurus)
        forms = {form for concept in question.concepts for form in concept.forms}
        found = match(self._snapshot, question)
        popular = self._snapshot.popular_first[found.documents]
        order: list[Order] = [-found.scores, popular]
        for number in first(found.documents, order, 0, _MOST_LOOKED_AT).tolist():
            if any(form in self._snapshot.titles[number] for form in forms):
                yield self._title(number)
        if (meant := self.nearest(typed)) is not None:
            yield Suggestion(meant, SuggestionKind.WORD)

    def _groups_starting(self, typed: str) -> Iterator[Group]:
        latin = romaji_key(typed) if typed.isascii() else typed
        for start in dict.fromkeys((typed, latin)):
            at = bisect_left(self._keys, (start,))
            while at < len(self._keys) and self._keys[at][0].startswith(start):
                group = self._thesaurus.groups[self._keys[at][1]]
                if len(strict(self._snapshot, ask(group.name, self._thesaurus))):
                    yield group
                at += 1

    def _titles_starting(self, typed: str) -> Iterator[Suggestion]:
        at = bisect_left(self._titles, (typed,))
        while at < len(self._titles) and self._titles[at][0].startswith(typed):
            if self._snapshot.alive[self._titles[at][1]]:
                yield self._title(self._titles[at][1])
            at += 1

    def _title(self, document: int) -> Suggestion:
        card = self._snapshot.card(document)
        return Suggestion(card["title"], SuggestionKind.DATASET, card["slug"])

    def _group_keys(self) -> list[tuple[str, int]]:
        keys: set[tuple[str, int]] = set()
        for at, group in enumerate(self._thesaurus.groups):
            keys.update((fold(term), at) for term in group.terms)
            keys.update((romaji_key(reading), at) for reading in group.readings)
        return sorted(keys)

    def _known_words(self) -> dict[str, str]:
        """How each known word is written, by its folded form; made when first needed."""
        if self._known is None:
            known = dict(self._words_of_titles())
            for group in self._thesaurus.groups:
                if len(strict(self._snapshot, ask(group.name, self._thesaurus))):
                    known.update((fold(term), term) for term in group.terms)
            for form in known:
                for pair in _pairs(form):
                    self._by_pair.setdefault(pair, set()).add(form)
            self._known = known
        return self._known

    def _words_of_titles(self) -> Iterator[tuple[str, str]]:
        live = self._snapshot.alive.nonzero()[0]
        order: list[Order] = [self._snapshot.popular_first[live]]
        for number in first(live, order, 0, _MOST_TITLES).tolist():
            card = self._snapshot.card(number)
            for text in (card["title"], *card["keywords"]):
                yield fold(text), text
            yield from ((form, form) for form in _forms_in(card["title"], self._thesaurus))


def distance(one: str, other: str, most: int) -> int:
    """Letters to insert, drop, change or swap with a neighbour; `most` + 1 if more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, above, row = row, before, [at]
        for to, against in enumerate(other, 1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                cost = min(cost, above[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@lru_cache(maxsize=4_096)
def _forms_in(title: str, thesaurus: Thesaurus) -> tuple[str, ...]:
    return tuple(piece.form for piece in thesaurus.pieces(title) if len(piece.form) > 2)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
