"""What the kinds share in telling files from links, and in reading what strangers wrote."""

import hashlib
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from datasets.kernel.messages import N_, Message
from datasets.recognising import ending_of, is_no_file
from harvesters.written_addresses import unquoted

LONGEST_TITLE = 500
LONGEST_TEXT = 20_000
LONGEST_FILENAME = 120
LONGEST_SUMMARY = 80
ONLY_A_LINK = N_("It is a web page or a service, so only the link is kept.")

_PAGE_ENDINGS = frozenset(
    {"", ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".cgi", ".do"}
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_SENTENCE = re.compile(r".+?(?:[。．！？]|[.!?](?=\s|$))|.+")


def text(told: Any, longest: int = LONGEST_TEXT) -> str:
    """A stranger's value as text: trimmed, never too long; empty if it is none."""
    if isinstance(told, bool) or not isinstance(told, (str, int, float)):
        return ""
    return str(told).replace("\x00", "").strip()[:longest]


def digest(*parts: Any) -> str:
    """A short name for some values, that changes when one of them does."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def summary_of(description: str) -> str:
    """The first sentence of a description, if it is short enough for a list."""
    first = next((line.strip() for line in description.splitlines() if line.strip()), "")
    sentence = _SENTENCE.match(first)
    found = sentence[0].strip() if sentence else ""
    return found if len(found) <= LONGEST_SUMMARY else ""


def is_web_address(url: str) -> bool:
    """Whether an address can be shown as a link at all."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def link_reason(url: str, format_text: str) -> Message | None:
    """Why only the address of a thing is kept; None if it looks like a file."""
    ending = PurePosixPath(urlsplit(url).path).suffix.lower()
    if is_no_file(format_text) or (ending in _PAGE_ENDINGS and not ending_of(format_text)):
        return Message(ONLY_A_LINK)
    return None


def filename_of(url: str, format_text: str, title: str) -> str:
    """What a file is called: the end of its address, with the ending of its format.

    Args:
        url: Where it is fetched.
        format_text: As the source words it.
        title: Taken where the address does not end in a file's name.
    """
    path = PurePosixPath(unquoted(urlsplit(url).path))
    wanted = ending_of(format_text)
    if path.suffix.lower() not in _PAGE_ENDINGS and len(path.suffix) <= 9:
        stem, suffix = path.stem, path.suffix
    else:
        stem, suffix = path.stem if len(path.stem) > 2 else title, f".{wanted}" if wanted else ""
    stem = _NOT_IN_NAMES.sub("-", stem).strip(" .-") or "file"
    return stem[: LONGEST_FILENAME - len(suffix)] + suffix
