"""Words that mean the same to a resident, and how they are read."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from datasets.search.analysis import (
    PARTICLES,
    Run,
    Script,
    Word,
    folded,
    is_latin,
    is_particle,
    stem,
    words,
)
from datasets.search.romaji import romaji_key

_SHORT_KANA = 3
_LONGEST_PHRASE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Words for one thing.

    Attributes:
        name: What it is called on the page; the first term.
        terms: Every way to write it, Japanese and English, readings included; as written.
        readings: In hiragana, as written.
        english: English words, as written.
    """

    name: str
    terms: tuple[str, ...]
    readings: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that is looked for as one thing.

    Attributes:
        words: Its folded words; one, or several for an English phrase.
        groups: Those of the thesaurus it belongs to; empty if it is not in it.
    """

    words: tuple[Word, ...]
    groups: tuple[Group, ...] = ()

    @property
    def form(self) -> str:
        """How it is compared: folded, Latin words without plural endings, one space between."""
        return form_of(self.words)


def form_of(parts: Iterable[Word]) -> str:
    """Folded words joined by one space, Latin ones without their plural endings."""
    return " ".join(stem(folded(word)) if is_latin(word) else folded(word) for word in parts)


class Thesaurus:
    """The groups, found by any of their terms."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = tuple(groups)
        self._by_form: dict[str, tuple[Group, ...]] = {}
        self._by_romaji: dict[str, Group] = {}
        for group in self.groups:
            for form in dict.fromkeys(form_of(words(term)) for term in group.terms):
                self._by_form[form] = (*self._by_form.get(form, ()), group)
            for reading in group.readings:
                self._by_romaji.setdefault(romaji_key(reading), group)
        self._longest = max(map(len, self._by_form), default=0)

    def groups_of(self, form: str) -> tuple[Group, ...]:
        """The groups with a term of this form; also by its reading in Latin letters."""
        found = self._by_form.get(form, ())
        if found or not form.isascii() or len(form) < 3:
            return found
        by_sound = self._by_romaji.get(romaji_key(form))
        return (by_sound,) if by_sound else ()

    def forms(self) -> Iterator[tuple[str, tuple[Group, ...]]]:
        """Every form with its groups."""
        yield from self._by_form.items()

    def pieces(self, text: str) -> list[Piece]:
        """A text cut into the things it names, longest known term first."""
        return self.pieces_of(words(text))

    def pieces_of(self, parts: Iterable[Word]) -> list[Piece]:
        """Words of a text in their order cut into the things they name."""
        found: list[Piece] = []
        rest = list(parts)
        while rest:
            taken = self._phrase(rest) if is_latin(rest[0]) else 0
            if taken:
                found.append(self._piece(tuple(rest[:taken])))
                rest = rest[taken:]
            else:
                whole = rest.pop(0)
                found.extend([self._piece((whole,))] if is_latin(whole) else self._cut(whole))
        return found

    def within(self, piece: Piece) -> Iterator[Piece]:
        """The things named inside a longer known term: ごみ収集, ごみ and 収集 in ごみ収集日."""
        if len(piece.words) > 1:
            yield from (self._piece((word,)) for word in piece.words)
        elif piece.groups and not is_latin(piece.words[0]):
            whole = piece.words[0]
            for part in self._cut(whole, longest=len(folded(whole)) - 1):
                if part.form != piece.form:
                    yield part
                    yield from self.within(part)

    def _piece(self, parts: tuple[Word, ...]) -> Piece:
        return Piece(parts, self.groups_of(form_of(parts)))

    def _phrase(self, rest: list[Word]) -> int:
        """How many of the next words are one term; 0 if none."""
        for count in range(min(_LONGEST_PHRASE_WORDS, len(rest)), 0, -1):
            if form_of(rest[:count]) in self._by_form:
                return count
        return 0

    def _cut(self, word: Word, longest: int | None = None) -> Iterator[Piece]:
        text = folded(word)
        longest = self._longest if longest is None else longest
        if text in self._by_form and len(text) <= longest:
            yield self._piece((word,))
            return
        ends = _run_ends(word)
        start = at = 0
        while at < len(text):
            length = self._term_at(text, (at, at + longest), at == start, ends)
            if length:
                yield from self._unknown(word, start, at)
                yield self._piece((_part(word, at, at + length),))
                at += length
                start = at
            else:
                at += 1
        yield from self._unknown(word, start, len(text))

    def _term_at(self, text: str, span: tuple[int, int], clean: bool, ends: list[int]) -> int:
        """Length of the longest term that starts a span; 0 if none may be meant there."""
        at, most = span
        run_end = next(end for end in ends if end > at)
        starts_run = clean or at in ends
        for end in range(min(len(text), most), at, -1):
            fits = end - at > 1 or (starts_run and end == run_end)
            known = fits and text[at:end] in self._by_form
            if known and self._may_be(text[at:end], text[end:run_end], starts_run):
                return end - at
        return 0

    def _may_be(self, term: str, rest_of_run: str, starts_run: bool) -> bool:
        """Short kana words hide in longer ones: バス is not in バスケット."""
        if not _is_kana(term) or len(term) > _SHORT_KANA:
            return True
        return starts_run and self._is_covered(rest_of_run)

    def _is_covered(self, rest: str) -> bool:
        if not rest or not _is_kana(rest) or rest in PARTICLES:
            return True
        return any(
            (rest[:end] in self._by_form or rest[:end] in PARTICLES)
            and self._is_covered(rest[end:])
            for end in range(len(rest), 0, -1)
        )

    def _unknown(self, word: Word, start: int, end: int) -> Iterator[Piece]:
        """What no term covers: cut between katakana and kanji, without lone particles."""
        if start >= end:
            return
        part = _part(word, start, end)
        if start > 0 and is_particle(part[0]):
            part = part[1:]
        if part and end < len(folded(word)) and is_particle(part[-1]):
            part = part[:-1]
        if not part:
            return
        piece: list[Run] = []
        for run in part:
            if piece and {piece[-1].script, run.script} == {Script.KATAKANA, Script.KANJI}:
                yield self._piece((tuple(piece),))
                piece = []
            piece.append(run)
        yield self._piece((tuple(piece),))


@cache
def municipal_thesaurus() -> Thesaurus:
    """The thesaurus that comes with the portal.

    Source: thesaurus.csv beside this module; terms, readings and English words separated by `|`.
    """
    text = resources.files("datasets.search").joinpath("thesaurus.csv").read_text("utf-8")
    return Thesaurus(map(_group, csv.DictReader(text.splitlines())))


def _group(row: dict[str, str]) -> Group:
    terms, readings, english = (
        tuple(filter(None, row[column].split("|"))) for column in ("terms", "readings", "english")
    )
    return Group(terms[0], tuple(dict.fromkeys(terms + readings + english)), readings, english)


def _is_kana(text: str) -> bool:
    return all("ぁ" <= letter <= "ゖ" or letter == "ー" for letter in text)


def _run_ends(word: Word) -> list[int]:
    ends: list[int] = []
    for run in word:
        ends.append((ends[-1] if ends else 0) + len(run.text))
    return ends


def _part(word: Word, start: int, end: int) -> Word:
    parts: list[Run] = []
    at = 0
    for run in word:
        text = run.text[max(0, start - at) : max(0, end - at)]
        if text:
            parts.append(Run(run.script, text))
        at += len(run.text)
    return tuple(parts)
