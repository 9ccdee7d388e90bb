"""What a search engine must do, whichever it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from datasets.search.document import SearchDocument


class Sort(StrEnum):
    """The orders of results."""

    RELEVANCE = "relevance"
    NEW = "new"
    POPULAR = "popular"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What someone looks for.

    Attributes:
        text: As typed; the first 200 characters count. Empty means everything; what is of
            the own city is most relevant then, newest first.
        facets: Chosen values by parameter: one of them must fit, in every facet that has any.
        page: From 1.
        size: Results a page, 0..1000.
    """

    text: str = ""
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One dataset found.

    Attributes:
        score: Higher is better; comparable within one page only.
        matched_columns: Names of columns that have a word of the query.
    """

    id: str
    slug: str
    score: float
    matched_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many datasets there would be with one value chosen."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results.

    Attributes:
        total: Results on all pages.
        facets: By parameter, most frequent first; a facet's own choice does not lower its counts.
        relaxed: Whether not all words were found and fewer were asked for.
        suggestion: A query that may have been meant.
        without_filters_total: What the total would be with no facet chosen.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    relaxed: bool = False
    suggestion: str | None = None
    without_filters_total: int = 0


class SuggestionKind(StrEnum):
    """What is suggested."""

    WORD = "word"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to look for, while it is being typed.

    Attributes:
        text: What to show and to search for.
        slug: Of the dataset; None for a word.
    """

    text: str
    kind: SuggestionKind
    slug: str | None = None


class SearchIndex(Protocol):
    """Finds published datasets. It holds only what everyone may see, and can be rebuilt."""

    def apply(self, additions: Sequence[SearchDocument], removals: Sequence[str]) -> None:
        """Add or replace datasets, and remove others by id; all of it or nothing.

        Raises:
            TookTooLong: if another writer does not finish in time.
        """
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Replace everything; searches see the old index until the new one is whole.

        Raises:
            TookTooLong: if another writer does not finish in time.
        """
        ...

    def search(self, query: SearchQuery) -> SearchPage:
        """Find datasets; an index that is lost finds nothing and is not `healthy`."""
        ...

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed, also in kana or in Latin letters."""
        ...

    def document_count(self) -> int:
        """How many datasets can be found."""
        ...

    def state(self) -> str:
        """What changes whenever another answer may be given; asked for with every page."""
        ...

    def healthy(self) -> bool:
        """Whether the index is readable and whole; if not, `rebuild` it."""
        ...
