"""What kind of file this is, by its bytes; its name is only asked when the bytes leave a doubt."""

import codecs
import pickletools
import re
import zipfile
import zlib
from pathlib import Path

_HEAD_BYTES = 4096
_LONGEST_PICKLE = 1 << 20
_TAIL_BYTES = 22 + 0xFFFF
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x7fELF", "exe"),
    (b"\xca\xfe\xba\xbe", "exe"),
    (b"\xcf\xfa\xed\xfe", "exe"),
    (b"\x00asm", "exe"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf'\x1c", "archive"),
    (b"Rar!\x1a", "archive"),
    (b"(\xb5/\xfd", "archive"),
    (b"MSCF\x00", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"{\\rtf", "rtf"),
    (b"fgb\x03", "flatgeobuf"),
)
_BY_PATTERN = (
    (
        re.compile(rb"BM.{4}\x00\x00\x00\x00.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00", re.DOTALL),
        "image",
    ),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image"),
    (re.compile(rb".{4}ftyp(?:hei[cfxs]|mif1|msf1|avi[fs])", re.DOTALL), "image"),
    (re.compile(rb"..-l[hz][0-9ds]-", re.DOTALL), "archive"),
    (re.compile(rb".{257}ustar", re.DOTALL), "archive"),
    (re.compile(rb"MZ[^\n]*\x00", re.DOTALL), "exe"),
    (re.compile(rb"#![ \t]*/"), "exe"),
)
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|script|title|meta|table|div|center)\b"
    rb"|(?:[\w-]+:[^\n]*\n)*?MIME-Version:[^\n]*\n(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?"
    rb"Content-Type:\s*(?:multipart|text/html)",
    re.IGNORECASE,
)
# a name of two lines, called with a bracket: in text both lines would be cells, and no call follows
_PICKLE = re.compile(
    rb"\x80[\x02-\x05]|c[a-z_][a-z_.0-9]*\n[a-z_]\w*\n(?:p\d+\n)?\(", re.IGNORECASE
)
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\]\"]|\[\s*-?\d")
# a few bytes of chunk size may stand before the status line
_HTTP = re.compile(rb"[\w\s]{0,16}HTTP/[12](?:\.\d)? \d{3}\b")
_TURTLE = re.compile(rb"(?:\s|#[^\n]*\n)*@?(?:prefix|base)\s+[\w-]*:?\s*<", re.IGNORECASE)
_MARKUP = (b"<?xml", b"<svg", b"<!DOCTYPE", b"<rdf", b"<!--", b"<?")
_MARKUP_ENDINGS = (
    *(".xml", ".rdf", ".owl", ".svg", ".kml", ".gml", ".xhtml", ".xsl", ".xslt", ".xsd", ".rss"),
    *(".atom", ".mhtml", ".html", ".htm"),
)
_ZIP_ENDINGS = frozenset({".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".kmz", ".jar"})
_TEXT_ENDINGS = {
    ".ttl": "turtle",
    ".n3": "turtle",
    ".nt": "ntriples",
    **dict.fromkeys((".json", ".jsonld", ".geojson", ".ndjson", ".jsonl"), "json"),
}
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEMBER_KINDS = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "content.xml": "ods",
}


def kind_of(path: Path, name: str) -> str:
    """The kind of file at `path`, which its sender called `name`.

    Returns:
        One of empty, text, json, xlsx, xls, encrypted, html, xml, svg, turtle, ntriples, pdf, zip,
        image, http, exe, pickle, archive and rarer ones; text is what may be a CSV.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head:
        return "empty"
    ending = Path(name).suffix.lower()
    if ending in _ZIP_ENDINGS and not head.startswith(b"PK") and _ends_as_zip(path):
        return "zip"  # two files in one
    return _binary_kind(path, head, ending) or _text_kind(_narrow(head), ending)


def _ends_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _TAIL_BYTES))
        return b"PK\x05\x06" in stream.read()


def _binary_kind(path: Path, head: bytes, ending: str) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.lstrip().startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in head[:1024]):
        return "pdf"
    patterns = (kind for pattern, kind in _BY_PATTERN if pattern.match(head))
    is_program = _PICKLE.match(head) or _reads_as_pickle(path)
    return next(patterns, "pickle" if is_program else None)


def _reads_as_pickle(path: Path) -> bool:
    """Whether a short file is one whole pickle, told from its instructions; none is carried out."""
    if path.stat().st_size > _LONGEST_PICKLE:
        return False
    content = path.read_bytes()
    if not content.endswith(b"."):
        return False
    try:
        steps = [step.name for step, _, at in pickletools.genops(content) if at is not None]
    except Exception:  # noqa: BLE001 - whatever its instructions are not, they are none
        return False
    return len(steps) > 3


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            declared = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except (  # all that zipfile says of what is damaged, packed in an unknown way or locked
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,  # said of a way of packing that this Python does not know
        RuntimeError,
        zlib.error,
    ):
        # a workbook that was cut off: its first member still tells what it was
        with path.open("rb") as stream:
            return "xlsx" if b"[Content_Types].xml" in stream.read(_HEAD_BYTES) else "zip"
    if "content.xml" in names and b"opendocument" in declared and b"sheet" not in declared:
        return "odt"
    return next((kind for member, kind in _MEMBER_KINDS.items() if member in names), "zip")


def _beginning(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as stream:
        return stream.read(100)


def _ole_kind(path: Path) -> str:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    names = ("Workbook", "Book")
    return "xls" if any(word.encode("utf-16-le") in content for word in names) else "ole"


def _narrow(head: bytes) -> bytes:
    """The head in UTF-8: markup may hide in wider letters."""
    for mark, codec in _WIDE:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "ignore").encode()
    if head.startswith((b"<\0", b"\0<")):
        return head.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _text_kind(head: bytes, ending: str) -> str:
    start = head.lstrip()
    if _HTTP.match(start) or _HTML.match(start):
        return "http" if _HTTP.match(start) else "html"
    if start.startswith(_MARKUP) or (start.startswith(b"<") and ending in _MARKUP_ENDINGS):
        return _markup_kind(start)
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    if _TURTLE.match(start):
        return "turtle"
    return "json" if _JSON.match(start) and not _looks_like_rows(start) else "text"


def _markup_kind(start: bytes) -> str:
    if b"<svg" in start:
        return "svg"
    return "html" if re.search(rb"<html\b", start, re.IGNORECASE) else "xml"


def _looks_like_rows(start: bytes) -> bool:
    # a CSV may begin with 「[」; JSON has a colon or a nested bracket before its first line ends
    line = start.split(b"\n", 1)[0]
    return start.startswith(b"[") and not line.rstrip(b"\r").endswith(
        (b"[", b"{", b",", b"]", b"}")
    )
