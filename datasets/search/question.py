"""What a query asks for: things, each with the other words for it."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from datasets.kernel.folding import fold
from datasets.search.analysis import EXACT, WHOLE_TITLE, Word, is_latin, query_grams, words
from datasets.search.thesaurus import Piece, Thesaurus, form_of

LONGEST_QUERY = 200
_MOST_CONCEPTS = 12
_MOST_ALTERNATIVES = 24
_MOST_GRAMS = 64
_SHORT_WORD = 3

_SOFT_WORDS = """
一覧 データ 情報 マップ まっぷ 地図 位置 場所 リスト オープンデータ 一覧表 位置情報
市 町 村 数 最新 市内 近く
map list data dataset open opendata the of in for near me where is a an to city and on
"""
_SOFT = {form_of(words(word)) for word in _SOFT_WORDS.split()}


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that is asked for.

    Attributes:
        alternatives: Sets of index terms; a dataset that has all of one set has the thing.
            The first is what was typed.
        exact: Index terms of the thing as a word of its own.
        forms: The folded words for it.
    """

    alternatives: tuple[tuple[str, ...], ...]
    exact: tuple[str, ...]
    forms: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much of the query it is, in grams."""
        return len(self.alternatives[0])


@dataclass(frozen=True, slots=True)
class Question:
    """A query understood.

    Attributes:
        concepts: What a dataset must have.
        wishes: What makes it better: words such as 一覧 that say nothing about the subject.
        whole_title: The index term of a dataset with just this title.
    """

    concepts: tuple[Concept, ...]
    wishes: tuple[Concept, ...]
    whole_title: str


def ask(text: str, thesaurus: Thesaurus) -> Question:
    """Understand a query, however long and whatever is in it."""
    text = text[:LONGEST_QUERY]
    hard: list[Concept] = []
    soft: list[Concept] = []
    for piece in islice(_different(thesaurus.pieces(text)), _MOST_CONCEPTS):
        is_soft = piece.form in _SOFT
        (soft if is_soft else hard).append(_concept(piece))
    if not hard:
        hard, soft = soft, []
    return Question(tuple(hard), tuple(soft), WHOLE_TITLE + fold(text))


def _different(pieces: list[Piece]) -> list[Piece]:
    return list({piece.form: piece for piece in pieces}.values())


def _concept(piece: Piece) -> Concept:
    chosen = {piece.form: _alternative(piece.form, piece.words, known=bool(piece.groups))}
    for group in piece.groups:
        for form, alternative in map(_spelling, group.terms):
            if len(chosen) < _MOST_ALTERNATIVES:
                chosen.setdefault(form, alternative)
    return Concept(
        alternatives=tuple(dict.fromkeys(chosen.values())),
        exact=tuple(EXACT + form for form in chosen),
        forms=tuple(chosen),
    )


@lru_cache(maxsize=8_192)
def _spelling(term: str) -> tuple[str, tuple[str, ...]]:
    parts = tuple(words(term))
    return form_of(parts), _alternative(form_of(parts), parts, known=True)


def _alternative(form: str, parts: tuple[Word, ...], *, known: bool) -> tuple[str, ...]:
    """The terms that stand for one spelling.

    A known word that hides easily in others, English or short and in kana, must be a word of its
    own: park is not in parking.
    """
    if known and len(parts) == 1:
        hides = is_latin(parts[0]) or (len(form) <= _SHORT_WORD and _is_kana(form))
        if hides:
            return (EXACT + form,)
    grams = dict.fromkeys(gram for part in parts for gram in query_grams(part))
    return tuple(islice(grams, _MOST_GRAMS))


def _is_kana(form: str) -> bool:
    return all("ぁ" <= letter <= "ゖ" or letter == "ー" for letter in form)
