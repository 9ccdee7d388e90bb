"""What a page of a built-in app holds, whatever its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import format_date

from apps_gallery.builtin.base import Address, Answer, Asked, Config, Table, Template
from datasets.kernel.messages import Message
from portal.web.language import said
from portal.web.table_file import TableFile
from portal.web.urls import current_locale

ABSENT = "pages/app/builtin/absent.html"


class BuiltinApp(Protocol):
    """As much of a gallery app as it takes to show it."""

    @property
    def slug(self) -> str:
        """Of its address."""

    @property
    def title(self) -> dict[str, str]:
        """By language."""

    @property
    def template(self) -> str:
        """Name of the template."""

    @property
    def config(self) -> dict[str, Any]:
        """As `apps_gallery.builtin.config` keeps it."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where the numbers come from.

    Attributes:
        lang: Language of title and organization where it is not the page's.
        updated_at: When the data changed last.
        license: In words.
    """

    title: str
    lang: str | None
    url: str
    organization: str
    updated_at: datetime | None
    license: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPart:
    """The working part of an app's page.

    Attributes:
        template_name: Of the template that shows it, with `app_part` in its context.
        figure: The headline's, written for the reader; empty if there is none.
        sentence: The headline in words.
        action: Where forms of the app go; its own page.
        foreign: Language of words out of the data, where it is not the page's.
        hidden: What forms of the app carry along, while it is being made.
        body: What the template shows besides; of the template's own kind.
    """

    template_name: str
    name: str
    question: str
    figure: str
    unit: str
    sentence: str
    colour: str
    action: str
    embed_url: str
    embed_code: str
    foreign: str | None
    sources: tuple[SourceLine, ...]
    body: Any
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def is_absent(self) -> bool:
        """Whether the data do not fit the app any more, so that nothing is shown."""
        return self.template_name == ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a view of a template works from.

    Attributes:
        files: The tables of the configuration, as the web addresses them.
        asked: Arguments of the address, as the template's answer saw them.
        args: The same as they came.
    """

    template: Template
    config: Config
    answer: Answer
    files: Mapping[Address, TableFile]
    asked: Asked
    args: Asked
    action: str

    @property
    def file(self) -> TableFile:
        """The first table."""
        return self.files[self.config.source.table.address]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The tables of an app, as the domain and as the web see them."""

    tables: Mapping[Address, Table]
    files: Mapping[Address, TableFile]


def first(args: Asked, name: str) -> str:
    """The first value of an argument; empty if there is none."""
    return next(iter(args.get(name, ())), "")


def period_words(period: str) -> str:
    """2026, 2026-11 or 2026-11-01 as a reader says it."""
    year, *rest = period.split("-")
    japanese = current_locale() == "ja"
    if not rest:
        return f"{year}年" if japanese else year
    if len(rest) == 1:
        form = "y年M月" if japanese else "MMMM y"
        return str(format_date(date(int(year), int(rest[0]), 1), form))
    return str(format_date(date.fromisoformat(period), "long"))


def told(message: Message) -> str:
    """A message in the reader's language, its `period` as one says it."""
    places = dict(message.places)
    if "period" in places:
        places["period"] = period_words(str(places["period"]))
    return said(Message(message.msgid, places))
