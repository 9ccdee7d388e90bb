"""Which sources are due; who starts, pauses and resumes them; when a failing one is paused."""

import hashlib
import logging
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from sqlalchemy import func, select

from datasets.kernel import audit, jobs
from datasets.kernel.actors import Permission
from datasets.kernel.cron import CronEntry, latest_due
from datasets.kernel.errors import InvalidDraft, NotFound
from datasets.kernel.messages import Message
from datasets.kernel.unit_of_work import UnitOfWork
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource

log = logging.getLogger(__name__)

MOST_FAILURES = 3
SHORTEST_REASON = 5
ZONE = "Asia/Tokyo"
_FIRST_HOUR, _MINUTES = 1, 240  # from one to five at night, when nobody waits for a server


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at all sources led to: those that were queued, and those that were paused."""

    queued: list[HarvestSource]
    paused: list[HarvestSource]


class Rhythm(StrEnum):
    """How often a source runs by itself, as staff choose it."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OWN = "own"


def cron_of(rhythm: Rhythm, slug: str) -> str:
    """The cron expression of a rhythm; sources are spread over the night by their slug."""
    place = zlib.crc32(slug.encode())
    hour, minute = divmod(place % _MINUTES, 60)
    time = f"{minute} {_FIRST_HOUR + hour}"
    return {
        Rhythm.DAILY: f"{time} * * *",
        Rhythm.WEEKLY: f"{time} * * {place % 7}",
        Rhythm.MONTHLY: f"{time} {1 + place % 28} * *",
    }.get(rhythm, "")


def rhythm_of(source: HarvestSource) -> Rhythm:
    """The rhythm in which a source runs; OWN for an expression that was written by hand."""
    for rhythm in (Rhythm.NEVER, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY):
        if source.cron == cron_of(rhythm, source.slug):
            return rhythm
    return Rhythm.OWN


def set_rhythm(uow: UnitOfWork, source: HarvestSource, rhythm: Rhythm) -> None:
    """Let a source run as often as staff chose; OWN leaves its expression alone.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
    """
    if rhythm is not Rhythm.OWN:
        set_cron(uow, source, cron_of(rhythm, source.slug))


def set_cron(uow: UnitOfWork, source: HarvestSource, cron: str) -> None:
    """Let a source run at the times of a cron expression; empty for never.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        InvalidDraft: if the expression cannot be read.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    if cron:
        try:
            CronSim(cron, uow.now)
        except CronSimError as fault:
            raise InvalidDraft("“{cron}” is not a time to run at.", cron=cron) from fault
    source.cron = cron
    audit.record(uow, "schedule", "harvest-source", str(source.id), cron=cron)


def next_run(source: HarvestSource, now: datetime) -> datetime | None:
    """When a source runs by itself next; None if it does not."""
    if not source.cron or source.paused_at is not None:
        return None
    after = max(now, source.not_before) if source.not_before else now
    return next(CronSim(source.cron, after.astimezone(ZoneInfo(ZONE))))


def is_due(source: HarvestSource, last_started: datetime | None, now: datetime) -> bool:
    """Whether a source should run now.

    Args:
        source: Any.
        last_started: When its last run began; None before the first.
        now: The present instant.
    """
    if not source.cron or source.paused_at is not None:
        return False
    if source.not_before is not None and now < source.not_before:
        return False
    due = latest_due(CronEntry("harvest", source.cron, zone=ZONE), now)
    return due > max(last_started or source.created_at, source.created_at)


def pause(uow: UnitOfWork, source: HarvestSource, reason: str) -> None:
    """Let a source not run by itself until somebody resumes it.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        InvalidDraft: if no reason is given.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    told = reason_of(reason)
    source.paused_at, source.paused_reason = (
        uow.now,
        Message("{reason}", {"reason": told}).to_json(),
    )
    audit.record(uow, "pause", "harvest-source", str(source.id), reason=told)


def resume(uow: UnitOfWork, source: HarvestSource) -> None:
    """Let a source run by itself again; what failed before no longer counts.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    source.paused_at = source.paused_reason = source.not_before = None
    source.failures = 0
    audit.record(uow, "resume", "harvest-source", str(source.id))


def run_now(uow: UnitOfWork, source: HarvestSource) -> int:
    """Queue one run, though the source may be paused; one that waits already is enough.

    Returns:
        The id of the job.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    audit.record(uow, "run", "harvest-source", str(source.id))
    return queue(uow, source)


def retry(uow: UnitOfWork, source: HarvestSource, identifier: str) -> int:
    """Queue a run that reads one record only.

    Returns:
        The id of the job.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        NotFound: if the source has never listed such a record.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    known = select(HarvestRecord.id).where(
        HarvestRecord.source_id == source.id, HarvestRecord.identifier == identifier
    )
    if uow.session.scalar(known) is None:
        raise NotFound("This source has no record “{name}”.", name=identifier)
    audit.record(uow, "retry", "harvest-source", str(source.id), record=identifier)
    return queue(uow, source, identifier)


def queue(uow: UnitOfWork, source: HarvestSource, only: str | None = None) -> int:
    """Queue a run of a source, or of one record of it; the id of the job."""
    payload = {"source": str(source.id)} | ({"only": only} if only is not None else {})
    return jobs.enqueue(
        uow.session, "harvest", payload, now=uow.now, unique_key=job_key(source.id, only)
    )


def job_key(source_id: UUID, only: str | None = None) -> str:
    """What makes the job of a source, or of one record of it, the only one of its kind."""
    if only is None:
        return f"harvest:{source_id}"
    return f"harvest:{source_id}:{hashlib.sha256(only.encode()).hexdigest()[:32]}"


def reason_of(text: str) -> str:
    """A reason as it is kept.

    Raises:
        InvalidDraft: if it is too short to be one.
    """
    told = text.strip()
    if len(told) < SHORTEST_REASON:
        raise InvalidDraft("Say why in a few words; it is kept with your name.")
    return told


def queue_due(uow: UnitOfWork) -> Round:
    """Queue every source that is due, and pause those that failed too often in a row."""
    uow.require(Permission.HARVEST)
    started = dict(
        uow.session.execute(
            select(HarvestRun.source_id, func.max(HarvestRun.started_at)).group_by(
                HarvestRun.source_id
            )
        ).all()
    )
    queued, paused = [], []
    for source in uow.session.scalars(select(HarvestSource).order_by(HarvestSource.slug)):
        if source.failures >= MOST_FAILURES and source.paused_at is None:
            _pause_failing(uow, source)
            paused.append(source)
        elif is_due(source, started.get(source.id), uow.now):
            queue(uow, source)
            queued.append(source)
    return Round(queued, paused)


def _pause_failing(uow: UnitOfWork, source: HarvestSource) -> None:
    source.paused_at = uow.now
    source.paused_reason = Message(
        "It failed {count} times in a row. Look at its last run, then resume it.",
        {"count": source.failures},
    ).to_json()
    audit.record(uow, "pause", "harvest-source", str(source.id), failures=source.failures)
    log.warning("harvest source paused", extra={"source": source.slug, "failures": source.failures})
