"""XML documents: read as a stream, with nothing fetched and nothing expanded.

A DOCTYPE is refused after decoding, in whatever encoding it hides.
Source: XML 1.0 fifth edition; XInclude 1.1; xml-stylesheet 1.0.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from xml.parsers import expat

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect
from datasets.reading.refusals import refusal

MOST_DEPTH = 200
MOST_ATTRIBUTES = 1_000
MOST_BYTES = 200_000_000
_BLOCK_BYTES = 1 << 18
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CODECS = frozenset(
    {
        "utf-8",
        "ascii",
        "iso8859-1",
        "cp932",
        "shift_jis",
        "euc_jp",
        "iso2022_jp",
        "utf-16",
        "cp1252",
    }
)
_NAMED = {"windows-31j": "cp932", "shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932"}
_XHTML = "http://www.w3.org/1999/xhtml"
_REFUSED = {
    _XHTML: "html",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/2001/XInclude": "xml",
    "http://www.w3.org/1999/XSL/Transform": "xml",
}
_DTD = N_("The XML brings definitions of its own (a DOCTYPE). Save it without them.")
_LIMIT = N_("The XML is nested too deeply, or has too many attributes or bytes. It was not taken.")
_BROKEN = N_("The XML is broken or cut off at line {line}. Export it again.")


class Visitor(Protocol):
    """Sees the elements of a document, from its beginning to its end."""

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its namespace stands before its name, with a blank between."""

    def text(self, text: str) -> None:
        """Text of the element that is open."""

    def leave(self, name: str) -> None:
        """It ends."""


@dataclass(slots=True)
class _Seen:
    depth: int = 0
    root: str = ""
    has_stylesheet: bool = False


@dataclass(frozen=True, slots=True)
class Markup:
    """What an XML document is.

    Attributes:
        root: Its first element, with the namespace before a blank.
        encoding: As it is written.
    """

    root: str
    encoding: str
    defects: tuple[Defect, ...]


def examined_markup(path: Path) -> Markup:
    """Read an XML document to its end.

    Raises:
        UnreadableFile: E_XML_DTD, E_XML, or E_TYPE if it is a page, a picture or a program.
        TooLarge: E_LIMIT.
    """
    seen = _Seen()
    parser = _parser(seen)
    parser.ProcessingInstructionHandler = lambda target, _: _note(seen, target)
    encoding = _run(parser, path)
    defects: tuple[Defect, ...] = ()
    if seen.has_stylesheet:
        said = N_("The XML names a style sheet that a browser would run; it is only ever saved")
        defects = (Defect("W_ACTIVE_XML", 1, Message(said)),)
    return Markup(seen.root, encoding, defects)


def read_through(path: Path, visitor: Visitor) -> str:
    """Show every element of an XML document to a visitor; returns its encoding.

    Raises:
        UnreadableFile, TooLarge: as `examined_markup` does.
    """
    seen = _Seen()
    parser = _parser(seen)
    parser.buffer_text = True

    def enter(name: str, attributes: dict[str, str]) -> None:
        _enter(seen, name, attributes)
        visitor.enter(name, attributes)

    def leave(name: str) -> None:
        visitor.leave(name)
        _leave(seen)

    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    parser.CharacterDataHandler = visitor.text
    return _run(parser, path)


def _parser(seen: _Seen) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", " ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = lambda name, attributes: _enter(seen, name, attributes)
    parser.EndElementHandler = lambda _: _leave(seen)
    return parser


def _run(parser: expat.XMLParserType, path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(_LIMIT, detail_code="E_LIMIT")
    encoding, skip = _encoding(path)
    try:
        for text in _decoded(path, encoding, skip):
            parser.Parse(text.encode(), False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise UnreadableFile(_BROKEN, line=fault.lineno, detail_code="E_XML") from fault
    except UnicodeError as fault:
        line = parser.CurrentLineNumber
        raise UnreadableFile(_BROKEN, line=line, detail_code="E_XML") from fault
    return encoding


def _encoding(path: Path) -> tuple[str, int]:
    with path.open("rb") as stream:
        head = stream.read(1024)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, 0 if b"<" in mark else len(mark)
    declared = _DECLARED.search(head)
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        codec = codecs.lookup(_NAMED.get(name, name)).name
    except LookupError:
        codec = ""
    if codec not in _CODECS:
        raise UnreadableFile(_BROKEN, line=1, detail_code="E_XML")
    return codec, 0


def _decoded(path: Path, encoding: str, skip: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream:
        stream.seek(skip)
        while block := stream.read(_BLOCK_BYTES):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _refuse_dtd(*_: Any) -> None:
    raise UnreadableFile(_DTD, detail_code="E_XML_DTD")


def _enter(seen: _Seen, name: str, attributes: dict[str, str]) -> None:
    seen.depth += 1
    if seen.depth > MOST_DEPTH or len(attributes) > MOST_ATTRIBUTES:
        raise TooLarge(_LIMIT, detail_code="E_LIMIT")
    seen.root = seen.root or name
    namespace, _, local = name.rpartition(" ")
    if namespace in _REFUSED and (seen.depth == 1 or namespace != _XHTML or local == "script"):
        raise refusal(_REFUSED[namespace])
    if seen.depth == 1 and local.lower() in ("html", "svg"):
        raise refusal(local.lower())


def _leave(seen: _Seen) -> None:
    seen.depth -= 1


def _note(seen: _Seen, target: str) -> None:
    seen.has_stylesheet = seen.has_stylesheet or target == "xml-stylesheet"
