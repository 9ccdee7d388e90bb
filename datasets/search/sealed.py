"""Whoosh files that are not opened unless they are what was written.

Whoosh keeps pickles, and a flipped bit in them can run or invent anything; so every generation
has a seal with the digest of each of its files, written before the generation shows.
"""

import hashlib
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.formats import Existence
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.writing import SegmentWriter

INDEX_NAME = "MAIN"
TERMS = "terms"
CARD = "card"

_TRIES = 10
_PAUSE_S = 0.05


class BrokenIndex(Exception):
    """Files of the index are missing or not what was written."""


class WeightedTerms(FieldType):  # type: ignore[misc]  # whoosh has no types
    """Our own terms with our own weights; a posting says no more than that it exists."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(
        self, value: Mapping[str, float], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, 1, weight, nothing) for each term."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


def index_schema() -> Any:
    """The fields of the index: the dataset's id, its terms, and its card as JSON."""
    return Schema(id=ID(unique=True), terms=WeightedTerms(), card=COLUMN(VarBytesColumn()))


class SealedWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """Writes the seal of a generation before the generation itself."""

    def _process_posts(self, items: Any, startdoc: int, docmap: Any) -> Iterator[tuple[Any, ...]]:
        for field, term, doc, weight, value in super()._process_posts(items, startdoc, docmap):
            yield field, term, doc, weight, value or b""  # whoosh reads an empty value as None

    def _commit_toc(self, segments: list[Any]) -> None:
        toc = TOC(self.schema, segments, self.generation)
        memory = RamStorage()
        toc.write(memory, self.indexname)
        name = TOC._filename(self.indexname, self.generation)
        content = bytes(memory.files[name])
        folder = Path(self.storage.folder)
        seal = {"toc": _digest(content), "files": _segment_digests(folder, segments)}
        write_whole(folder / seal_name(self.generation), orjson.dumps(seal))
        write_whole(folder / name, content)
        clean_files(self.storage, self.indexname, self.generation, segments)
        for path in folder.glob("seal-*.json"):
            if path.name not in (seal_name(self.generation), seal_name(self.generation - 1)):
                path.unlink(missing_ok=True)


def create(folder: Path) -> None:
    """Make an empty index in a new folder that only its owner may read."""
    folder.mkdir(mode=0o700, parents=True)
    TOC.create(FileStorage(str(folder)), index_schema(), INDEX_NAME)
    toc = (folder / TOC._filename(INDEX_NAME, 0)).read_bytes()
    seal = orjson.dumps({"toc": _digest(toc), "files": {}})
    write_whole(folder / seal_name(0), seal)


def writer(folder: Path, timeout_s: float) -> Any:
    """A writer on a whole index; what a writer that died left behind is swept away first.

    Only one may be asked for at a time.

    Raises:
        BrokenIndex: if a file is missing or changed.
    """
    index, generation = opened(folder, set())
    clean_files(index.storage, INDEX_NAME, generation, index._segments())
    for left in folder.glob("*.tmp"):
        shutil.rmtree(left, ignore_errors=True)
    codec = W3Codec()
    codec.length_stats = False  # no field has lengths; looking for them is half of the work
    return SealedWriter(index, timeout=timeout_s, limitmb=64, codec=codec)


def latest_generation(folder: Path) -> int:
    """The newest generation, >= 0; -1 where there is none."""
    try:
        return int(TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))
    except OSError:
        return -1


def opened(folder: Path, verified: set[str]) -> tuple[Any, int]:
    """The index in a folder and its generation, after every file has been compared to its seal.

    Args:
        folder: Where it lies.
        verified: Names of files compared before; they never change, and are added to here.

    Raises:
        BrokenIndex: if a file is missing or changed, also after a few tries.
    """
    for attempt in range(_TRIES):
        generation = latest_generation(folder)
        if generation < 0:
            raise BrokenIndex("There is no index")
        try:
            _verify(folder, generation, verified)
            files = FileStorage(
                str(folder), supports_mmap=False
            )  # a mapped file cut short is fatal
            return FileIndex(files, index_schema(), INDEX_NAME), generation
        except OSError as gone:  # a writer has cleaned this generation away: look for the next
            if attempt == _TRIES - 1:
                raise BrokenIndex(f"A file has vanished: {gone}") from gone
            time.sleep(_PAUSE_S)
    raise BrokenIndex("There is no index")


def seal_name(generation: int) -> str:
    """The name of a generation's seal."""
    return f"seal-{generation}.json"


def _verify(folder: Path, generation: int, verified: set[str]) -> None:
    try:
        seal = orjson.loads((folder / seal_name(generation)).read_bytes())
        expected = {TOC._filename(INDEX_NAME, generation): seal["toc"], **seal["files"]}
    except (orjson.JSONDecodeError, KeyError, TypeError) as torn:
        raise BrokenIndex("The seal cannot be read") from torn
    for name, digest in expected.items():
        if name not in verified:
            if _file_digest(folder / name) != digest:
                raise BrokenIndex(f"{name} is not what was written")
            verified.add(name)


def _segment_digests(folder: Path, segments: list[Any]) -> dict[str, str]:
    return {
        path.name: _file_digest(path)
        for segment in segments
        for path in sorted(folder.glob(f"{segment.segment_id()}.*"))
        if path.is_file()
    }


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place at once: no one sees half of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
