"""Look at apps that were handed in: approve, return with a reason, recommend, retire."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from apps_gallery import gallery, queries
from apps_gallery.models import CitizenApp
from datasets.kernel.actors import Permission
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import NotAllowed, NotFound
from portal.mail import GalleryPost
from portal.staff.app_item import answer_by, item_page
from portal.staff.frame import staff_blueprint
from portal.web.cards import BadgeItem
from portal.web.context import Page, actor, services
from portal.web.jinja import number
from portal.web.language import words, words_lang
from portal.web.paging import Pager, page_number, pager
from portal.web.pictures import picture_response
from portal.web.submission_words import state_badge

PAGE_SIZE_APPS = 25

bp = staff_blueprint("staff_gallery", __name__, "/apps")


@dataclass(frozen=True, slots=True)
class Row:
    """One app in a list.

    Attributes:
        lang: The language of its title where it is not the page's.
        answer_by: The day by which it needs a decision; None if it needs none.
        late: Whether that day is past.
    """

    title: str
    lang: str | None
    url: str
    badge: BadgeItem
    alive: bool
    updated_at: datetime
    answer_by: date | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class AppsPage(Page):
    """What the template of the list shows."""

    sentence: str
    waiting: tuple[Row, ...]
    rows: tuple[Row, ...]
    total: int
    pager: Pager


@bp.get("/")
def index() -> ResponseReturnValue:
    """What waits for a decision, then everything."""
    if not actor().may(Permission.MODERATE):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")
    with services().reading() as session:
        waiting = queries.waiting(session, actor())
        everything = queries.staff_apps(session, actor())
    here = page_number(request.args.get("page"))
    start = (here - 1) * PAGE_SIZE_APPS
    page = AppsPage(
        title=_("Apps"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("Apps"), None)),
        sentence=_sentence(len(waiting)),
        waiting=tuple(_row(app) for app in waiting),
        rows=tuple(_row(app) for app in everything[start : start + PAGE_SIZE_APPS]),
        total=len(everything),
        pager=pager(
            len(everything),
            here,
            PAGE_SIZE_APPS,
            lambda page: url_for("staff_gallery.index", page=page, _anchor="all"),
        ),
    )
    return render_template("staff/gallery/index.html", page=page)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One app as it would look, what its author said, and what may be decided.

    An address from before it was approved leads to the one it has now.
    """
    with services().reading() as session:
        app = queries.staff_app(session, slug, actor())
        events = queries.events(session, app.id)
        twins = queries.same_address(session, app)
    if app.slug != slug:
        return _back(app.slug)
    return render_template("staff/gallery/show.html", page=item_page(app, events, twins))


@bp.get("/<slug>/<sha256>.webp")
def picture(slug: str, sha256: str) -> ResponseReturnValue:
    """A picture of an app that the public may not see yet."""
    with services().reading() as session:
        app = queries.staff_app(session, slug, actor())
    if sha256 not in {digest for one in app.pictures for digest in (one.sha256, one.small_sha256)}:
        raise NotFound("There is no such picture.")
    return picture_response(sha256)


@bp.post("/<slug>/approve")
def approve(slug: str) -> ResponseReturnValue:
    """Show it to everyone."""
    with services().begin(actor()) as uow:
        app = queries.staff_app(uow.session, slug, actor())
        gallery.approve(uow, app, _post())
        slug = app.slug
    flash(_("It is in the gallery now. Its author gets a letter."))
    return _back(slug)


@bp.post("/<slug>/return")
def give_back(slug: str) -> ResponseReturnValue:
    """Return it to its author, with a reason."""
    with services().begin(actor()) as uow:
        app = queries.staff_app(uow.session, slug, actor())
        gallery.give_back(uow, app, *_reason(), _post())
    flash(_("Returned. Its author gets a letter with the reason."))
    return _back(slug)


@bp.post("/<slug>/feature")
def feature(slug: str) -> ResponseReturnValue:
    """Recommend it, or no longer."""
    wanted = request.form.get("featured") == "1"
    with services().begin(actor()) as uow:
        gallery.feature(uow, queries.staff_app(uow.session, slug, actor()), featured=wanted)
    flash(_("It is among the first now.") if wanted else _("It stands in the usual order now."))
    return _back(slug)


@bp.post("/<slug>/retire")
def retire(slug: str) -> ResponseReturnValue:
    """Take it out of the gallery; its page stays and says why."""
    with services().begin(actor()) as uow:
        app = queries.staff_app(uow.session, slug, actor())
        gallery.retire(uow, app, *_reason(), _post())
    flash(_("It is out of the gallery. Its page says why."))
    return _back(slug)


@bp.post("/<slug>/restore")
def restore(slug: str) -> ResponseReturnValue:
    """Show a retired app again."""
    with services().begin(actor()) as uow:
        gallery.restore(uow, queries.staff_app(uow.session, slug, actor()))
    flash(_("It is back in the gallery."))
    return _back(slug)


def _reason() -> tuple[str, str]:
    return request.form.get("reason", ""), request.form.get("words", "")


def _post() -> GalleryPost:
    return GalleryPost(services().settings)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("staff_gallery.show", slug=slug), 303)


def _row(app: CitizenApp) -> Row:
    due = answer_by(app)
    today = services().clock.now().astimezone(CITY_TIME).date()
    return Row(
        title=words(app.title) or app.slug,
        lang=words_lang(app.title),
        url=url_for("staff_gallery.show", slug=app.slug),
        badge=state_badge(app.state),
        alive=app.alive,
        updated_at=app.updated_at,
        answer_by=due,
        late=due is not None and due < today,
    )


def _sentence(count: int) -> str:
    if not count:
        return str(_("No app waits for a decision."))
    return str(
        ngettext(
            "%(count)s app waits for a decision",
            "%(count)s apps wait for a decision",
            count,
            count=number(count),
        )
    )
