"""What a search finds: data on one page, apps on another, each with how many the other has."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from apps_gallery import finding, queries
from datasets.search.index import SearchQuery
from portal.web.context import services
from portal.web.filters import Chip
from portal.web.language import words

_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class FoundTab:
    """One of the pages, as the macro `tabs` takes it."""

    text: str
    url: str
    icon: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class FoundApps:
    """The apps that tell of what is looked for.

    Attributes:
        named: The first of those that open.
    """

    total: int
    named: tuple[Chip, ...]


def found_apps(session: Session, text: str) -> FoundApps:
    """The apps for words that were typed; none if there are no words."""
    if not text:
        return FoundApps(0, ())
    told = finding.telling_of(queries.told_of(session), text)
    opening = [app for app in told if app.alive][:_MOST_NAMED]
    return FoundApps(
        len(told),
        tuple(Chip(words(app.title), url_for("app.show", slug=app.slug)) for app in opening),
    )


def found_data(text: str) -> int:
    """How many datasets there are for words that were typed; 0 if there are no words."""
    if not text:
        return 0
    return services().index.search(SearchQuery(text=text, size=0)).total


def found_tabs(text: str, data: int, apps: int, *, at_apps: bool) -> tuple[FoundTab, ...]:
    """The two pages for the same words; none if only this one has anything to show."""
    if not text or not (data if at_apps else apps):
        return ()
    return (
        FoundTab(_("Data"), url_for("search.show", q=text), "database", data, not at_apps),
        FoundTab(_("Apps"), url_for("gallery.index", q=text), "layout-grid", apps, at_apps),
    )
