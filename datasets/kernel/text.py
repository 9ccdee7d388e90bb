"""Text as it is compared, and names as they stand in addresses."""

import re
import unicodedata

_SLUG = re.compile(r"[a-z0-9-_]{2,100}")
_NOT_SLUG = re.compile(r"[^a-z0-9_]+")


def nfkc(text: str) -> str:
    """The text with full-width Latin and half-width kana in their usual width."""
    return unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """The text as two spellings of the same word are compared: NFKC and without case."""
    # case folding may undo the normal form (ΐ), so it is normalised again
    return nfkc(nfkc(text).casefold())


def slugify_ascii(name: str) -> str | None:
    """The name as a part of an address, if it is ASCII enough to make one.

    Args:
        name: A title or the stem of a file's name.

    Returns:
        2..100 characters of `[a-z0-9-_]`; None if the name holds letters that are not ASCII, or
        too little is left: Japanese is never transliterated.
    """
    folded = fold(name).strip()
    if any(letter.isalnum() and not letter.isascii() for letter in folded):
        return None
    slug = _NOT_SLUG.sub("-", folded).strip("-")[:100].rstrip("-")
    return slug if _SLUG.fullmatch(slug) else None
