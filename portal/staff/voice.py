"""What people ask for and point out, and the answers of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import answering, listening, voice
from datasets.answering import RequestAnswer
from datasets.describing import Fault
from datasets.kernel.errors import InvalidDraft
from datasets.models.voice import (
    REPORT_MOVES,
    REQUEST_MOVES,
    DataReport,
    DataRequest,
    ReportState,
    RequestState,
    VoiceKind,
)
from portal.staff.frame import staff_blueprint
from portal.staff.voice_rows import VoiceRow, report_row, request_row
from portal.web import voice_post, voice_words
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words
from portal.web.paging import Pager, page_number, pager
from portal.web.voice_words import Entry, StateMark

PAGE_SIZE = 50

bp = staff_blueprint("staff_voice", __name__, "/reports")


@dataclass(frozen=True, kw_only=True)
class VoicesPage(Page):
    """The list: what waits first, then newest first."""

    rows: tuple[VoiceRow, ...]
    open_total: int
    pager: Pager


@dataclass(frozen=True, kw_only=True)
class AnswerPage(FormPage):
    """Something to answer."""

    number: int


@dataclass(frozen=True, kw_only=True)
class RequestPage(AnswerPage):
    """One request, with the answers there can be.

    Attributes:
        datasets: Public ones that can be named.
    """

    mark: StateMark
    public: bool
    public_url: str
    purpose: str
    contact: str
    created_at: datetime
    entries: tuple[Entry, ...]
    states: tuple[Option, ...]
    datasets: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class ReportPage(AnswerPage):
    """One report, with the answers there can be.

    Attributes:
        dataset_url: Of the dataset, for staff.
    """

    mark: StateMark
    dataset_title: str
    dataset_url: str
    report: DataReport
    entries: tuple[Entry, ...]
    states: tuple[Option, ...]


@bp.get("")
def index() -> ResponseReturnValue:
    """What this person may answer."""
    with services().reading() as session:
        rows = [request_row(each) for each in listening.staff_requests(session, actor())]
        rows += [report_row(each) for each in listening.staff_reports(session, actor())]
    rows.sort(key=lambda row: (row.is_open, row.created_at), reverse=True)
    number = page_number(request.args.get("page"))
    start = (number - 1) * PAGE_SIZE
    page = VoicesPage(
        title=_("Requests and reports"),
        breadcrumbs=_trail(),
        rows=tuple(rows[start : start + PAGE_SIZE]),
        open_total=sum(row.is_open for row in rows),
        pager=pager(
            len(rows), number, PAGE_SIZE, lambda page: url_for("staff_voice.index", page=page)
        ),
    )
    return render_template("staff/voice/index.html", page=page)


@bp.get("/requests/<int(max=999999999):number>")
def wanted(number: int) -> ResponseReturnValue:
    """One request."""
    return _wanted_page(number, Form({}))


@bp.get("/<int(max=999999999):number>")
def show(number: int) -> ResponseReturnValue:
    """One report."""
    return _report_page(number, Form({}))


@bp.errorhandler(InvalidDraft)
def refused(refusal: InvalidDraft) -> ResponseReturnValue:
    """The answer again as it was written, with what to change."""
    number = int((request.view_args or {})["number"])
    form = _refused_form([Fault("words", refusal.message)])
    if request.endpoint == f"{bp.name}.answer_report":
        return _report_page(number, form), 422
    return _wanted_page(number, form), 422


@bp.post("/requests/<int(max=999999999):number>/show")
def accept(number: int) -> ResponseReturnValue:
    """Let everybody read a request, or its writer only."""
    public = request.form.get("public") == "1"
    with services().begin(actor()) as uow:
        voice.accept(uow, listening.staff_request(uow.session, number, actor()), public=public)
    flash(_("Everybody can read it now.") if public else _("Only its writer can read it now."))
    return redirect(url_for("staff_voice.wanted", number=number), 303)


@bp.post("/requests/<int(max=999999999):number>")
def answer_request(number: int) -> ResponseReturnValue:
    """Move a request on."""
    answer = RequestAnswer(
        state=_request_state(),
        words=request.form.get("words", ""),
        due_on=_day(request.form.get("due_on", "")),
        dataset_slug=request.form.get("dataset", ""),
    )
    with services().begin(actor()) as uow:
        found = listening.staff_request(uow.session, number, actor())
        if faults := answering.answer_faults(uow.session, answer, uow.now):
            return _wanted_page(number, _refused_form(faults)), 422
        voice.answer_request(uow, found, answer)
        if found.contact:
            link = _public_link(found)
            voice_post.send(uow, "voice_answered", found.contact, link=link, words=found.reason)
    flash(_("The answer is kept."))
    return redirect(url_for("staff_voice.wanted", number=number), 303)


@bp.post("/<int(max=999999999):number>")
def answer_report(number: int) -> ResponseReturnValue:
    """Move a report on."""
    with services().begin(actor()) as uow:
        found = listening.staff_report(uow.session, number, actor())
        state = _report_state()
        voice.answer_report(uow, found, state, request.form.get("words", ""))
        if found.contact:
            link = url_for("dataset.show", slug=found.dataset.slug, locale=found.language)
            voice_post.send(uow, "voice_answered", found.contact, link=link, words=found.answer)
    flash(_("The answer is kept."))
    return redirect(url_for("staff_voice.show", number=number), 303)


def _refused_form(faults: Sequence[Fault]) -> Form:
    errors = tuple(FormError(fault.field, said(fault.message)) for fault in faults)
    return Form(request.form.to_dict(), errors)


def _wanted_page(number: int, form: Form) -> str:
    with services().reading() as session:
        found = listening.staff_request(session, number, actor())
        steps = listening.steps(session, VoiceKind.REQUEST, number)
        names = answering.public_names(session)
    page = RequestPage(
        title=found.title,
        breadcrumbs=_trail(found.title),
        number=number,
        form=form,
        mark=voice_words.request_mark(found),
        public=found.accepted_at is not None,
        public_url=url_for("requests.show", number=number) if found.accepted_at else "",
        purpose=found.purpose,
        contact=found.contact,
        created_at=found.created_at,
        entries=voice_words.request_entries(steps),
        states=tuple(
            Option(state.value, voice_words.request_state_name(state))
            for state in RequestState
            if (found.state, state) in REQUEST_MOVES
        ),
        datasets=tuple(Option(slug, words(dict(title))) for slug, title in names),
    )
    return render_template("staff/voice/wanted.html", page=page)


def _report_page(number: int, form: Form) -> str:
    with services().reading() as session:
        found = listening.staff_report(session, number, actor())
        steps = listening.steps(session, VoiceKind.REPORT, number)
    title = words(found.dataset.title) or found.dataset.slug
    page = ReportPage(
        title=_("Report about “%(title)s”", title=title),
        breadcrumbs=_trail(title),
        number=number,
        form=form,
        mark=voice_words.report_mark(found.state),
        dataset_title=title,
        dataset_url=url_for("staff_dataset.show", slug=found.dataset.slug),
        report=found,
        entries=voice_words.report_entries(steps),
        states=tuple(
            Option(state.value, voice_words.report_mark(state).text)
            for state in ReportState
            if (found.state, state) in REPORT_MOVES
        ),
    )
    return render_template("staff/voice/show.html", page=page)


def _public_link(found: DataRequest) -> str:
    if found.accepted_at is None:
        return url_for("requests.index", locale=found.language)
    return url_for("requests.show", number=found.id, locale=found.language)


def _request_state() -> RequestState:
    wanted = request.form.get("state", "")
    return next((state for state in RequestState if state.value == wanted), RequestState.RECEIVED)


def _report_state() -> ReportState:
    wanted = request.form.get("state", "")
    return next((state for state in ReportState if state.value == wanted), ReportState.RECEIVED)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # an empty field, or a browser without a calendar
        return None


def _trail(name: str = "") -> tuple[tuple[str, str | None], ...]:
    desk = (str(_("Staff desk")), url_for("staff_desk.show"))
    if not name:
        return (desk, (str(_("Requests and reports")), None))
    return (desk, (str(_("Requests and reports")), url_for("staff_voice.index")), (name, None))
