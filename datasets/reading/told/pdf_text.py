"""What a PDF says: the text of its pages line by line, its notes, forms and properties.

Where a piece of text stands on the page is only worked out so far that a row of a table becomes one
line. Pictures of text are not read.
Source: ISO 32000-2, 9.4 (text), 12.5 (annotations), 12.7 (forms), 14.3 (metadata).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datasets.reading.told.office import lines_of
from datasets.reading.told.part import Told
from datasets.reading.told.pdf_fonts import Decode, decoder_of
from datasets.reading.told.pdf_objects import Document, Thing, Word, document_of, parsed

MOST_TEXT_BYTES = 24 << 20
_SAID_IN = ("Contents", "V", "TU", "DV", "Title", "Author", "Subject", "Keywords", "Creator", "RC")
_STEP = re.compile(rb"(?<!\S)(?:q|Q|BT|((?:[-+.\d]+\s+){6})cm)(?!\S)")
_END = re.compile(rb"(?<![^\s)>\]])ET(?!\S)")
_BLANKS = re.compile("[ \u3000]{2,}")
_WIDE_GAP = 1.0
_GAP = 0.3

Piece = tuple[float, float, float, str]
"""Height on the page, place in the line, size of a letter, text."""


def told_by_pdf(path: Path) -> Iterator[Told]:
    """The pages of a PDF, and what stands beside them."""
    document = document_of(path)
    lines: list[str] = []
    left = MOST_TEXT_BYTES
    for content, fonts in _contents(document):
        left -= len(content)
        if left < 0:
            break
        lines += _lines(_pieces(document, content, fonts))
    yield Told(prose=lines)
    beside = [text for thing in document.things for text in _beside(document, thing)]
    yield Told("", prose=list(dict.fromkeys(filter(None, beside))))


def is_locked(path: Path) -> bool:
    """Whether what a PDF says cannot be read without its key."""
    return document_of(path).is_locked


def carried_by_pdf(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files and photographs that a PDF carries, by a name."""
    document = document_of(path)
    for number, thing in enumerate(document.things):
        if thing.said.get("Type") == "EmbeddedFile":
            yield f"attachments/{number}", document.unpacked(thing)
        elif thing.stream and document.resolved(thing.said.get("Filter")) == "DCTDecode":
            yield f"pictures/{number}.jpg", bytes(thing.stream)


def _contents(document: Document) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Streams of text with the fonts they call by name: pages, forms, what no page shows."""
    seen: set[int] = set()
    everywhere: dict[str, Any] = {}
    for thing in document.things:
        said = thing.said
        if "Contents" in said and said.get("Type") == "Page":
            parts = document.resolved(said["Contents"])
            things = [
                document.thing(part)
                for part in (parts if isinstance(parts, list) else [said["Contents"]])
            ]
            fonts = _fonts(document, _inherited(document, said))
        elif said.get("Subtype") == "Form" and thing.stream is not None:
            things, fonts = [thing], _fonts(document, said.get("Resources"))
        else:
            continue
        everywhere |= fonts
        seen |= set(map(id, things))
        yield b"\n".join(map(document.unpacked, things)), fonts
    for thing in document.things:
        is_plain = thing.stream is not None and not {"Type", "Subtype"} & set(thing.said)
        if is_plain and id(thing) not in seen:
            yield document.unpacked(thing), everywhere


def _inherited(document: Document, page: dict[str, Any]) -> Any:
    for _ in range(20):
        if "Resources" in page:
            return page["Resources"]
        page = document.thing(page.get("Parent")).said
    return None


def _fonts(document: Document, resources: Any) -> dict[str, Any]:
    held = document.resolved(resources)
    fonts = document.resolved(held.get("Font")) if isinstance(held, dict) else None
    return fonts if isinstance(fonts, dict) else {}


def _beside(document: Document, thing: Thing) -> Iterator[str]:
    """Notes, fields of forms, bookmarks, properties."""
    for key in _SAID_IN:
        value = document.resolved(thing.said.get(key))
        if isinstance(value, bytes) and not isinstance(value, Word):
            yield " ".join(_string(value).split())
    if thing.said.get("Type") == "Metadata":
        yield from lines_of(document.unpacked(thing).decode(errors="replace"))


def _string(text: bytes) -> str:
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", errors="replace")
    for codec in ("utf-8", "cp932"):
        try:
            return text.decode(codec)
        except UnicodeDecodeError:
            continue
    return text.decode("latin-1")


def _pieces(document: Document, content: bytes, fonts: dict[str, Any]) -> Iterator[Piece]:
    decoders: dict[str, Decode] = {}

    def decoder(name: str) -> Decode:
        if name not in decoders:
            decoders[name] = decoder_of(document, fonts.get(name))
        return decoders[name]

    at, kept = (1.0, 1.0, 0.0, 0.0), list[tuple[float, float, float, float]]()
    place = 0
    while (found := _STEP.search(content, place)) is not None:
        place, word = found.end(), found[0]
        if word == b"BT":
            end = _END.search(content, place)
            stop = end.start() if end else len(content)
            pen = _Pen(decoder)
            pen.write(content[place:stop])
            yield from ((at[3] + at[1] * y, at[2] + at[0] * x, s, t) for y, x, s, t in pen.pieces)
            place = stop
        elif word == b"q":
            kept.append(at)
        elif word == b"Q":
            at = kept.pop() if kept else at
        else:
            a, _, _, d, e, f = map(_float, found[1].split())
            at = (at[0] * (a or 1.0), at[1] * (d or 1.0), at[2] + at[0] * e, at[3] + at[1] * f)


def _float(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


class _Pen:
    """Follows the operators between BT and ET."""

    def __init__(self, decoder: Any) -> None:
        self.pieces: list[Piece] = []
        self._decoder = decoder
        self._decode: Decode = lambda _: ""
        self._size, self._leading = 1.0, 0.0
        self._scale, self._x, self._y = (1.0, 1.0), 0.0, 0.0
        self._pen_x = 0.0

    def write(self, content: bytes) -> None:
        operands: list[Any] = []
        at = 0
        while at < len(content):
            value, at = parsed(content, at)
            if isinstance(value, Word):
                self._do(bytes(value), operands)
                operands = []
            else:
                operands.append(value)

    def _do(self, word: bytes, said: list[Any]) -> None:
        numbers = [value for value in said if isinstance(value, float)]
        if word == b"Tf" and said and isinstance(said[0], str):
            self._decode = self._decoder(said[0])
            self._size = numbers[0] if numbers else 1.0
        elif word == b"TL" and numbers:
            self._leading = numbers[0]
        elif word in (b"Td", b"TD") and len(numbers) == 2:
            self._move(*numbers)
            self._leading = -numbers[1] if word == b"TD" else self._leading
        elif word == b"Tm" and len(numbers) == 6:
            self._scale = (numbers[0] or 1.0, numbers[3] or 1.0)
            self._x, self._y = numbers[4:]
            self._pen_x = self._x
        elif word in (b"T*", b"'", b'"'):
            self._move(0.0, -self._leading)
        if word in (b"Tj", b"'", b'"', b"TJ") and said:
            self._show(said[-1] if isinstance(said[-1], list) else [said[-1]])

    def _move(self, right: float, up: float) -> None:
        self._x += right * self._scale[0]
        self._y += up * self._scale[1]
        self._pen_x = self._x

    def _show(self, parts: list[Any]) -> None:
        letter = abs(self._size * self._scale[0]) or 1.0
        text = ""
        for part in parts:
            if isinstance(part, bytes):
                text += self._decode(part)
            elif isinstance(part, float) and part < -500:
                text += " "
        if text:
            self.pieces.append((self._y, self._pen_x, letter, text))
            self._pen_x += letter * sum(0.5 if mark.isascii() else 1.0 for mark in text)


def _lines(pieces: Iterator[Piece]) -> Iterator[str]:
    """Pieces at one height are one line, from the left."""
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        rows.setdefault(round(piece[0]), []).append(piece)
    for row in rows.values():
        line, end = "", 0.0
        for _, x, letter, text in sorted(row, key=lambda piece: piece[1]):
            gap = (x - end) / letter
            line += ("\t" if gap > _WIDE_GAP else " " if gap > _GAP else "") if line else ""
            line += text
            end = x + letter * sum(0.5 if mark.isascii() else 1.0 for mark in text)
        if line.strip():
            yield _BLANKS.sub(" ", line.strip())
