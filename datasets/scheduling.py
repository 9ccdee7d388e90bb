"""A time at which data go public by themselves, if nothing stands in the way by then."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from datasets import changes, publishing
from datasets.kernel import audit, jobs
from datasets.kernel.actors import SYSTEM, Permission
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions
from datasets.kernel.errors import DomainError, InvalidMove
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset, State

JOB = "publish-due"
LONGEST_DAYS = 400

log = logging.getLogger(__name__)


def schedule(uow: UnitOfWork, dataset: Dataset, at: datetime, *, agreed: bool = False) -> None:
    """Let a dataset and its newest files go public at a time; another time takes its place.

    Args:
        uow: Whose actor could publish it now.
        dataset: Whose.
        at: Aware, still to come.
        agreed: Whether the actor has said that a change is meant to be as large as it is.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        DisclosureBlocked: while a privacy question is open, refused or cannot be overridden.
        InvalidMove: if no file of it is ready, the time cannot be, or it needs a review.
        LargeChange: if so much changes that the actor must say it is meant.
    """
    organization = publishing.organization_of(uow, dataset)
    uow.require(Permission.PUBLISH, organization.slug)
    ready = publishing.ready_versions(uow, dataset)
    changes.refuse_large(uow, ready, agreed=agreed)
    released = publishing.may_release(uow.actor, dataset, organization.slug)
    if organization.needs_review and not released:
        raise InvalidMove(
            "These data need a review. Submit them; whoever approves them can choose the time."
        )
    if dataset.submitted_at is not None:
        raise InvalidMove("It waits for a review. Whoever approves it can choose the time.")
    set_time(uow, dataset, at)


def set_time(uow: UnitOfWork, dataset: Dataset, at: datetime) -> None:
    """Write the time down; for use cases that have asked.

    Raises:
        InvalidMove: if it is over, or too far away.
    """
    if not uow.now < at <= uow.now + timedelta(days=LONGEST_DAYS):
        raise InvalidMove("Choose a time that is still to come, within a year.")
    dataset.publish_at, dataset.publish_by = at, uow.actor.name
    dataset.publish_missed = None
    publishing.note_change(uow, dataset)
    dataset.publish_revision = dataset.revision
    audit.record(uow, "schedule", "dataset", str(dataset.id), at=at.isoformat(timespec="minutes"))
    # the periodic job would find it too; this one is there to the minute
    key = f"{JOB}:{at.isoformat()}"
    job = jobs.enqueue(uow.session, JOB, {}, now=uow.now, unique_key=key)
    jobs.postpone(uow.session, job, at)


def cancel(uow: UnitOfWork, dataset: Dataset) -> None:
    """Let it not go public by itself after all; nothing becomes public by this.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        InvalidMove: if no time was chosen.
    """
    uow.require(Permission.PUBLISH, publishing.organization_slug(uow, dataset))
    if dataset.publish_at is None and dataset.publish_missed is None:
        raise InvalidMove("No time is chosen any more.")
    _stop(uow, dataset)
    audit.record(uow, "unschedule", "dataset", str(dataset.id))


def is_stale(dataset: Dataset) -> bool:
    """Whether it has changed since its time was chosen, so that a person must look again."""
    return dataset.publish_at is not None and dataset.publish_revision != dataset.revision


def publish_due(sessions: Sessions, clock: Clock) -> int:
    """Show everyone what is due, each by itself; returns how many went public."""
    with sessions() as session:
        due = select(Dataset.id).where(Dataset.publish_at <= clock.now())
        waiting = session.scalars(due.order_by(Dataset.publish_at)).all()
    shown = 0
    for dataset_id in waiting:
        with begin(sessions, SYSTEM, clock) as uow:
            shown += _publish(uow, dataset_id)
    return shown


def _publish(uow: UnitOfWork, dataset_id: UUID) -> bool:
    dataset = uow.session.get_one(Dataset, dataset_id)
    if dataset.publish_at is None or dataset.publish_at > uow.now:
        return False  # somebody was quicker
    try:
        _refuse_changed(uow, dataset)
        ready = publishing.ready_versions(uow, dataset)
    except DomainError as refusal:
        _stop(uow, dataset)
        dataset.publish_missed = refusal.message.to_json()
        audit.record(uow, "miss-time", "dataset", str(dataset.id), by=dataset.publish_by)
        log.warning("not published at its time", extra={"dataset": dataset.slug})
        return False
    dataset.wants_publishing = True
    audit.record(uow, "publish-on-time", "dataset", str(dataset.id), by=dataset.publish_by)
    publishing.show(uow, dataset, ready)
    return True


def _refuse_changed(uow: UnitOfWork, dataset: Dataset) -> None:
    if is_stale(dataset):
        raise InvalidMove("It has changed since its time was chosen. Look at it once more.")
    needs_review = publishing.organization_of(uow, dataset).needs_review
    if needs_review and dataset.publish_by == dataset.changed_by:
        raise InvalidMove("These data need a review by now. Submit them.")


def _stop(uow: UnitOfWork, dataset: Dataset) -> None:
    dataset.publish_at, dataset.publish_missed = None, None
    if dataset.state is not State.PUBLISHED:
        dataset.wants_publishing = False
        publishing.note_change(uow, dataset)
        return
    publishing.settle(uow, dataset)  # what came meanwhile and waits for nothing
