"""SearchIndex on Whoosh files: written in batches, read through snapshots."""

import fcntl
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from whoosh.reading import SegmentReader

from datasets.kernel.errors import TookTooLong
from datasets.kernel.folding import fold
from datasets.kernel.messages import N_
from datasets.search import sealed
from datasets.search.answering import Answerer
from datasets.search.document import SearchDocument, index_terms
from datasets.search.facets import facet_values
from datasets.search.index import SearchPage, SearchQuery, Suggestion
from datasets.search.sealed import BrokenIndex
from datasets.search.snapshot import UNREADABLE, Segment, Snapshot, empty_snapshot
from datasets.search.thesaurus import Thesaurus, municipal_thesaurus

_LOOK_EVERY_S = 1.0
_POINTER = "current.json"


class WhooshIndex:
    """Finds datasets in a directory of Whoosh files.

    Beside the files lies a pointer to the folder that counts, so that a rebuild shows at once or
    not at all. An index that is missing, torn or changed is as good as empty, and not healthy.
    """

    def __init__(
        self,
        home: Path,
        *,
        thesaurus: Thesaurus | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        writer_timeout_s: float = 30.0,
        own_area: str = "",
    ) -> None:
        """Look at a directory, made when first written to.

        Args:
            home: Where the index lies; nothing else may lie there.
            thesaurus: Words that mean the same; the municipal one if None.
            now: Aware time; the age of datasets is counted back from it.
            clock: Seconds; how often the directory is looked at goes by it.
            writer_timeout_s: How long to wait for another writer.
            own_area: Code of the portal's own city, whose data come first.
        """
        self._home = home
        self._thesaurus = thesaurus or municipal_thesaurus()
        self._now = now
        self._clock = clock
        self._writer_timeout_s = writer_timeout_s
        self._own_area = own_area
        self._swapping = threading.Lock()
        self._looked_at: float | None = None
        self._shown: tuple[str, int] | None = None
        self._segments: dict[str, Segment] = {}
        self._verified: set[str] = set()
        self._whole = False
        self._answerer = self._answering(empty_snapshot())

    def apply(self, additions: Sequence[SearchDocument], removals: Sequence[str]) -> None:
        """Add or replace datasets, and remove others by id; all of it or nothing."""
        with self._writing():
            folder, _ = self._pointer()
            try:
                writer = sealed.writer(self._home / folder, self._writer_timeout_s)
            except BrokenIndex:
                folder = self._new_folder()
                writer = sealed.writer(self._home / folder, self._writer_timeout_s)
                self._point_to(folder, whole=False)
            with _committed(writer):
                self._write(writer, {document.id: document for document in additions}, removals)

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Replace everything; searches see the old index until the new one is whole."""
        with self._writing():
            folder = self._new_folder()
            writer = sealed.writer(self._home / folder, self._writer_timeout_s)
            seen: set[str] = set()
            with _committed(writer):
                for document in documents:
                    if document.id not in seen:
                        self._add(writer, document)
                        seen.add(document.id)
            self._point_to(folder, whole=True)
            for old in self._home.glob("index-*"):
                if old.name != folder:
                    shutil.rmtree(old, ignore_errors=True)

    def search(self, query: SearchQuery) -> SearchPage:
        """Find datasets; an index that is lost finds nothing and is not `healthy`."""
        try:
            return self._current().search(query)
        except BrokenIndex:
            self._give_up()
            return SearchPage()

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Complete what is being typed, also in kana or in Latin letters."""
        try:
            return self._current().suggest(text, limit)
        except BrokenIndex:
            self._give_up()
            return []

    def document_count(self) -> int:
        """How many datasets can be found."""
        return self.snapshot().count

    def state(self) -> str:
        """What changes whenever another answer may be given."""
        self._current()
        return f"{self._shown} {self._whole}"

    def healthy(self) -> bool:
        """Whether the index is readable and whole; if not, `rebuild` it."""
        self._current()
        return self._whole

    def _answering(self, snapshot: Snapshot) -> Answerer:
        return Answerer(snapshot, self._thesaurus, self._now, self._own_area)

    def snapshot(self) -> Snapshot:
        """The generation that is searched now."""
        return self._current().snapshot

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._home / "write.lock").open("a") as lock:
            until = time.monotonic() + self._writer_timeout_s
            while not _locked(lock.fileno()):
                if time.monotonic() > until:
                    raise TookTooLong(N_("The search index is being written. Try again shortly."))
                time.sleep(0.02)
            yield
        self._looked_at = None

    def _write(
        self, writer: Any, documents: dict[str, SearchDocument], removals: Sequence[str]
    ) -> None:
        with writer.reader() as reader:
            for id_ in {*documents, *removals}:
                if ("id", id_) in reader:
                    for number in reader.postings("id", id_).all_ids():
                        writer.delete_document(number)
        for document in documents.values():
            self._add(writer, document)

    def _add(self, writer: Any, document: SearchDocument) -> None:
        terms = index_terms(document, self._thesaurus)
        writer.add_document(id=document.id, terms=terms, card=_card(document, terms))

    def _current(self) -> Answerer:
        """What answers now; looks for a newer generation at most once a second."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= _LOOK_EVERY_S:
            first = self._shown is None
            if self._swapping.acquire(blocking=first):
                try:
                    self._looked_at = now
                    self._look()
                finally:
                    self._swapping.release()
        return self._answerer

    def _look(self) -> None:
        folder, whole = self._pointer()
        latest = (folder, sealed.latest_generation(self._home / folder))
        if latest == self._shown:
            return
        try:
            if self._shown is None or self._shown[0] != folder:
                self._verified = set()
            snapshot = self._opened(self._home / folder)
        except (BrokenIndex, *UNREADABLE):
            self._give_up()
            return
        self._answerer = self._answering(snapshot)
        self._shown, self._whole = (folder, snapshot.generation), whole

    def _opened(self, folder: Path) -> Snapshot:
        index, generation = sealed.opened(folder, self._verified)
        toc = index._read_toc()
        known = {}
        for part in toc.segments:
            name = f"{folder.name}/{part.segment_id()}"
            known[name] = self._segments.get(name) or Segment(
                SegmentReader(index.storage, toc.schema, part)
            )
        self._segments = known
        deleted = [tuple(part.deleted_docs()) for part in toc.segments]
        return Snapshot(zip(known.values(), deleted, strict=True), generation)

    def _give_up(self) -> None:
        """Treat the index as empty until someone writes it anew."""
        folder, _ = self._pointer()
        self._shown = (folder, sealed.latest_generation(self._home / folder))
        self._whole = False
        self._segments = {}
        self._answerer = self._answering(empty_snapshot())

    def _pointer(self) -> tuple[str, bool]:
        """The folder that counts, and whether all datasets are in it."""
        try:
            pointer = orjson.loads((self._home / _POINTER).read_bytes())
            return Path(str(pointer["folder"])).name, pointer["whole"] is True
        except (OSError, orjson.JSONDecodeError, LookupError, TypeError):
            return "none", False

    def _new_folder(self) -> str:
        folder = f"index-{uuid.uuid4().hex[:12]}"
        sealed.create(self._home / folder)
        return folder

    def _point_to(self, folder: str, *, whole: bool) -> None:
        pointer = orjson.dumps({"folder": folder, "whole": whole})
        sealed.write_whole(self._home / _POINTER, pointer)


@contextmanager
def _committed(writer: Any) -> Iterator[None]:
    done = False
    try:
        yield
        writer.commit()
        done = True
    finally:
        if not done and not writer.is_closed:
            writer.cancel()


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _card(document: SearchDocument, terms: dict[str, float]) -> bytes:
    return orjson.dumps(
        {
            "id": document.id,
            "slug": document.slug,
            "title": document.title,
            "folded": fold(document.title),
            "keywords": document.keywords + document.places,
            "columns": document.columns,
            "facets": facet_values(document),
            "modified": int(document.modified.timestamp()),
            "views": document.view_count,
            "length": sum(terms.values()),
        }
    )
