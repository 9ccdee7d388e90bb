"""Which letters the codes of a font of a PDF stand for.

Source: ISO 32000-2, 9.7.5.2 (predefined CMaps), 9.10.3 (ToUnicode CMaps).
"""

import re
from collections.abc import Callable
from typing import Any

from datasets.reading.told.pdf_objects import Document

Decode = Callable[[bytes], str]
MOST_CODES = 70_000
_SPACE, _CHARS, _RANGES = (
    re.compile(rb"begin%s((?:(?!begin).)*?)end%s" % (kind, kind), re.DOTALL)
    for kind in (b"codespacerange", b"bfchar", b"bfrange")
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\])")
_CODECS = (
    (re.compile("RKSJ"), "cp932"),
    (re.compile("^UniJIS.*(?:UTF16|UCS2)"), "utf-16-be"),
    (re.compile("^UniJIS.*UTF32"), "utf-32-be"),
    (re.compile("^UniJIS.*UTF8"), "utf-8"),
    (re.compile("^EUC-"), "euc_jp"),
)


def decoder_of(document: Document, font: Any) -> Decode:
    """What turns the codes of a font into text; nothing where they cannot be known.

    Args:
        document: Where it stands.
        font: Its dictionary, or a reference to it.
    """
    said = document.thing(font).said
    mapped = said.get("ToUnicode")
    if mapped is not None and (letters := _letters(document.unpacked(document.thing(mapped)))):
        return letters
    encoding = document.resolved(said.get("Encoding"))
    if isinstance(encoding, str) and said.get("Subtype") == "Type0":
        if encoding in ("H", "V"):
            return lambda codes: (b"\x1b$B" + codes).decode("iso2022_jp", errors="replace")
        codec = next((codec for name, codec in _CODECS if name.search(encoding)), None)
        return (lambda codes: codes.decode(codec, errors="replace")) if codec else lambda _: ""
    return lambda codes: codes.decode("cp1252", errors="replace")


def _letters(content: bytes) -> Decode | None:
    table = _table(content)
    if not table:
        return None
    width = _width(content, table)

    def decode(codes: bytes) -> str:
        parts = (codes[at : at + width] for at in range(0, len(codes), width))
        return "".join(table.get(part, "") for part in parts)

    return decode


def _table(content: bytes) -> dict[bytes, str]:
    table: dict[bytes, str] = {}
    for block in _CHARS.findall(content):
        told = [_bytes(digits) for digits in _HEX.findall(block)]
        table.update((code, _text(to)) for code, to in zip(told[::2], told[1::2], strict=False))
    for block in _RANGES.findall(content):
        for first, last, to in _RANGE.findall(block):
            _add_range(table, _bytes(first), _bytes(last), to)
    return table


def _add_range(table: dict[bytes, str], first: bytes, last: bytes, to: bytes) -> None:
    low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    several = [_bytes(digits) for digits in _HEX.findall(to)]
    for number, code in enumerate(range(low, min(high, low + 0xFFFF) + 1)):
        if len(table) >= MOST_CODES or not several:
            return
        key = code.to_bytes(len(first), "big")
        if to.startswith(b"["):
            table[key] = _text(several[number]) if number < len(several) else ""
        else:
            begun = int.from_bytes(several[0], "big") + number
            table[key] = _text(begun.to_bytes(max(len(several[0]), 2), "big"))


def _width(content: bytes, table: dict[bytes, str]) -> int:
    """Bytes of a code; the fonts that say so have codes of one width."""
    spaces = [_bytes(d) for block in _SPACE.findall(content) for d in _HEX.findall(block)]
    return max(map(len, spaces or table)) or 1


def _bytes(digits: bytes) -> bytes:
    bare = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode())


def _text(code: bytes) -> str:
    return code.decode("utf-16-be", errors="replace") if len(code) > 1 else code.decode("latin-1")
