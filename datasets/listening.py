"""Reads of what people asked for and pointed out, each a function of a session."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, joinedload

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization
from datasets.models.voice import (
    CLOSED_REPORTS,
    CLOSED_REQUESTS,
    DataReport,
    DataRequest,
    RequestState,
    VoiceKind,
    VoiceStep,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One word from outside that waits for an answer.

    Attributes:
        title: Of the request, or of the dataset that was reported.
    """

    kind: VoiceKind
    id: int
    title: str
    since: datetime


def may_answer_requests(actor: Actor) -> bool:
    """Whether an actor answers requests: whoever moderates for the whole site."""
    return actor.may(Permission.MODERATE)


def digest_of(secret: str) -> str:
    """What is kept of the secret in a writer's link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """What this actor may answer and nobody has closed, the oldest first."""
    open_requests = [
        Waiting(VoiceKind.REQUEST, each.id, each.title, each.created_at)
        for each in staff_requests(session, actor)
        if each.state not in CLOSED_REQUESTS and each.state is not RequestState.PLANNED
    ]
    open_reports = [
        Waiting(
            VoiceKind.REPORT, each.id, next(iter(each.dataset.title.values()), ""), each.created_at
        )
        for each in staff_reports(session, actor)
        if each.state not in CLOSED_REPORTS
    ]
    return sorted(open_requests + open_reports, key=lambda each: each.since)


def public_requests(session: Session, *, offset: int = 0, limit: int) -> Sequence[DataRequest]:
    """Requests everybody may read, newest first."""
    return session.scalars(
        select(DataRequest)
        .where(DataRequest.accepted_at.is_not(None))
        .order_by(DataRequest.created_at.desc(), DataRequest.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def public_request_count(session: Session) -> int:
    """How many requests everybody may read."""
    counted = select(func.count(DataRequest.id)).where(DataRequest.accepted_at.is_not(None))
    return session.scalar(counted) or 0


def public_request(session: Session, number: int) -> DataRequest:
    """One request everybody may read.

    Raises:
        NotFound: if there is none, or staff have not accepted it.
    """
    found = session.get(DataRequest, number)
    if found is None or found.accepted_at is None:
        raise NotFound("There is no such request. It may not have been looked at yet.")
    return found


def request_by_secret(session: Session, secret: str) -> DataRequest:
    """The request of a writer's link.

    Raises:
        NotFound: if there is none.
    """
    found = session.scalars(
        select(DataRequest).where(DataRequest.secret_digest == digest_of(secret))
    ).one_or_none()
    if found is None:
        raise NotFound("This link leads to nothing. Copy the whole of it.")
    return found


def report_by_secret(session: Session, secret: str) -> DataReport:
    """The report of a writer's link, with its dataset.

    Raises:
        NotFound: if there is none.
    """
    found = session.scalars(
        _reports().where(DataReport.secret_digest == digest_of(secret))
    ).one_or_none()
    if found is None:
        raise NotFound("This link leads to nothing. Copy the whole of it.")
    return found


def staff_requests(session: Session, actor: Actor) -> Sequence[DataRequest]:
    """Every request, newest first, for those who answer them; none for others."""
    if not may_answer_requests(actor):
        return []
    return session.scalars(select(DataRequest).order_by(DataRequest.id.desc())).all()


def staff_request(session: Session, number: int, actor: Actor) -> DataRequest:
    """One request, for those who answer them.

    Raises:
        NotFound: if there is none, or none this actor may know of.
    """
    found = session.get(DataRequest, number) if may_answer_requests(actor) else None
    if found is None:
        raise NotFound("There is no such request.")
    return found


def staff_reports(session: Session, actor: Actor) -> Sequence[DataReport]:
    """Reports about datasets this actor may edit, newest first, with their datasets."""
    return session.scalars(_reports().where(_mine(actor)).order_by(DataReport.id.desc())).all()


def staff_report(session: Session, number: int, actor: Actor) -> DataReport:
    """One report about a dataset this actor may edit.

    Raises:
        NotFound: if there is none, or none this actor may know of.
    """
    found = session.scalars(_reports().where(DataReport.id == number, _mine(actor))).one_or_none()
    if found is None:
        raise NotFound("There is no such report.")
    return found


def steps(session: Session, kind: VoiceKind, subject_id: int) -> Sequence[VoiceStep]:
    """What became of a request or a report, newest first."""
    return session.scalars(
        select(VoiceStep)
        .where(VoiceStep.kind == kind, VoiceStep.subject_id == subject_id)
        .order_by(VoiceStep.id.desc())
    ).all()


def median_answer_days(session: Session) -> float | None:
    """Days from a public request to its answer, the middle of all; None before the first."""
    answered = session.execute(
        select(DataRequest.created_at, DataRequest.closed_at).where(
            DataRequest.accepted_at.is_not(None), DataRequest.closed_at.is_not(None)
        )
    )
    days = [(closed - created).total_seconds() / 86_400 for created, closed in answered if closed]
    return median(days) if days else None


def _reports() -> Select[DataReport]:
    return select(DataReport).options(joinedload(DataReport.dataset))


def _mine(actor: Actor) -> ColumnElement[bool]:
    offices = actor.organizations_for(Permission.EDIT)
    if offices is None:
        return true()
    mine = select(Organization.id).where(Organization.slug.in_(offices))
    return DataReport.dataset_id.in_(select(Dataset.id).where(Dataset.organization_id.in_(mine)))
