"""Reads of what was harvested, each a function of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import NotFound
from datasets.kernel.jobs import Job, JobState
from datasets.kernel.messages import N_, Message
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization
from harvesters import schedule
from harvesters.compare import COMPLETE_RUNS_BEFORE_WITHDRAWAL
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome

DECIDE = N_("No longer listed by the source: {count}. Decide whether they go.")
TROUBLES = (Outcome.FAILED, Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """A source and how it does.

    Attributes:
        organization: Whose data it brings; None until the first has come.
        last_run: None before the first.
        job: The job that is queued or running; None if there is none.
        held: Datasets the source has not listed for long, which a person decides about.
    """

    source: HarvestSource
    organization: Organization | None
    last_run: HarvestRun | None
    job: Job | None
    held: int


@dataclass(frozen=True, slots=True)
class Attention:
    """A source that a person should look at, and why."""

    source: HarvestSource
    reason: Message


def standings(session: Session, actor: Actor) -> list[SourceStanding]:
    """Every source this actor looks after, by slug."""
    found = session.scalars(select(HarvestSource).order_by(HarvestSource.slug))
    return [
        standing(session, source)
        for source in found
        if actor.may(Permission.HARVEST, source.organization_slug)
    ]


def standing(session: Session, source: HarvestSource) -> SourceStanding:
    """One source and how it does."""
    organization = session.scalars(
        select(Organization).where(Organization.slug == source.organization_slug)
    ).one_or_none()
    held = session.scalar(select(func.count(HarvestRecord.id)).where(*_held(source)))
    return SourceStanding(
        source, organization, last_run(session, source), live_job(session, source), held or 0
    )


def attention(session: Session, actor: Actor) -> list[Attention]:
    """What this actor should look at: sources that were paused for failing, or hold datasets."""
    found = []
    for each in standings(session, actor):
        if each.source.paused_at is not None and each.source.failures:
            reason = Message.from_json(each.source.paused_reason or {"msgid": ""})
            found.append(Attention(each.source, reason))
        elif each.held:
            found.append(Attention(each.source, Message(DECIDE, {"count": each.held})))
    return found


def live_job(session: Session, source: HarvestSource) -> Job | None:
    """The oldest job of a source, or of one record of it, that is queued or running."""
    return session.scalars(
        select(Job)
        .where(
            Job.unique_key.startswith(schedule.job_key(source.id)),
            Job.state.in_([JobState.QUEUED.value, JobState.RUNNING.value]),
        )
        .order_by(Job.id)
        .limit(1)
    ).one_or_none()


def last_run(session: Session, source: HarvestSource) -> HarvestRun | None:
    """The newest run of a source, or None before the first."""
    return next(iter(runs(session, source, 1)), None)


def runs(session: Session, source: HarvestSource, limit: int) -> Sequence[HarvestRun]:
    """The newest runs of a source first."""
    return session.scalars(
        select(HarvestRun)
        .where(HarvestRun.source_id == source.id)
        .order_by(HarvestRun.started_at.desc())
        .limit(limit)
    ).all()


def run_of(session: Session, source: HarvestSource, run_id: UUID) -> HarvestRun:
    """One run of a source.

    Raises:
        NotFound: if the source has no such run.
    """
    run = session.get(HarvestRun, run_id)
    if run is None or run.source_id != source.id:
        raise NotFound("This source has no such run.")
    return run


def records(
    session: Session,
    source: HarvestSource,
    *,
    outcomes: Sequence[Outcome] = (),
    run: HarvestRun | None = None,
    offset: int = 0,
    limit: int,
) -> list[tuple[HarvestRecord, Dataset | None]]:
    """Records of a source with their datasets, by identifier.

    Args:
        session: Reads only.
        source: Whose records.
        outcomes: Only records that last came out so; all if empty.
        run: Only records that met this run last.
        offset: Records left out before the first, n >= 0.
        limit: The most that are wanted.
    """
    wanted = (
        select(HarvestRecord, Dataset)
        .outerjoin(Dataset, Dataset.id == HarvestRecord.dataset_id)
        .where(*_chosen(source, outcomes, run))
        .order_by(HarvestRecord.identifier)
        .offset(offset)
        .limit(limit)
    )
    return [(record, dataset) for record, dataset in session.execute(wanted)]


def outcome_counts(
    session: Session, source: HarvestSource, run: HarvestRun | None = None
) -> dict[Outcome, int]:
    """Number of records by how they last came out, of a source or of one run."""
    wanted = (
        select(HarvestRecord.outcome, func.count())
        .where(*_chosen(source, (), run))
        .group_by(HarvestRecord.outcome)
    )
    return {outcome: count for outcome, count in session.execute(wanted)}  # noqa: C416 - rows, not pairs


def held_records(
    session: Session, source: HarvestSource
) -> list[tuple[HarvestRecord, Dataset | None]]:
    """What the source has not listed for so long, and so much of it, that a person decides."""
    wanted = (
        select(HarvestRecord, Dataset)
        .outerjoin(Dataset, Dataset.id == HarvestRecord.dataset_id)
        .where(*_held(source))
        .order_by(HarvestRecord.identifier)
    )
    return [(record, dataset) for record, dataset in session.execute(wanted)]


def records_that_failed(
    session: Session, source: HarvestSource
) -> list[tuple[HarvestRecord, Message]]:
    """Records that failed or were skipped when they were last met, with the reason."""
    found = session.scalars(
        select(HarvestRecord)
        .where(*_chosen(source, TROUBLES, None))
        .order_by(HarvestRecord.identifier)
    )
    return [(record, Message.from_json(record.message or {"msgid": ""})) for record in found]


def _chosen(
    source: HarvestSource, outcomes: Sequence[Outcome], run: HarvestRun | None
) -> list[ColumnElement[bool]]:
    where = [HarvestRecord.source_id == source.id]
    if outcomes:
        where.append(HarvestRecord.outcome.in_(outcomes))
    if run is not None:
        where.append(HarvestRecord.run_id == run.id)
    return where


def _held(source: HarvestSource) -> list[ColumnElement[bool]]:
    return [
        HarvestRecord.source_id == source.id,
        HarvestRecord.dataset_id.is_not(None),
        HarvestRecord.outcome != Outcome.WITHDRAWN,
        HarvestRecord.missing_runs >= COMPLETE_RUNS_BEFORE_WITHDRAWAL,
    ]
