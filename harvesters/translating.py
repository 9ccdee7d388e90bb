"""What the kinds share in telling files from links, and in reading what strangers wrote."""

import hashlib
import html
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
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_NEW_LINES = re.compile(r"[\r\n\t]+")
_BREAK = re.compile(
    r"<br(?:\s[^<>]*)?/?>|</(?:p|div|li|tr|table|ul|ol|h[1-6]|blockquote)>", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:a|b|blockquote|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|table|tbody|td"
    r"|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^(?:#{1,6}|[-*>])\s+|[*_`]{2,3}|`|!?\[(?=[^\[\]]*\]\()|\]\([^()\s]*\)")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_SENTENCE = re.compile(r".+?(?:[。．！？]|[.!?](?=\s|$))|.+")


def text(told: Any, longest: int = LONGEST_TEXT) -> str:
    """A stranger's value as text: trimmed, never too long; empty if it is none.

    What cannot be seen is left out: control characters, and those that turn the direction.
    """
    if isinstance(told, bool) or not isinstance(told, (str, int, float)):
        return ""
    return _UNSEEN.sub("", str(told)).strip()[:longest]


def one_line(words: str, longest: int) -> str:
    """A text without breaks of lines, never too long."""
    return _NEW_LINES.sub(" ", words)[:longest]


def without_tags(words: str) -> str:
    """A text that may have been written as HTML, as the lines that a reader would see."""
    if not (_BREAK.search(words) or _TAG.search(words)):
        return words
    seen = text(html.unescape(_TAG.sub("", _BREAK.sub("\n", words))))
    return "\n".join(line for line in (line.strip() for line in seen.splitlines()) if line)


def digest(*parts: Any) -> str:
    """A short name for some values, that changes when one of them does."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def summary_of(description: str) -> str:
    """The first sentence of a description, if it is short enough for a list.

    Of Markdown only the words are taken, and no heading.
    """
    lines = [line.strip() for line in description.splitlines() if line.strip()]
    said = next((line for line in lines if not line.startswith("#")), "")
    first = _MARKS.sub("", said)
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
        suffix = f".{wanted}" if wanted else ""
        stem = path.stem if len(path.stem) > 2 else title.removesuffix(suffix)
    return as_filename(stem, suffix)


def as_filename(stem: str, suffix: str) -> str:
    """A name that every system takes."""
    stem = _NOT_IN_NAMES.sub("-", stem).strip(" .-") or "file"
    return stem[: LONGEST_FILENAME - len(suffix)] + suffix


def is_script(url: str) -> bool:
    """Whether an address ends in no file's name, so that only the answer can tell it."""
    return PurePosixPath(urlsplit(url).path).suffix.lower() in _PAGE_ENDINGS
