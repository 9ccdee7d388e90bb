"""The page of an app that was handed in, for those who decide: its look, its facts, its twins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from apps_gallery import gallery, moderation, queries
from apps_gallery.models import AppEvent, AppState, CitizenApp
from apps_gallery.vocabulary import COST_BY_CODE, PLATFORM_BY_CODE
from datasets.kernel.clock import CITY_TIME
from datasets.vocabulary import THEME_BY_CODE
from portal.web.app_card import AppCard, Screenshot, app_card, screenshots
from portal.web.cards import BadgeItem
from portal.web.context import Page
from portal.web.forms import Option
from portal.web.language import words, words_lang
from portal.web.submission_words import HappenedLine, happened, state_badge


@dataclass(frozen=True, slots=True)
class Fact:
    """What an author said of an app; `url` where it can be followed, or is a dataset's page."""

    name: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """Another app at the same address; `lang` is that of its title where it is not the page's."""

    title: str
    lang: str | None
    url: str
    badge: BadgeItem


@dataclass(frozen=True, kw_only=True)
class AppItemPage(Page):
    """What the template of one app shows.

    Attributes:
        state: Code; `badge` says it in words.
        reasons: To choose from when it is returned or retired.
        public_url: Empty unless the public sees it.
        twins: Apps at the same address that are public or wait.
    """

    slug: str
    state: str
    badge: BadgeItem
    card: AppCard
    screenshots: tuple[Screenshot, ...]
    description_text: str
    facts: tuple[Fact, ...]
    featured: bool
    alive: bool
    answer_by: date | None
    reasons: tuple[Option, ...]
    public_url: str
    events: tuple[HappenedLine, ...]
    twins: tuple[Twin, ...]
    longest_words: int = gallery.LONGEST_WORDS


def answer_by(app: CitizenApp) -> date | None:
    """The day by which an app needs a decision; None if it needs none."""
    if app.state is not AppState.SUBMITTED or app.submitted_at is None:
        return None
    return moderation.answer_by(app.submitted_at.astimezone(CITY_TIME).date())


def item_page(
    app: CitizenApp, events: Sequence[AppEvent], twins: Sequence[CitizenApp]
) -> AppItemPage:
    """What the page of an app shows; the app was loaded whole."""

    def picture_url(sha256: str) -> str:
        return url_for("staff_gallery.picture", slug=app.slug, sha256=sha256)

    title = words(app.title) or app.slug
    return AppItemPage(
        title=title,
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (_("Apps"), url_for("staff_gallery.index")),
            (title, None),
        ),
        slug=app.slug,
        state=app.state.value,
        badge=state_badge(app.state),
        card=app_card(app, picture_url),
        screenshots=screenshots(app, picture_url),
        description_text=words(app.description),
        facts=tuple(_facts(app)),
        featured=app.featured,
        alive=app.alive,
        answer_by=answer_by(app),
        reasons=tuple(Option(one.code, _(one.label)) for one in moderation.REASONS),
        public_url=url_for("app.show", slug=app.slug) if app.state is AppState.APPROVED else "",
        events=happened(events, by_whom=True),
        twins=tuple(_twin(other) for other in twins),
    )


def _twin(app: CitizenApp) -> Twin:
    return Twin(
        title=words(app.title) or app.slug,
        lang=words_lang(app.title),
        url=url_for("staff_gallery.show", slug=app.slug),
        badge=state_badge(app.state),
    )


def _facts(app: CitizenApp) -> list[Fact]:
    data = [
        Fact(_("Data used"), words(one.title), url_for("dataset.show", slug=one.slug))
        for one in queries.public_datasets(app)
    ]
    themes = [_(THEME_BY_CODE[code].label) for code in app.themes if code in THEME_BY_CODE]
    works_on = [
        _(PLATFORM_BY_CODE[code].label) for code in app.platforms if code in PLATFORM_BY_CODE
    ]
    office = words(app.organization.title) if app.organization else ""
    told = [
        Fact(_("Address of the app"), app.url, app.url),
        *data,
        Fact(_("Topic"), str(_(", ")).join(themes)),
        Fact(_("Works on"), str(_(", ")).join(works_on)),
        Fact(_("Cost"), _(COST_BY_CODE[app.cost].label)),
        Fact(_("Who made it"), app.author or office or _("Not stated")),
        Fact(_("E-mail address"), app.contact),
        Fact(_("What it collects about people"), words(app.privacy)),
        Fact(_("Source code"), app.source_code, app.source_code),
        Fact(_("Licence"), app.license),
    ]
    return [fact for fact in told if fact.text]
