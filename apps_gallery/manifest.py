"""An app's own description, as it is handed in, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from apps_gallery.addresses import folded, folded_web, is_for_everyone
from apps_gallery.models import Cost
from apps_gallery.vocabulary import PLATFORM_BY_CODE
from datasets.kernel.messages import N_, Message
from datasets.vocabulary import THEME_BY_CODE

LONGEST_TITLE = 60
LONGEST_LINE = 80
LONGEST_TEXT = 2000
LONGEST_URL = 500
MOST_DATASETS = 20
MOST_THEMES = 3

_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_LONGEST_MAIL = 254
# they turn the direction of text around, or are not seen: they make a word look like another
_HIDDEN = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A screenshot in our own encoding, kept in the file store.

    Attributes:
        alt: What it shows, by language.
        width: In pixels, likewise `height`.
    """

    sha256: str
    small_sha256: str
    width: int
    height: int
    alt: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppDraft:
    """What somebody says of an app; text by language, `ja` and `en`.

    Attributes:
        organization: Slug of who made it, if that is a publisher here; else empty.
        datasets: Slugs of the datasets it uses.
        slug: The address that is wished for; made from the title if empty.
    """

    title: Mapping[str, str]
    line: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    template: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    author: str = ""
    contact: str = ""
    organization: str = ""
    platforms: Sequence[str] = ("web",)
    themes: Sequence[str] = ()
    datasets: Sequence[str] = ()
    cost: str = Cost.FREE
    license: str = ""
    source_code: str = ""
    privacy: Mapping[str, str] = field(default_factory=dict)
    works_elsewhere: bool = False
    pictures: Sequence[Picture] = ()
    language: str = "ja"
    slug: str = ""
    featured: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is to be put right.

    Attributes:
        field: Name of the field it is of.
    """

    field: str
    message: Message


def tidy(draft: AppDraft) -> AppDraft:
    """The draft in its normal form: composed letters, no hidden ones, no blanks at the ends.

    Addresses are in their usual width: a Japanese keyboard easily writes ＠ for @.
    """
    return replace(
        draft,
        title=_tidy_words(draft.title, one_line=True),
        line=_tidy_words(draft.line, one_line=True),
        description=_tidy_words(draft.description),
        privacy=_tidy_words(draft.privacy),
        url=folded_web(draft.url),
        source_code=folded_web(draft.source_code),
        contact=folded(draft.contact),
        author=_one_line(draft.author),
        license=_one_line(draft.license),
        pictures=tuple(
            replace(picture, alt=_tidy_words(picture.alt, one_line=True))
            for picture in draft.pictures
        ),
    )


def faults(draft: AppDraft, *, allow_loopback: bool = True) -> list[Fault]:
    """What a person who hands an app in has to put right, in the order of the form.

    Args:
        draft: In its normal form.
        allow_loopback: Whether the app may be on this very machine, as those of the demo are.
    """
    return [
        *_faults_of_words(draft),
        *_faults_of_links(draft, allow_loopback),
        *_faults_of_choices(draft),
    ]


def is_mail_address(text: str) -> bool:
    """Whether a letter could be sent there."""
    return len(text) <= _LONGEST_MAIL and _MAIL.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether a reader can follow it: http or https, a host, no password, nothing hidden."""
    if not text.isprintable() or " " in text or "\\" in text or len(text) > LONGEST_URL:
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        named = bool(host) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and named and "@" not in parts.netloc


def _faults_of_words(draft: AppDraft) -> Iterator[Fault]:
    for name, words, longest, sentence in (
        ("title", draft.title, LONGEST_TITLE, N_("Write the name of the app.")),
        ("line", draft.line, LONGEST_LINE, N_("Write in one line what one can do with it.")),
    ):
        if not any(words.values()):
            yield Fault(name, Message(sentence))
        yield from _too_long(name, words, longest)
    yield from _too_long("description", draft.description, LONGEST_TEXT)
    yield from _too_long("privacy", draft.privacy, LONGEST_TEXT)


def _faults_of_links(draft: AppDraft, allow_loopback: bool) -> Iterator[Fault]:
    if not is_web_address(draft.url):
        sentence = N_("Write the address of the app, beginning with https://.")
        yield Fault("url", Message(sentence))
    elif not is_for_everyone(draft.url, allow_loopback=allow_loopback):
        sentence = N_("Only your own network reaches this address. Write one that all can open.")
        yield Fault("url", Message(sentence))
    if draft.source_code and not is_web_address(draft.source_code):
        sentence = N_("Write the address of the source code, beginning with https://.")
        yield Fault("source_code", Message(sentence))
    if not draft.pictures:
        yield Fault("picture", Message(N_("Choose a picture of the app’s screen.")))
    elif not any(draft.pictures[0].alt.values()):
        sentence = N_("Write what the picture shows, for people who cannot see it.")
        yield Fault("alt", Message(sentence))


def _faults_of_choices(draft: AppDraft) -> Iterator[Fault]:
    if not draft.datasets:
        yield Fault("datasets", Message(N_("Choose the data that the app uses.")))
    if len(draft.datasets) > MOST_DATASETS:
        yield _too_many("datasets", MOST_DATASETS)
    if not draft.themes or not set(draft.themes) <= THEME_BY_CODE.keys():
        yield Fault("themes", Message(N_("Choose the topic that fits best.")))
    if len(draft.themes) > MOST_THEMES:
        yield _too_many("themes", MOST_THEMES)
    if not draft.platforms or not set(draft.platforms) <= PLATFORM_BY_CODE.keys():
        yield Fault("platforms", Message(N_("Choose where the app works.")))
    if not is_mail_address(draft.contact):
        sentence = N_("Write your e-mail address, like name@example.jp.")
        yield Fault("contact", Message(sentence))


def _too_long(name: str, words: Mapping[str, str], longest: int) -> Iterator[Fault]:
    if any(len(text) > longest for text in words.values()):
        sentence = N_("Make it shorter: at most {longest} characters.")
        yield Fault(name, Message(sentence, {"longest": longest}))


def _too_many(name: str, most: int) -> Fault:
    return Fault(name, Message(N_("Choose at most {most}."), {"most": most}))


def _tidy_words(words: Mapping[str, str], *, one_line: bool = False) -> dict[str, str]:
    tidied = {lang: _one_line(text) if one_line else _lines(text) for lang, text in words.items()}
    return {lang: text for lang, text in tidied.items() if text}


def _one_line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return "".join(
        letter
        for letter in composed
        if letter not in _HIDDEN and (letter == "\n" or unicodedata.category(letter) != "Cc")
    ).strip()
