"""One app: what it does, with which data, and, if it comes with the portal, the app itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from apps_gallery import finding, queries
from apps_gallery.models import AppState, CitizenApp
from apps_gallery.moderation import REASON_BY_CODE
from apps_gallery.tally import Tally, record_opens
from apps_gallery.vocabulary import COST_BY_CODE, PLATFORM_BY_CODE
from datasets.kernel.actors import ANYONE
from datasets.kernel.errors import NotFound
from datasets.vocabulary import THEME_BY_CODE, Theme
from portal.web.app_card import AppCard, Screenshot, app_card, screenshots
from portal.web.builtin import part
from portal.web.builtin_part import AppPart
from portal.web.cards import BadgeItem
from portal.web.context import Page, services
from portal.web.language import words, words_lang
from portal.web.urls import public_blueprint

SIMILAR = 4
_TALLY = "app-openings"

bp = public_blueprint("app", __name__, "/apps")


@dataclass(frozen=True, slots=True)
class UsedData:
    """A dataset an app uses; `lang` is that of its title where it is not the page's."""

    title: str
    lang: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in paragraphs; `lang` as for `UsedData`."""

    paragraphs: tuple[str, ...]
    lang: str | None


@dataclass(frozen=True, kw_only=True)
class AppPage(Page):
    """What the template shows.

    Attributes:
        card: Title, line, tile and badges.
        open_url: Leads to the app and counts that it was opened; empty if it is here.
        host: Of the site it leads to; `url` is the whole address.
        maker: Who made it.
        reason: Why it left the gallery, in words; empty while it is shown.
    """

    card: AppCard
    screenshots: tuple[Screenshot, ...]
    description_text: Text
    privacy: Text
    open_url: str
    host: str
    url: str
    maker: str
    platforms: tuple[BadgeItem, ...]
    cost: str
    license: str
    source_code: str
    works_elsewhere: bool
    themes: tuple[Theme, ...]
    data: tuple[UsedData, ...]
    approved_at: datetime | None
    checked_at: datetime | None
    alive: bool
    similar: tuple[AppCard, ...]
    app_part: AppPart | None = None
    reason: str = ""
    retired_at: datetime | None = None


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One app; of one that left the gallery, what was last known."""
    with services().reading() as session:
        app = queries.public_app(session, slug)
        if app.state is AppState.RETIRED:
            event = next(e for e in queries.events(session, app.id) if e.action == "retire")
            reason = " ".join(filter(None, (_(REASON_BY_CODE[event.reason].label), event.words)))
            page = app_page(app, reason=reason)
            return render_template("pages/app/retired.html", page=page), 410
        others = queries.shown(session, services().clock.now().date())
        similar = finding.similar(app, others, SIMILAR)
    app_part = part(app, request.args) if app.template else None
    if app_part is not None:
        _tally().add(app.id)
    page = app_page(app, similar=tuple(app_card(other) for other in similar), app_part=app_part)
    return render_template("pages/app/show.html", page=page, app_part=app_part)


@bp.get("/<slug>/open")
def go(slug: str) -> ResponseReturnValue:
    """Go to an app that lives elsewhere, counting that somebody did, and not who."""
    with services().reading() as session:
        app = queries.public_app(session, slug)
    if app.state is not AppState.APPROVED or not app.url:
        raise NotFound("There is no app “{slug}”.", slug=slug)
    _tally().add(app.id)
    response = redirect(app.url, 303)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def app_page(
    app: CitizenApp,
    *,
    similar: tuple[AppCard, ...] = (),
    app_part: AppPart | None = None,
    reason: str = "",
) -> AppPage:
    """What the page of an app shows; the app was loaded whole."""
    title = words(app.title)
    return AppPage(
        title=title,
        description=words(app.line),
        breadcrumbs=((_("Apps"), url_for("gallery.index")), (title, None)),
        card=app_card(app),
        screenshots=screenshots(app),
        description_text=_text(app.description),
        privacy=_text(app.privacy),
        open_url=url_for("app.go", slug=app.slug) if app.url else "",
        host=urlsplit(app.url).hostname or "",
        url=app.url,
        maker=words(app.organization.title) if app.organization else app.author,
        platforms=tuple(
            BadgeItem(_(PLATFORM_BY_CODE[code].label), icon=PLATFORM_BY_CODE[code].icon)
            for code in app.platforms
            if code in PLATFORM_BY_CODE
        ),
        cost=_(COST_BY_CODE[app.cost].label),
        license=app.license,
        source_code=app.source_code,
        works_elsewhere=app.works_elsewhere,
        themes=tuple(THEME_BY_CODE[code] for code in app.themes if code in THEME_BY_CODE),
        data=used_data(app),
        approved_at=app.approved_at,
        checked_at=app.last_checked_at,
        alive=app.alive,
        similar=similar,
        app_part=app_part,
        reason=reason,
        retired_at=app.retired_at,
    )


def used_data(app: CitizenApp) -> tuple[UsedData, ...]:
    """The public data of an app that was loaded whole."""
    return tuple(
        UsedData(words(data.title), words_lang(data.title), url_for("dataset.show", slug=data.slug))
        for data in queries.public_datasets(app)
    )


def _text(text: dict[str, str]) -> Text:
    told = words(text).split("\n")
    return Text(tuple(line for line in told if line.strip()), words_lang(text))


def _tally() -> Tally:
    kept = services()

    def write(counts: Mapping[UUID, int]) -> None:
        with kept.begin(ANYONE) as uow:
            record_opens(uow, counts, uow.now.date())

    tally: Tally = current_app.extensions.setdefault(_TALLY, Tally(write))
    return tally
