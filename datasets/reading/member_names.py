"""Names of files inside of an archive: in which encoding they are, and whether they are safe."""

import unicodedata
from collections.abc import Iterable

_LONGEST_PART_BYTES = 255
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def decoded_name(raw: bytes, *, is_utf8: bool) -> tuple[str, bool]:
    """A member's name as people read it, and whether it had to be mended.

    Japanese Windows writes cp932 without saying so; some programs write backslashes.
    Source: PKWARE APPNOTE 4.4.4, bit 11, and appendix D.
    """
    name = _decoded(raw, is_utf8=is_utf8)
    mended = name.replace("\\", "/")
    return mended, mended != name or not (raw.isascii() or is_utf8)


def _decoded(raw: bytes, *, is_utf8: bool) -> str:
    for codec in ("utf-8",) if is_utf8 else ("ascii", "utf-8", "cp932"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def is_safe(name: str) -> bool:
    """Whether a name stays inside of a folder and looks like what it is."""
    parts = name.removesuffix("/").split("/")
    if name.startswith("/") or ":" in name or ".." in parts or "" in parts:
        return False
    if any(unicodedata.category(letter) in _FORBIDDEN for letter in name):
        return False
    return all(len(part.encode()) <= _LONGEST_PART_BYTES for part in parts)


def twice(names: Iterable[str]) -> bool:
    """Whether two names are one and the same on some machine."""
    seen: set[str] = set()
    for name in names:
        folded = unicodedata.normalize("NFC", name.removesuffix("/")).casefold()
        if folded in seen:
            return True
        seen.add(folded)
    return False
