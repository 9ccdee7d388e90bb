"""A dataset as the search sees it, and what of it goes into the index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from datasets.kernel.folding import fold
from datasets.search.analysis import AREA, EXACT, WHOLE_TITLE, grams, words
from datasets.search.thesaurus import Thesaurus

_LONGEST_TEXT = 4_000
_MOST_COLUMNS = 200
_WITHIN = 0.5
_LONGEST_REPEATED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """What can be found of one published dataset.

    Attributes:
        id: The dataset's UUID as text.
        organization: Slug of who publishes it.
        organization_title: Name of who publishes it.
        themes: Theme codes.
        formats: File formats in upper case, such as CSV.
        license: Licence code.
        standards: Ids of the national standards its tables follow.
        area_code: Six-digit code of the city that it is of; empty if that is not known.
        columns: Names of all columns of its tables.
        row_count: Rows of all its tables, n >= 0.
        modified: Aware, UTC.
        places: Names of the places it is about, such as the city.
        view_count: Views lately, n >= 0; orders by popularity.
    """

    id: str
    slug: str
    title: str
    modified: datetime
    title_en: str = ""
    summary: str = ""
    organization: str = ""
    organization_title: str = ""
    themes: tuple[str, ...] = ()
    theme_labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    license: str = ""
    standards: tuple[str, ...] = ()
    area_code: str = ""
    columns: tuple[str, ...] = ()
    row_count: int = 0
    places: tuple[str, ...] = ()
    view_count: int = 0


def weighted_texts(document: SearchDocument) -> Iterator[tuple[float, str]]:
    """The texts of a dataset with how much a word in each counts; the title counts most."""
    yield 8.0, document.title
    yield 6.0, document.title_en
    for keyword in document.keywords:
        yield 5.0, keyword
    for place in document.places:
        yield 4.0, place
    yield 2.0, document.organization_title
    yield 2.0, document.slug.replace("-", " ")
    for label in document.theme_labels:
        yield 1.5, label
    for column in document.columns[:_MOST_COLUMNS]:
        yield 1.5, column
    for name in (*document.formats, document.license):
        yield 1.0, name
    yield 1.0, document.summary[:_LONGEST_TEXT]


def index_terms(document: SearchDocument, thesaurus: Thesaurus) -> dict[str, float]:
    """What is kept of a dataset: its grams and words, each with its weight (> 0).

    A gram counts once in each text that has it. A word that stands alone in its text, or that the
    thesaurus knows, is kept whole as well, behind EXACT; the whole title behind WHOLE_TITLE, the
    city behind AREA.
    """
    kept: dict[str, float] = {}
    for weight, text in weighted_texts(document):
        if not text:
            continue
        repeats = len(text) <= _LONGEST_REPEATED
        for term, share in (_repeated_terms if repeats else _terms)(text, thesaurus).items():
            kept[term] = kept.get(term, 0.0) + weight * share
    for title in (document.title, document.title_en):
        if title:
            kept[WHOLE_TITLE + fold(title)] = 1.0
    if document.area_code:
        kept[AREA] = kept[AREA + document.area_code] = 1.0
    return kept


def _terms(text: str, thesaurus: Thesaurus) -> dict[str, float]:
    """The grams and words of one text with their share of its weight, 0..1."""
    parts = words(text)
    found = {gram: 1.0 for word in parts for gram in grams(word)}
    for piece in thesaurus.pieces_of(parts):
        for inner in thesaurus.within(piece):
            found.setdefault(EXACT + inner.form, _WITHIN)
        found[EXACT + piece.form] = 1.0
    return found


# column names, keywords and publishers are the same in many datasets
_repeated_terms = lru_cache(maxsize=8_192)(_terms)
