"""Handing in an app without an account: write, look, confirm by mail, and see how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from apps_gallery import gallery, moderation, queries
from apps_gallery.manifest import LONGEST_LINE, LONGEST_TITLE
from apps_gallery.models import AppEvent, AppState, CitizenApp
from apps_gallery.vocabulary import COSTS, PLATFORMS
from datasets.kernel.actors import ANYONE
from datasets.kernel.clock import CITY_TIME
from datasets.kernel.errors import NotFound
from datasets.vocabulary import THEMES
from portal.mail import GalleryPost
from portal.pages import submission_form
from portal.pages.app import AppPage, app_page
from portal.pages.submission_form import Typed
from portal.web.app_card import AppCard, Screenshot, app_card, screenshots
from portal.web.context import Page, services
from portal.web.forms import TRAP, FormError, FormPage, Option, refuse_programs
from portal.web.language import words, words_lang
from portal.web.pictures import picture_response
from portal.web.rate_limit import limiter
from portal.web.security import csrf
from portal.web.submission_words import HappenedLine, Step, happened, steps
from portal.web.urls import public_blueprint

WRITE_RATE = "30 per hour"
SEND_RATE = "6 per hour"

bp = public_blueprint("submission", __name__, "/apps")
csrf.exempt(bp)  # no session rides on these forms: the secret in the address is the only key


@dataclass(frozen=True, kw_only=True)
class NewAppPage(FormPage):
    """What the template of the form shows.

    Attributes:
        action: Where the form goes.
        datasets: To choose from.
        seal: The picture that came with an earlier try, for a hidden field; empty if none.
        longest: Of title and line, in characters.
    """

    action: str
    datasets: tuple[Option, ...]
    themes: tuple[Option, ...]
    platforms: tuple[Option, ...]
    costs: tuple[Option, ...]
    seal: str
    steps: tuple[Step, ...]
    answer_days: int = moderation.ANSWER_DAYS
    longest: tuple[int, int] = (LONGEST_TITLE, LONGEST_LINE)
    trap: str = TRAP
    contact_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Twin:
    """Another app at the same address; `url` is empty while the public does not see it."""

    title: str
    lang: str | None
    url: str


@dataclass(frozen=True, kw_only=True)
class SubmissionPage(Page):
    """What the author sees of an app.

    Attributes:
        card: As it looks, or will look, in the gallery; `preview` likewise of its page.
        twins: Other apps at the same address, while the author may still change this one.
        letter_sent: Whether the letter to confirm has been written.
        answer_by: The day by which the city answers; None when nothing is asked.
        reason: Why it was returned or retired; `words` is what the city added.
    """

    state: str
    card: AppCard
    screenshots: tuple[Screenshot, ...]
    preview: AppPage
    twins: tuple[Twin, ...]
    contact: str
    letter_sent: bool
    answer_by: date | None
    reason: str
    words: str
    secret: str
    public_url: str
    steps: tuple[Step, ...]
    events: tuple[HappenedLine, ...]
    longest_words: int = gallery.LONGEST_WORDS


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """One button, so that a program that only follows links confirms nothing."""

    action: str
    app_title: str


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The empty form; `data` chooses a dataset already."""
    chosen = request.args.getlist("data")[:5]
    given = Typed({"datasets": chosen, "platforms": ["web"], "cost": "free"}, None)
    return _form(given, url_for("submission.create"))


@bp.post("/new")
@limiter.limit(WRITE_RATE)
def create() -> ResponseReturnValue:
    """Keep what was written, and show how it will look; or the form again."""
    refuse_programs(request.form)
    given = submission_form.typed()
    again = _again(given, url_for("submission.create"))
    if again is not None:
        return again
    post = GalleryPost(services().settings)
    with services().begin(ANYONE) as uow:
        app = gallery.submit(uow, submission_form.draft(given), post)
        secret = post.status_secret(app)
    return redirect(url_for("submission.show", secret=secret), 303)


@bp.get("/submission/<secret>")
def show(secret: str) -> ResponseReturnValue:
    """How an app stands, for its author: as it will look, what waits, what was decided."""
    with services().reading() as session:
        app = queries.by_status_secret(session, secret)
        events = queries.events(session, app.id)
        asks = app.state in {AppState.DRAFT, AppState.RETURNED}
        twins = queries.same_address(session, app) if asks else []
    page = _page(app, events, twins, secret)
    return _private(render_template("pages/submission/show.html", page=page))


@bp.get("/submission/<secret>/edit")
def edit(secret: str) -> ResponseReturnValue:
    """The form with what was written."""
    with services().reading() as session:
        app = queries.by_status_secret(session, secret)
    fixed = app.submitted_at is not None
    return _form(submission_form.of_app(app), url_for("submission.update", secret=secret), fixed)


@bp.post("/submission/<secret>/edit")
@limiter.limit(WRITE_RATE)
def update(secret: str) -> ResponseReturnValue:
    """Keep what was changed."""
    refuse_programs(request.form)
    given = submission_form.typed()
    again = _again(given, url_for("submission.update", secret=secret))
    if again is not None:
        return again
    with services().begin(ANYONE) as uow:
        app = queries.by_status_secret(uow.session, secret)
        gallery.revise(uow, app, submission_form.draft(given, app.language))
    return redirect(url_for("submission.show", secret=secret), 303)


@bp.post("/submission/<secret>/send")
@limiter.limit(SEND_RATE)
def send(secret: str) -> ResponseReturnValue:
    """Let the letter go out whose link confirms the address."""
    with services().begin(ANYONE) as uow:
        app = queries.by_status_secret(uow.session, secret)
        gallery.send(uow, app, GalleryPost(services().settings))
    return redirect(url_for("submission.show", secret=secret), 303)


@bp.get("/submission/<secret>/confirm/<code>")
def confirm(secret: str, code: str) -> ResponseReturnValue:
    """The page the letter leads to."""
    with services().reading() as session:
        app = queries.by_status_secret(session, secret)
    if app.state is not AppState.DRAFT:
        return redirect(url_for("submission.show", secret=secret))
    page = ConfirmPage(
        title=_("Confirm the app"),
        action=url_for("submission.confirmed", secret=secret, code=code),
        app_title=next(iter(app.title.values()), ""),
    )
    return _private(render_template("pages/submission/confirm.html", page=page))


@bp.post("/submission/<secret>/confirm/<code>")
def confirmed(secret: str, code: str) -> ResponseReturnValue:
    """Hand the app to those who look at it."""
    with services().begin(ANYONE) as uow:
        gallery.confirm(uow, queries.by_status_secret(uow.session, secret), code)
    return redirect(url_for("submission.show", secret=secret), 303)


@bp.post("/submission/<secret>/appeal")
@limiter.limit(SEND_RATE)
def appeal(secret: str) -> ResponseReturnValue:
    """Ask again after an app was returned."""
    with services().begin(ANYONE) as uow:
        app = queries.by_status_secret(uow.session, secret)
        gallery.appeal(uow, app, request.form.get("words", ""))
    return redirect(url_for("submission.show", secret=secret), 303)


@bp.get("/submission/<secret>/<sha256>.webp")
def picture(secret: str, sha256: str) -> ResponseReturnValue:
    """A picture of an app that only its author sees yet."""
    with services().reading() as session:
        app = queries.by_status_secret(session, secret)
    if sha256 not in {digest for one in app.pictures for digest in (one.sha256, one.small_sha256)}:
        raise NotFound("There is no such picture.")
    return picture_response(sha256)


def _again(given: Typed, action: str) -> ResponseReturnValue | None:
    looked_for = request.form.get("then") == "find" and given.values["find"].strip()
    if looked_for:
        return _form(given, action)
    wrong = submission_form.errors(given)
    return (_form(given, action, wrong=wrong), 422) if wrong else None


def _form(
    given: Typed, action: str, fixed: bool = False, *, wrong: Sequence[FormError] = ()
) -> Response:
    values = given.values
    page = NewAppPage(
        title=_("Show your app here"),
        description=_("Hand in an app that uses the open data. No account is needed."),
        breadcrumbs=((_("Apps"), url_for("gallery.index")), (_("Show your app here"), None)),
        form=submission_form.form(given, wrong),
        action=action,
        datasets=submission_form.dataset_options(values.get("find", ""), values["datasets"]),
        themes=tuple(Option(theme.code, _(theme.label)) for theme in THEMES),
        platforms=tuple(Option(term.code, _(term.label)) for term in PLATFORMS),
        costs=tuple(Option(term.code, _(term.label)) for term in COSTS),
        seal=given.seal,
        steps=steps(0),
        contact_fixed=fixed,
    )
    return _private(render_template("pages/submission/new.html", page=page))


def _page(
    app: CitizenApp, events: Sequence[AppEvent], twins: Sequence[CitizenApp], secret: str
) -> SubmissionPage:
    def picture_url(sha256: str) -> str:
        return url_for("submission.picture", secret=secret, sha256=sha256)

    decided = next((event for event in events if event.reason), None)
    asked = app.submitted_at if app.state is AppState.SUBMITTED else None
    reasons = moderation.REASON_BY_CODE
    return SubmissionPage(
        title=next(iter(app.title.values()), app.slug),
        breadcrumbs=((_("Apps"), url_for("gallery.index")), (_("Your app"), None)),
        state=app.state.value,
        card=app_card(app, picture_url),
        screenshots=screenshots(app, picture_url),
        preview=app_page(app),
        twins=tuple(map(_twin, twins)),
        contact=app.contact,
        letter_sent=app.confirm_digest is not None,
        answer_by=moderation.answer_by(asked.astimezone(CITY_TIME).date()) if asked else None,
        reason=_(reasons[decided.reason].label) if decided else "",
        words=decided.words if decided else "",
        secret=secret,
        public_url=url_for("app.show", slug=app.slug),
        steps=steps(_place(app)),
        events=happened(events),
    )


def _twin(app: CitizenApp) -> Twin:
    # of one that waits nobody but its author and the city knows the name
    if app.state is not AppState.APPROVED:
        return Twin(_("An app that the city is looking at"), None, "")
    return Twin(words(app.title), words_lang(app.title), url_for("app.show", slug=app.slug))


def _place(app: CitizenApp) -> int:
    if app.state is AppState.DRAFT:
        return 2 if app.confirm_digest else 1
    return 3 if app.state in {AppState.SUBMITTED, AppState.RETURNED} else 4


def _private(html: str) -> Response:
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
