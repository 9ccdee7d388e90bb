"""Pointing out a fault in data, and seeing what became of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import listening, queries, voice
from datasets.kernel.actors import ANYONE
from datasets.models.dataset import State
from datasets.models.voice import VoiceKind
from datasets.voice import Correction
from portal.pages.requests import SEND_RATE, private
from portal.web import voice_post, voice_words
from portal.web.context import Page, services
from portal.web.forms import TRAP, Form, FormError, FormPage
from portal.web.language import said, words
from portal.web.rate_limit import limiter
from portal.web.security import csrf
from portal.web.urls import current_locale, public_blueprint
from portal.web.voice_words import Entry, StateMark

PLACES = ("file", "row", "column", "value")

bp = public_blueprint("voice", __name__)
csrf.exempt(bp)  # no session rides on these forms


@dataclass(frozen=True, slots=True)
class Place:
    """Where the fault is, as far as it was told."""

    file: str
    row: str
    column: str
    value: str

    @property
    def known(self) -> bool:
        """Whether anything was told."""
        return any((self.file, self.row, self.column, self.value))


@dataclass(frozen=True, kw_only=True)
class NewReportPage(FormPage):
    """The form."""

    slug: str
    dataset_title: str
    place: Place
    longest: tuple[int, int] = (voice.LONGEST_TEXT, voice.LONGEST_CONTACT)
    trap: str = TRAP


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """A report as its writer sees it.

    Attributes:
        dataset_url: Empty once the dataset is no longer public.
        status_url: The address of this page.
    """

    mark: StateMark
    text: str
    place: Place
    dataset_title: str
    dataset_url: str
    created_at: datetime
    entries: tuple[Entry, ...]
    status_url: str


@bp.get("/dataset/<slug>/report")
def new(slug: str) -> ResponseReturnValue:
    """The form, filled in with the place as far as the link told it."""
    return _form_page(slug, Form({}), _place(request.args))


@bp.post("/dataset/<slug>/report")
@limiter.limit(SEND_RATE)
def create(slug: str) -> ResponseReturnValue:
    """Take a report; staff of the publisher read it."""
    place = _place(request.form)
    correction = Correction(
        slug=slug,
        text=request.form.get("text", ""),
        file=place.file,
        row_key=place.row,
        column=place.column,
        old_value=place.value,
        contact=request.form.get("contact", ""),
        language=current_locale(),
    )
    if request.form.get(TRAP):
        return redirect(url_for("requests.thanks"), 303)
    faults = voice.correction_faults(correction)
    if faults:
        errors = tuple(FormError(fault.field, said(fault.message)) for fault in faults)
        return _form_page(slug, Form(request.form.to_dict(), errors), place), 422
    with services().begin(ANYONE) as uow:
        _made, secret = voice.report(uow, correction)
        link = url_for("voice.status", secret=secret)
        if correction.contact:
            voice_post.send(uow, "voice_received", correction.contact.strip(), link=link)
    return redirect(link, 303)


@bp.get("/reports/<secret>")
def status(secret: str) -> ResponseReturnValue:
    """What became of a report; for whoever has the link."""
    with services().reading() as session:
        found = listening.report_by_secret(session, secret)
        steps = listening.steps(session, VoiceKind.REPORT, found.id)
    dataset = found.dataset
    public = dataset.state is State.PUBLISHED
    title = words(dataset.title) if public else dataset.slug
    page = ReportPage(
        title=_("Your report"),
        breadcrumbs=((_("Your report"), None),),
        mark=voice_words.report_mark(found.state),
        text=found.text,
        place=Place(found.file, found.row_key, found.column, found.old_value),
        dataset_title=title,
        dataset_url=url_for("dataset.show", slug=dataset.slug) if public else "",
        created_at=found.created_at,
        entries=voice_words.report_entries(steps),
        status_url=services().settings.base_url + url_for("voice.status", secret=secret),
    )
    return private(render_template("pages/voice/status.html", page=page))


def _form_page(slug: str, form: Form, place: Place) -> str:
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    title = words(dataset.title) or slug
    page = NewReportPage(
        title=_("Report a mistake"),
        description=_("Tell the publisher what is wrong in these data."),
        breadcrumbs=(
            (title, url_for("dataset.show", slug=slug)),
            (_("Report a mistake"), None),
        ),
        slug=slug,
        dataset_title=title,
        form=form,
        place=place,
    )
    return render_template("pages/voice/new.html", page=page)


def _place(given: dict[str, str]) -> Place:
    file, row, column, value = (
        given.get(name, "").strip()[: voice.LONGEST_CELL] for name in PLACES
    )
    return Place(file, row, column, value)
