"""The objects of a PDF, found wherever they stand: also those that a later save has replaced.

Nothing is followed by its cross-reference table, which may lie or leave out what is still there.
Source: ISO 32000-2, 7.3 (objects), 7.4 (filters), 7.5.7 (object streams).
"""

import base64
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from datasets.reading.told.part import LARGEST_BYTES

MOST_OBJECTS = 100_000
LARGEST_STREAM = 16 << 20
_MOST_UNPACKED = 128 << 20
_DEPTH = 40
_FARTHEST = 1e12
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_END_STREAM = re.compile(b"endstream")
_STREAM = re.compile(rb"\s*stream\r?\n?")
_TOKEN = re.compile(
    rb"\s*+(?:%[^\r\n]*+\s*+)*+(<<|>>|\[|\]|/[^\s/<>\[\]()%]*|\((?:[^()\\]|\\.){0,60000}\)|\(|<[0-9A-Fa-f\s]*>"
    rb"|[-+]?\d*\.?\d+|[A-Za-z'\"*]+\d?)",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"\s+(\d{1,5})\s+R\b")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r\n": b"",
}
_NAMED = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Reference:
    """Points to an object by its number."""

    number: int


class Word(bytes):
    """An operator, or true, false and null."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """One object.

    Attributes:
        value: Names and keys are `str`, strings `bytes`.
        stream: As it stands, still packed; None if it has none.
    """

    value: Any
    stream: memoryview | None = None

    @property
    def said(self) -> dict[str, Any]:
        """Its dictionary; empty if it is something else."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(slots=True)
class Document:
    """A PDF as its objects.

    Attributes:
        things: All of them in their order, replaced ones too.
        newest: By number.
        is_locked: Its strings and streams are enciphered.
    """

    things: list[Thing] = field(default_factory=list)
    newest: dict[int, Thing] = field(default_factory=dict)
    is_locked: bool = False
    _left: int = _MOST_UNPACKED

    def resolved(self, value: Any) -> Any:
        """What a reference points to; anything else as it is."""
        for _ in range(_DEPTH):
            if not isinstance(value, Reference):
                return value
            value = self.thing(value).value
        return None

    def thing(self, value: Any) -> Thing:
        """The object that a reference points to; a direct one by itself."""
        if isinstance(value, Reference):
            return self.newest.get(value.number, Thing(None))
        return Thing(value)

    def unpacked(self, thing: Thing) -> bytes:
        """A stream without its filters; empty if one of them is of pictures, or beyond limits."""
        if thing.stream is None or len(thing.stream) > self._left:
            return b""
        content = bytes(thing.stream)
        self._left -= len(content)
        filters = self.resolved(thing.said.get("Filter"))
        for name in filters if isinstance(filters, list) else [filters] if filters else []:
            unpack = _FILTERS.get(str(self.resolved(name)))
            if unpack is None or self._left <= 0:
                return b""
            content = unpack(content)
        self._left -= len(content)
        return content


def document_of(path: Path) -> Document:
    """Find the objects of a PDF; of what is damaged those that can be read."""
    with path.open("rb") as stream:
        content = stream.read(LARGEST_BYTES)
    view = memoryview(content)
    ends = [found.start() for found in _END_STREAM.finditer(content)]
    document = Document(is_locked=re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", content) is not None)
    heads = list(islice(_OBJECT.finditer(content), MOST_OBJECTS))
    for head, following in zip_longest(heads, heads[1:]):
        # no further than the next one begins, or brackets that never close cost time without end
        begun, stop = head.end(), following.start() if following else len(content)
        value, length = parsed(content[begun:stop], 0)
        _keep(document, int(head[1]), Thing(value, _stream(view, value, begun + length, ends)))
    for thing in list(document.things):
        if thing.said.get("Type") == "ObjStm":
            for number, inner in _packed_objects(document, thing):
                _keep(document, number, inner)
    return document


def parsed(content: bytes, at: int, depth: int = 0) -> tuple[Any, int]:
    """One value and where it ends; None at the end of all."""
    token = _TOKEN.match(content, at)
    if token is None or depth > _DEPTH:
        return None, len(content)
    said, end = token[1], token.end()
    if said in _HOLDERS:
        return _HOLDERS[said](content, end, depth)
    if said == b"(":
        return _string(content, end - 1)
    if said[:1] in b"+-.0123456789":
        return _number(content, said, end)
    return _alone(said), end


def _alone(said: bytes) -> Any:
    """A name, a string or a word."""
    if said.startswith(b"/"):
        return _named(said[1:])
    if said.startswith(b"("):
        return _unescaped(said[1:-1])
    if said.startswith(b"<") and said != b"<<":
        digits = re.sub(rb"\s", b"", said[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return Word(said)


def _keep(document: Document, number: int, thing: Thing) -> None:
    document.things.append(thing)
    document.newest[number] = thing


def _number(content: bytes, said: bytes, end: int) -> tuple[Any, int]:
    try:
        if said.isdigit() and (reference := _REFERENCE.match(content, end)):
            return Reference(int(said)), reference.end()
        return max(-_FARTHEST, min(float(said), _FARTHEST)), end
    except ValueError:
        return Word(said), end


def _dictionary(content: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    made: dict[str, Any] = {}
    while at < len(content):
        key, at = parsed(content, at, depth + 1)
        if not isinstance(key, str):
            break  # >> ends it, and so does what is no key
        made[key], at = parsed(content, at, depth + 1)
    return made, at


def _array(content: bytes, at: int, depth: int) -> tuple[list[Any], int]:
    made: list[Any] = []
    while at < len(content):
        value, at = parsed(content, at, depth + 1)
        if value is None or (isinstance(value, Word) and value in (b"]", b">>")):
            break
        made.append(value)
    return made, at


_HOLDERS: dict[bytes, Callable[[bytes, int, int], tuple[Any, int]]] = {
    b"<<": _dictionary,
    b"[": _array,
}


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """A string with brackets in it, which may stand unescaped if they are paired."""
    depth, end = 0, at
    while end < len(content):
        mark = content[end : end + 1]
        if mark == b"\\":
            end += 1
        elif mark == b"(":
            depth += 1
        elif mark == b")" and not (depth := depth - 1):
            break
        end += 1
    return _unescaped(content[at + 1 : end]), end + 1


def _unescaped(text: bytes) -> bytes:
    if b"\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda found: (
            bytes([int(found[1], 8) & 255])
            if found[1][0] in b"01234567"
            else _ESCAPED.get(found[1], found[1])
        ),
        text,
    )


def _named(name: bytes) -> str:
    plain = _NAMED.sub(lambda found: bytes.fromhex(found[1].decode()), name)
    return plain.decode("utf-8", errors="replace")


def _stream(content: memoryview, value: Any, at: int, ends: Sequence[int]) -> memoryview | None:
    """The bytes after a dictionary: as many as it says, if they end there, else up to the end."""
    begun = _STREAM.match(content, at) if isinstance(value, dict) else None
    if begun is None:
        return None
    length = value.get("Length")
    if isinstance(length, float):
        end = begun.end() + int(length)
        if bytes(content[end : end + 20]).lstrip().startswith(b"endstream"):
            return content[begun.end() : end]
    nearest = bisect_left(ends, begun.end())
    return content[begun.end() : ends[nearest] if nearest < len(ends) else len(content)]


def _packed_objects(document: Document, thing: Thing) -> Iterator[tuple[int, Thing]]:
    content = document.unpacked(thing)
    first = thing.said.get("First")
    if not isinstance(first, float):
        return
    heads = [
        int(word) for word in content[: int(first)].split() if word.isdigit() and len(word) < 10
    ]
    for number, offset in zip(heads[::2], heads[1::2], strict=False):
        yield number, Thing(parsed(content, int(first) + offset)[0])


def _inflated(content: bytes) -> bytes:
    unpack = zlib.decompressobj()
    try:
        return unpack.decompress(content, LARGEST_STREAM)
    except zlib.error:
        return b""


def _from_hex(content: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", content.partition(b">")[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _from_85(content: bytes) -> bytes:
    try:
        return base64.a85decode(content.strip().removeprefix(b"<~").partition(b"~>")[0])
    except ValueError:
        return b""


_FILTERS = {
    **dict.fromkeys(("FlateDecode", "Fl"), _inflated),
    **dict.fromkeys(("ASCIIHexDecode", "AHx"), _from_hex),
    **dict.fromkeys(("ASCII85Decode", "A85"), _from_85),
}
