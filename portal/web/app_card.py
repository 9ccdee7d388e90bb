"""What a list shows of an app: its picture, what one can do with it, by whom, with which data."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from apps_gallery.models import AppPicture, CitizenApp, Cost
from apps_gallery.queries import public_datasets
from apps_gallery.vocabulary import COST_BY_CODE, TEMPLATE_BY_CODE
from datasets.vocabulary import THEME_BY_CODE, THEMES
from portal.web.cards import BadgeItem
from portal.web.jinja import number
from portal.web.language import words, words_lang

TONES = 6
_USUAL_ICON = "sparkles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenshot:
    """A picture of an app, as `<img>` takes it.

    Attributes:
        url: Of the one to show; `small_url` of the one for lists.
        lang: The language of `alt` where it is not the page's.
    """

    url: str
    small_url: str
    alt: str
    lang: str | None
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCard:
    """An app in a list, as the macro `app_card` takes it.

    Attributes:
        title_lang: The language of the title where it is not the page's; `line_lang` likewise.
        screenshot: None for an app without one: a tile of ours stands there.
        kind: Code of its built-in kind; empty if it lives elsewhere.
        icon: Of the tile; `tone` 1 to 6 is its colour.
        facts: By whom, how much data, what it costs; in one line.
    """

    title: str
    title_lang: str | None
    line: str
    line_lang: str | None
    href: str
    screenshot: Screenshot | None
    kind: str
    icon: str
    tone: int
    facts: str
    badges: tuple[BadgeItem, ...]


PictureUrl = Callable[[str], str]


def public_picture(sha256: str) -> str:
    """Where the public finds a picture of an app that is shown."""
    return url_for("app_picture.show", sha256=sha256)


def app_card(app: CitizenApp, picture_url: PictureUrl = public_picture) -> AppCard:
    """The card of an app that was loaded whole."""
    pictures = screenshots(app, picture_url)
    return AppCard(
        title=words(app.title),
        title_lang=words_lang(app.title),
        line=words(app.line),
        line_lang=words_lang(app.line),
        href=url_for("app.show", slug=app.slug),
        screenshot=pictures[0] if pictures else None,
        kind=app.template,
        icon=icon_of(app),
        tone=tone_of(app),
        facts=" · ".join(_facts(app)),
        badges=tuple(_badges(app)),
    )


def screenshots(
    app: CitizenApp, picture_url: PictureUrl = public_picture
) -> tuple[Screenshot, ...]:
    """The pictures of an app that was loaded whole, in order."""
    return tuple(_screenshot(picture, picture_url) for picture in app.pictures)


def icon_of(app: CitizenApp) -> str:
    """The icon of an app: of its kind, else of its first topic."""
    if app.template in TEMPLATE_BY_CODE:
        return TEMPLATE_BY_CODE[app.template].icon
    first = next((code for code in app.themes if code in THEME_BY_CODE), "")
    return THEME_BY_CODE[first].icon if first else _USUAL_ICON


def tone_of(app: CitizenApp) -> int:
    """The colour of an app's tile, 1 to 6, by its first topic."""
    known = [theme.code for theme in THEMES]
    first = next((code for code in app.themes if code in known), known[0])
    return known.index(first) % TONES + 1


def closed_badge() -> BadgeItem:
    """Says that an app does not open."""
    return BadgeItem(_("Does not open at present"), "warn")


def _screenshot(picture: AppPicture, picture_url: PictureUrl) -> Screenshot:
    return Screenshot(
        url=picture_url(picture.sha256),
        small_url=picture_url(picture.small_sha256 or picture.sha256),
        alt=words(picture.alt),
        lang=words_lang(picture.alt),
        width=picture.width,
        height=picture.height,
    )


def _facts(app: CitizenApp) -> list[str]:
    made_by = words(app.organization.title) if app.organization else app.author
    count = len(public_datasets(app))
    facts = [made_by] if made_by else []
    if count:
        facts.append(
            ngettext(
                "uses %(count)s dataset", "uses %(count)s datasets", count, count=number(count)
            )
        )
    return facts


def _badges(app: CitizenApp) -> list[BadgeItem]:
    badges = []
    if not app.alive:
        badges.append(closed_badge())
    if app.featured and app.alive:
        badges.append(BadgeItem(_("Recommended"), "ok", "star"))
    if app.template:
        badges.append(BadgeItem(_("Opens here"), "plain", "layout-grid"))
    elif app.cost is not Cost.FREE:
        badges.append(BadgeItem(_(COST_BY_CODE[app.cost].label), "plain", "coins"))
    return badges
