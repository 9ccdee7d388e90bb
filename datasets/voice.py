"""What people ask for and point out: it comes in, staff answer it, its states are a table."""

import secrets
from dataclasses import dataclass

from datasets import queries
from datasets.answering import RequestAnswer, answer_faults, named_slug, plain, words_faults
from datasets.describing import Fault
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove, NotAllowed
from datasets.kernel.messages import N_, Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.listening import (
    digest_of,
    may_answer_requests,
    waiting,
)
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization
from datasets.models.voice import (
    CLOSED_REPORTS,
    CLOSED_REQUESTS,
    REPORT_MOVES,
    REQUEST_MOVES,
    DataReport,
    DataRequest,
    ReportState,
    RequestState,
    VoiceKind,
    VoiceStep,
)

__all__ = [
    "Correction",
    "RequestAnswer",
    "Wish",
    "accept",
    "answer_report",
    "answer_request",
    "ask",
    "correction_faults",
    "report",
    "waiting",
    "wish_faults",
]

LONGEST_TITLE = 100
LONGEST_TEXT = 1_000
LONGEST_CONTACT = 200
LONGEST_CELL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request as somebody writes it; all plain text, what is too long is a fault."""

    title: str
    purpose: str = ""
    contact: str = ""
    language: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A report as somebody writes it.

    Attributes:
        file: Short name of the file, with the row, the column and what stands there, if known.
    """

    slug: str
    text: str
    file: str = ""
    row_key: str = ""
    column: str = ""
    old_value: str = ""
    contact: str = ""
    language: str = "ja"


def wish_faults(wish: Wish) -> list[Fault]:
    """What must be written otherwise before a request can be taken."""
    faults = []
    if not plain(wish.title):
        faults.append(Fault("title", Message(N_("Write which data you would like."))))
    faults += _too_long(wish, {"title": LONGEST_TITLE, "purpose": LONGEST_TEXT})
    return faults + _too_long(wish, {"contact": LONGEST_CONTACT})


def correction_faults(correction: Correction) -> list[Fault]:
    """What must be written otherwise before a report can be taken."""
    faults = []
    if not plain(correction.text):
        faults.append(Fault("text", Message(N_("Write what is wrong."))))
    return faults + _too_long(correction, {"text": LONGEST_TEXT, "contact": LONGEST_CONTACT})


def ask(uow: UnitOfWork, wish: Wish) -> tuple[DataRequest, str]:
    """Take a request from anybody; only its writer reads it until staff accept it.

    Returns:
        The request, and the secret of its writer's link, which is kept nowhere.

    Raises:
        InvalidDraft: if something must be written otherwise.
    """
    _refuse(wish_faults(wish))
    secret, digest = _secret()
    request = DataRequest(
        title=plain(wish.title),
        purpose=plain(wish.purpose),
        contact=plain(wish.contact),
        language=wish.language,
        secret_digest=digest,
        created_at=uow.now,
    )
    uow.session.add(request)
    uow.session.flush()
    _step(uow, VoiceKind.REQUEST, request.id, request.state, "")
    audit.record(uow, "ask", "data-request", request.id)
    return request, secret


def report(uow: UnitOfWork, correction: Correction) -> tuple[DataReport, str]:
    """Take a report about public data from anybody; staff of its organization read it.

    Returns:
        The report, and the secret of its writer's link, which is kept nowhere.

    Raises:
        NotFound, Gone: if the dataset is not public.
        InvalidDraft: if something must be written otherwise.
    """
    dataset = queries.public_dataset(uow.session, correction.slug)
    _refuse(correction_faults(correction))
    secret, digest = _secret()
    made = DataReport(
        dataset_id=dataset.id,
        file=plain(correction.file)[:LONGEST_CELL],
        row_key=plain(correction.row_key)[:LONGEST_CELL],
        column=plain(correction.column)[:LONGEST_CELL],
        old_value=plain(correction.old_value)[:LONGEST_CELL],
        text=plain(correction.text),
        contact=plain(correction.contact),
        language=correction.language,
        secret_digest=digest,
        created_at=uow.now,
    )
    uow.session.add(made)
    uow.session.flush()
    _step(uow, VoiceKind.REPORT, made.id, made.state, "")
    audit.record(uow, "report", "data-report", made.id, dataset=dataset.slug)
    return made, secret


def accept(uow: UnitOfWork, request: DataRequest, *, public: bool) -> None:
    """Let everybody read a request, or its writer only.

    Raises:
        NotAllowed: if the actor does not answer requests.
    """
    _require_answering(uow)
    request.accepted_at = uow.now if public else None
    audit.record(uow, "accept" if public else "hide", "data-request", request.id)


def answer_request(uow: UnitOfWork, request: DataRequest, answer: RequestAnswer) -> None:
    """Move a request on, with words for its writer.

    Raises:
        NotAllowed: if the actor does not answer requests.
        InvalidMove: if that state cannot follow the present one.
        InvalidDraft: if there is a fault in it; see `answer_faults`.
    """
    _require_answering(uow)
    _refuse_move((request.state, answer.state) in REQUEST_MOVES)
    _refuse(answer_faults(uow.session, answer, uow.now))
    words = plain(answer.words)
    is_published = answer.state is RequestState.PUBLISHED
    slug = named_slug(answer.dataset_slug) if is_published else ""
    request.state, request.reason, request.dataset_slug = answer.state, words, slug
    request.due_on = answer.due_on if answer.state is RequestState.PLANNED else None
    request.closed_at = uow.now if answer.state in CLOSED_REQUESTS else None
    _step(uow, VoiceKind.REQUEST, request.id, answer.state, words)
    audit.record(uow, "answer", "data-request", request.id, state=str(answer.state))


def answer_report(uow: UnitOfWork, made: DataReport, state: ReportState, words: str) -> None:
    """Move a report on, with words for its writer.

    Raises:
        NotAllowed: if the actor may not edit for the dataset's organization.
        InvalidMove: if that state cannot follow the present one.
        InvalidDraft: if a reason is missing.
    """
    dataset = uow.session.get_one(Dataset, made.dataset_id)
    uow.require(Permission.EDIT, _office(uow, dataset))
    _refuse_move((made.state, state) in REPORT_MOVES)
    _refuse(words_faults(words, needed=state is ReportState.KEPT))
    made.answer = plain(words)
    made.state = state
    made.closed_at = uow.now if state in CLOSED_REPORTS else None
    _step(uow, VoiceKind.REPORT, made.id, state, made.answer)
    audit.record(uow, "answer", "data-report", made.id, state=str(state))


def _office(uow: UnitOfWork, dataset: Dataset) -> str:
    return uow.session.get_one(Organization, dataset.organization_id).slug


def _require_answering(uow: UnitOfWork) -> None:
    if not may_answer_requests(uow.actor):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def _refuse(faults: list[Fault]) -> None:
    if faults:
        message = faults[0].message
        raise InvalidDraft(message.msgid, **message.places)


def _refuse_move(known: bool) -> None:
    if not known:
        raise InvalidMove("This has been answered meanwhile. Look at it again.")


def _too_long(given: Wish | Correction, limits: dict[str, int]) -> list[Fault]:
    return [
        Fault(name, Message(N_("Write at most {count} characters."), {"count": limit}))
        for name, limit in limits.items()
        if len(plain(getattr(given, name))) > limit
    ]


def _secret() -> tuple[str, str]:
    secret = secrets.token_urlsafe(24)
    return secret, digest_of(secret)


def _step(uow: UnitOfWork, kind: VoiceKind, subject_id: int, state: str, words: str) -> None:
    step = VoiceStep(kind=kind, subject_id=subject_id, state=str(state), words=words, at=uow.now)
    uow.session.add(step)
    uow.session.flush()
