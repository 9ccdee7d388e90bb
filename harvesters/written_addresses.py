"""Pure: the addresses that people wrote into a cell, and what stands in them."""

import re
from urllib.parse import unquote_to_bytes, urljoin

# an address inside of another, as what a link leads on to, is no beginning
_BEGINNING = re.compile(r"(?<![A-Za-z0-9=/&?%#._~-])(?=https?://)", re.IGNORECASE)
_AROUND = " \t\r\n\u3000<>\"'「」『』【】、，,；;|"
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_PATH = re.compile(r"[./?]")
_CODECS = ("utf-8", "cp932")


def addresses_in(cell: str, base: str) -> list[str]:
    """The addresses in a cell, whole, in order, each once.

    Args:
        cell: As it was written: one address, several, or one among words.
        base: What those without a host are relative to.

    Returns:
        Any scheme, for others to judge; words that are no address are handed back as they stand.
    """
    whole = (_whole(part.strip(_AROUND), base) for part in _parts(cell))
    return list(dict.fromkeys(address for address in whole if address))


def _parts(cell: str) -> list[str]:
    lines = [line for line in re.split(r"[\r\n]+", cell) if line.strip(_AROUND)]
    parts = []
    for line in lines:
        words, *addresses = _BEGINNING.split(line)
        parts += addresses or [words]
    # words around an address stand in lines of their own, too
    found = [part for part in parts if "://" in part]
    return found or parts


def _whole(part: str, base: str) -> str:
    if part[-1:] in _CLOSING and not any(mark in part for mark in _OPENING):
        part = part[:-1]
    if not _PATH.search(part) or part.lower().startswith("www."):
        return part
    try:
        return urljoin(base, part)
    except ValueError:
        return part


def unquoted(path: str) -> str:
    """A path as people read it: its escapes are those of UTF-8, or of older pages in Shift_JIS."""
    return read_bytes(unquote_to_bytes(path))


def read_bytes(text: bytes) -> str:
    """A short text in UTF-8, or else in Shift_JIS."""
    for codec in _CODECS:
        try:
            return text.decode(codec)
        except UnicodeDecodeError:
            continue
    return text.decode("utf-8", "replace")
