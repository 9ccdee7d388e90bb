"""What kind of file this is, by its bytes; its name is only asked when the bytes leave a doubt."""

import re
import zipfile
import zlib
from pathlib import Path

_HEAD_BYTES = 4096
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf'\x1c", "archive"),
    (b"Rar!\x1a", "archive"),
    (b"(\xb5/\xfd", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"{\\rtf", "rtf"),
    (b"fgb\x03", "flatgeobuf"),
)
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|script|title|meta|table|div|center)\b", re.IGNORECASE
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]|c[a-z_][a-z_.0-9]*\n[a-z_]\w*\n", re.IGNORECASE)
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\]\"]|\[\s*-?\d")
# a few bytes of chunk size may stand before the status line
_HTTP = re.compile(rb"[\w\s]{0,16}HTTP/[12](?:\.\d)? \d{3}\b")
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
        One of empty, text, json, xlsx, xls, encrypted, html, xml, svg, pdf, zip, image, http, exe,
        pickle, archive and rarer ones; text is what may be a CSV.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head:
        return "empty"
    return _binary_kind(path, head) or _text_kind(head, name)


def _binary_kind(path: Path, head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "pickle" if _PICKLE.match(head) else None


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            declared = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
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


def _text_kind(head: bytes, name: str) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTTP.match(start):
        return "http"
    if _HTML.match(start):
        return "html"
    if start.startswith((b"<?xml", b"<svg", b"<!DOCTYPE", b"<rdf")):
        return _markup_kind(start)
    if name.lower().endswith((".json", ".geojson", ".ndjson", ".jsonl")):
        return "json"
    return "json" if _JSON.match(start) and not _looks_like_rows(start) else "text"


def _markup_kind(start: bytes) -> str:
    if b"<svg" in start:
        return "svg"
    return "html" if b"<html" in start.lower() else "xml"


def _looks_like_rows(start: bytes) -> bool:
    # a CSV may begin with 「[」; JSON has a colon or a nested bracket before its first line ends
    line = start.split(b"\n", 1)[0]
    return start.startswith(b"[") and not line.rstrip(b"\r").endswith(
        (b"[", b"{", b",", b"]", b"}")
    )
