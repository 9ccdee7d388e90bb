"""Data that people would like: the board, asking for more, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import listening, voice
from datasets.kernel.actors import ANYONE
from datasets.models.voice import DataRequest, VoiceKind
from datasets.search.index import SearchQuery
from datasets.voice import Wish
from portal.web import voice_post, voice_words
from portal.web.cards import DatasetCard
from portal.web.context import Page, services
from portal.web.forms import TRAP, Form, FormError, FormPage
from portal.web.language import said
from portal.web.paging import Pager, page_number, pager
from portal.web.rate_limit import limiter
from portal.web.results import results
from portal.web.security import csrf
from portal.web.urls import current_locale, public_blueprint
from portal.web.voice_words import Entry, StateMark

PAGE_SIZE_REQUESTS = 20
SHOWN_HITS = 3
SEND_RATE = "5 per minute; 20 per hour"

bp = public_blueprint("requests", __name__, "/requests")
csrf.exempt(bp)  # no session rides on these forms


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request on the board."""

    title: str
    url: str
    mark: StateMark
    created_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestsPage(Page):
    """The board.

    Attributes:
        median_days: From a request to its answer, n >= 1; None before the first answer.
    """

    rows: tuple[RequestRow, ...]
    total: int
    median_days: int | None
    pager: Pager


@dataclass(frozen=True, kw_only=True)
class NewRequestPage(FormPage):
    """The form, and what there is already.

    Attributes:
        asked: Whether it was looked for already; until then only the title is asked.
    """

    asked: bool
    hits: tuple[DatasetCard, ...]
    longest: tuple[int, int, int] = (voice.LONGEST_TITLE, voice.LONGEST_TEXT, voice.LONGEST_CONTACT)
    trap: str = TRAP


@dataclass(frozen=True, kw_only=True)
class RequestPage(Page):
    """One request.

    Attributes:
        status_url: The writer's own address of this page; empty on the public one.
        public_url: Empty while it is not public.
        dataset_url: Where the data are; empty until they are.
    """

    mark: StateMark
    purpose: str
    created_at: datetime
    entries: tuple[Entry, ...]
    status_url: str
    public_url: str
    dataset_url: str


@bp.get("/")
def index() -> ResponseReturnValue:
    """What people asked for, newest first."""
    number = page_number(request.args.get("page"))
    with services().reading() as session:
        total = listening.public_request_count(session)
        found = listening.public_requests(
            session, offset=(number - 1) * PAGE_SIZE_REQUESTS, limit=PAGE_SIZE_REQUESTS
        )
        days = listening.median_answer_days(session)
    page = RequestsPage(
        title=_("Data that people would like"),
        description=_("What people asked the city to publish, and what became of it."),
        breadcrumbs=((_("Wanted data"), None),),
        rows=tuple(request_row(each) for each in found),
        total=total,
        median_days=None if days is None else max(1, round(days)),
        pager=pager(
            total,
            number,
            PAGE_SIZE_REQUESTS,
            lambda page: url_for("requests.index", page=page if page > 1 else None),
        ),
    )
    return render_template("pages/requests/index.html", page=page)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """First what is wanted; then what there is already, and the form."""
    title = request.args.get("title", "").strip()[: voice.LONGEST_TITLE]
    return _form_page(Form({"title": title}), asked=bool(title))


@bp.post("/new")
@limiter.limit(SEND_RATE)
def create() -> ResponseReturnValue:
    """Take a request; only its writer sees it until staff have."""
    wish = Wish(
        title=request.form.get("title", ""),
        purpose=request.form.get("purpose", ""),
        contact=request.form.get("contact", ""),
        language=current_locale(),
    )
    if request.form.get(TRAP):
        return redirect(url_for("requests.thanks"), 303)
    faults = voice.wish_faults(wish)
    if faults:
        errors = tuple(FormError(fault.field, said(fault.message)) for fault in faults)
        return _form_page(Form(request.form.to_dict(), errors), asked=True), 422
    with services().begin(ANYONE) as uow:
        _made, secret = voice.ask(uow, wish)
        link = url_for("requests.status", secret=secret)
        if wish.contact:
            voice_post.send(uow, "voice_received", wish.contact.strip(), link=link)
    return redirect(link, 303)


@bp.get("/thanks")
def thanks() -> ResponseReturnValue:
    """Thanks, without saying what was taken."""
    page = Page(title=_("Thank you"), breadcrumbs=_trail(_("Thank you")))
    return render_template("pages/requests/thanks.html", page=page)


@bp.get("/<int(max=999999999):number>")
def show(number: int) -> ResponseReturnValue:
    """One request that everybody may read."""
    with services().reading() as session:
        wanted = listening.public_request(session, number)
        steps = listening.steps(session, VoiceKind.REQUEST, wanted.id)
    page = _request_page(wanted, voice_words.request_entries(steps), "")
    return render_template("pages/requests/show.html", page=page)


@bp.get("/status/<secret>")
def status(secret: str) -> ResponseReturnValue:
    """A request as its writer sees it, public or not."""
    with services().reading() as session:
        wanted = listening.request_by_secret(session, secret)
        steps = listening.steps(session, VoiceKind.REQUEST, wanted.id)
    link = services().settings.base_url + url_for("requests.status", secret=secret)
    page = _request_page(wanted, voice_words.request_entries(steps), link)
    return private(render_template("pages/requests/show.html", page=page))


def private(html: str) -> Response:
    """A page that only who has its address may read: kept nowhere, told to nobody."""
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def request_row(wanted: DataRequest) -> RequestRow:
    """A request as lists show it."""
    return RequestRow(
        title=wanted.title,
        url=url_for("requests.show", number=wanted.id),
        mark=voice_words.request_mark(wanted),
        created_at=wanted.created_at,
        reason=wanted.reason,
    )


def _request_page(wanted: DataRequest, entries: tuple[Entry, ...], link: str) -> RequestPage:
    public = wanted.accepted_at is not None
    slug = wanted.dataset_slug
    return RequestPage(
        title=wanted.title,
        description=_("What people asked the city to publish, and what became of it."),
        breadcrumbs=_trail(wanted.title),
        mark=voice_words.request_mark(wanted),
        purpose=wanted.purpose,
        created_at=wanted.created_at,
        entries=entries,
        status_url=link,
        public_url=url_for("requests.show", number=wanted.id) if public else "",
        dataset_url=url_for("dataset.show", slug=slug) if slug else "",
    )


def _form_page(form: Form, *, asked: bool) -> str:
    hits: tuple[DatasetCard, ...] = ()
    if asked and form.value("title").strip():
        with services().reading() as session:
            hits = results(session, SearchQuery(text=form.value("title"), size=SHOWN_HITS)).cards
    page = NewRequestPage(
        title=_("Ask for data"),
        description=_("Tell the city which data you would like it to publish."),
        breadcrumbs=_trail(_("Ask for data")),
        form=form,
        asked=asked,
        hits=hits[:SHOWN_HITS],
    )
    return render_template("pages/requests/new.html", page=page)


def _trail(title: str) -> tuple[tuple[str, str | None], ...]:
    return ((str(_("Wanted data")), url_for("requests.index")), (title, None))
