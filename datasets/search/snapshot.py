"""The index as NumPy arrays: one generation, never changed.

A segment never changes but for its deletions, so what is read of it is kept from one generation to
the next. Postings are decoded when a query first needs them.
"""

import pickle
import struct
import threading
import weakref
import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from whoosh.columns import VarBytesColumn
from whoosh.reading import TermNotFound

from datasets.search.facet_column import Documents, FacetColumn, facet_column, joined
from datasets.search.sealed import CARD, TERMS, BrokenIndex

Scores = npt.NDArray[np.float32]

_K1 = 1.2
_B = 0.4
_MOST_CACHED_POSTINGS = 8_000_000
_MOST_TERMS_OF_A_SEGMENT = 20_000
_SHORT_POSTING = 100
_NOWHERE = (np.empty(0, np.int64), np.empty(0, np.float32))
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    struct.error,
    zlib.error,
    pickle.UnpicklingError,
)


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a term is.

    Attributes:
        documents: Numbers of live documents, ascending.
        scores: BM25 of the term in each of them, > 0.
    """

    documents: Documents
    scores: Scores


class Segment:
    """What is read of one segment; shared by all generations that have it.

    Attributes:
        cards: Of each document, as JSON.
        titles: Folded, for sorting and completing.
        modified: Seconds since 1970.
        views: Views lately.
        lengths: How much text, in weighted terms.
        ids: Of each document, in bytes.
        facets: By parameter.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._decoded: dict[str, tuple[Documents, Scores]] = {}
        weakref.finalize(self, reader.close)
        self._lock = threading.Lock()
        count = reader.doc_count_all()
        column = reader.column_reader(CARD, VarBytesColumn())
        self.cards: list[bytes] = [column[number] for number in range(count)]
        facts = [orjson.loads(card) for card in self.cards]
        self.titles: list[str] = [fact["folded"] for fact in facts]
        self.modified = np.array([fact["modified"] for fact in facts], np.int64)
        self.views = np.array([fact["views"] for fact in facts], np.int64)
        self.lengths = np.array([fact["length"] for fact in facts], np.float32)
        self.ids = np.array([fact["id"].encode() for fact in facts], np.bytes_)
        names = dict.fromkeys(name for fact in facts for name in fact["facets"])
        self.facets = {
            name: facet_column([fact["facets"].get(name, []) for fact in facts]) for name in names
        }

    def __len__(self) -> int:
        return len(self.cards)

    def decode(self, term: str) -> tuple[Documents, Scores]:
        """Numbers within the segment, ascending, and weights; also of deleted documents."""
        known = self._decoded.get(term)
        if known is None:
            with self._lock:  # the file has one position for all threads
                known = self._decode(term)
            if len(self._decoded) > _MOST_TERMS_OF_A_SEGMENT:
                self._decoded = {}
            if len(known[0]) <= _SHORT_POSTING:  # a long one is kept by the snapshot alone
                self._decoded[term] = known
        return known

    def _decode(self, term: str) -> tuple[Documents, Scores]:
        try:
            info = self._reader._terms.term_info(TERMS, term.encode())
            blocks = self._blocks(info, term)
        except (TermNotFound, KeyError):
            return _NOWHERE
        documents = [np.cumsum(np.array(block[0], np.int64)) for block in blocks]
        weights = [_weights(block[1], len(block[0])) for block in blocks]
        return np.concatenate(documents), np.concatenate(weights)

    def _blocks(self, info: Any, term: str) -> list[Any]:
        """The blocks of a posting list as whoosh packs them: (gaps, weights, nothing)."""
        terms = self._reader._terms
        packing = self._reader.schema[TERMS].format
        matcher = terms._codec.postings_reader(
            terms._postfile, info, packing, term=(TERMS, term.encode())
        )
        blocks = []
        while matcher.is_active():
            matcher._read_data()
            blocks.append(matcher._data)
            matcher._next_block()
        return blocks


class Snapshot:
    """All segments of one generation as one: documents are numbered through."""

    def __init__(self, segments: Iterable[tuple[Segment, Iterable[int]]], generation: int) -> None:
        """Join segments.

        Args:
            segments: Each with the numbers of its deleted documents.
            generation: Of the index.
        """
        parts = list(segments)
        self.generation = generation
        self.segments = [segment for segment, _ in parts]
        self.starts = np.cumsum([0, *map(len, self.segments)])
        self.size = int(self.starts[-1])
        self.alive = np.ones(self.size, bool)
        for start, (_, deleted) in zip(self.starts, parts, strict=False):
            self.alive[[int(start) + number for number in deleted]] = False
        self.count = int(self.alive.sum())
        self.modified = self._joined("modified", np.int64)
        self.views = self._joined("views", np.int64)
        lengths = self._joined("lengths", np.float32)
        mean = float(lengths[self.alive].mean()) if self.count else 1.0
        self._saturation = (_K1 * (1 - _B + _B * lengths / max(mean, 1.0))).astype(np.float32)
        self._postings: dict[Hashable, Posting] = {}
        self._cached = 0

    @cached_property
    def facets(self) -> Mapping[str, FacetColumn]:
        """The facets by parameter."""
        names = dict.fromkeys(name for segment in self.segments for name in segment.facets)
        return {name: self._facet(name) for name in names}

    @cached_property
    def titles(self) -> list[str]:
        """Folded title of each document."""
        return [title for segment in self.segments for title in segment.titles]

    @cached_property
    def newest_first(self) -> Documents:
        """Place of each document when the newest comes first; ties by id."""
        return _places(np.lexsort((self._joined("ids", np.bytes_), -self.modified)))

    @cached_property
    def popular_first(self) -> Documents:
        """Place of each document when the most viewed comes first; ties by newness."""
        return _places(np.lexsort((self.newest_first, -self.views)))

    @cached_property
    def by_title(self) -> Documents:
        """Place of each document in the order of titles; ties by newness."""
        keys = list(zip(self.titles, self.newest_first.tolist(), strict=True))
        return _places(np.array(sorted(range(self.size), key=keys.__getitem__), np.int64))

    def card(self, document: int) -> dict[str, Any]:
        """What is shown of a document."""
        at = int(np.searchsorted(self.starts, document, side="right")) - 1
        card: dict[str, Any] = orjson.loads(
            self.segments[at].cards[document - int(self.starts[at])]
        )
        return card

    def posting(self, term: str) -> Posting:
        """Where a term is, decoded once.

        Raises:
            BrokenIndex: if the file no longer is what was written.
        """
        return self.kept(term, lambda: self._decoded(term))

    def kept(self, key: Hashable, make: Callable[[], Posting]) -> Posting:
        """What was made for a key before, or is made now; forgotten when there is too much."""
        known = self._postings.get(key)
        if known is None:
            known = make()
            if self._cached > _MOST_CACHED_POSTINGS:
                self._postings, self._cached = {}, 0
            self._postings[key] = known
            self._cached += len(known.documents) + 16
        return known

    def _decoded(self, term: str) -> Posting:
        try:
            parts = [segment.decode(term) for segment in self.segments]
        except UNREADABLE as torn:
            raise BrokenIndex("A posting list cannot be read") from torn
        if not parts:
            return Posting(*_NOWHERE)
        documents = np.concatenate(
            [numbers + start for (numbers, _), start in zip(parts, self.starts, strict=False)]
        )
        weights = np.concatenate([weights for _, weights in parts])
        live = self.alive[documents]
        documents, weights = documents[live], weights[live]
        rarity = np.log1p((self.count - len(documents) + 0.5) / (len(documents) + 0.5))
        scores = rarity * weights * (_K1 + 1) / (weights + self._saturation[documents])
        return Posting(documents, scores.astype(np.float32))

    def _facet(self, name: str) -> FacetColumn:
        return joined(
            [
                segment.facets.get(name) or facet_column([[]] * len(segment))
                for segment in self.segments
            ]
        )

    def _joined(self, name: str, kind: type) -> npt.NDArray[Any]:
        arrays = [getattr(segment, name) for segment in self.segments]
        return np.concatenate(arrays) if arrays else np.empty(0, kind)


def empty_snapshot() -> Snapshot:
    """What is known where there is no index: nothing."""
    return Snapshot([], -1)


def _places(order: npt.NDArray[Any]) -> Documents:
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def _weights(packed: Any, count: int) -> Scores:
    """Whoosh writes no weights where all are 1, and one where all are equal."""
    if packed is None:
        return np.ones(count, np.float32)
    if isinstance(packed, float):
        return np.full(count, packed, np.float32)
    return np.array(packed, np.float32)
