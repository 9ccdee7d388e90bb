"""Words that an app is found by, however they are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from datasets.kernel.folding import fold
from datasets.search.analysis import stem, words
from datasets.search.thesaurus import Piece, form_of, municipal_thesaurus

_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for.

    Attributes:
        anywhere: Ways to write it that may stand anywhere; Japanese has no spaces.
        begun: Where a Latin word may begin with it, as one that is still being typed.
        whole: Latin words for it that stand by themselves: no bus is asked for in business.
        parts: What it is made of; all of them will do instead.
    """

    anywhere: frozenset[str]
    begun: str
    whole: frozenset[str]
    parts: tuple["Asked", ...]


def asked_for(text: str) -> tuple[Asked, ...]:
    """What a text asks for; empty if it says nothing but particles."""
    return tuple(map(_asked, municipal_thesaurus().pieces(text)))


def tell_of(texts: Iterable[str], asked: Iterable[Asked]) -> bool:
    """Whether texts together tell of everything that is asked for."""
    folded = fold("\n".join(texts))
    latin = f" {' '.join(map(stem, _LATIN.findall(folded)))} "
    return all(_told(each, folded, latin) for each in asked)


def _asked(piece: Piece) -> Asked:
    forms = {piece.form}
    forms.update(form_of(words(term)) for group in piece.groups for term in group.terms)
    whole = frozenset(form for form in forms if form.isascii())
    typed = piece.form.isascii() and not piece.groups
    return Asked(
        anywhere=frozenset(forms - whole),
        begun=piece.form if typed else "",
        whole=whole,
        parts=tuple(map(_asked, municipal_thesaurus().within(piece))),
    )


def _told(asked: Asked, folded: str, latin: str) -> bool:
    return (
        any(form in folded for form in asked.anywhere)
        or any(f" {form} " in latin for form in asked.whole)
        or bool(asked.begun and f" {asked.begun}" in latin)
        or bool(asked.parts and all(_told(part, folded, latin) for part in asked.parts))
    )
