"""A thorough check that failed for good: why, and started again by a person."""

from uuid import UUID

from sqlalchemy.orm import Session

from datasets import publishing
from datasets.kernel import audit, jobs
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidMove
from datasets.kernel.jobs import Job, JobState
from datasets.kernel.messages import N_, Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.distribution import FileVersion, Stage

BROKE_OFF = N_(
    "It broke off {count} times. Whoever runs this portal finds the cause in its record of work,"
    " number {job}."
)


def check_key(version_id: UUID) -> str:
    """The key of the job that lets Frictionless report on a version."""
    return f"validate-{version_id}"


def failure(session: Session, version: FileVersion) -> Message | None:
    """Why Frictionless has no report on a version and will have none by itself; None if it may."""
    job = _failed(session, version.id) if version.stage is Stage.TABULATED else None
    if job is None:
        return None
    if job.refusal:
        return Message.from_json(job.refusal)
    return Message(BROKE_OFF, {"count": job.tries, "job": job.id})


def start_again(uow: UnitOfWork, dataset: Dataset, version: FileVersion) -> None:
    """Queue a thorough check anew that failed for good.

    Raises:
        NotAllowed: if the actor may not edit for the organization.
        InvalidMove: if it did not fail.
    """
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    job = _failed(uow.session, version.id) if version.stage is Stage.TABULATED else None
    if job is None or not jobs.retry_failed(uow.session, job.id, now=uow.now):
        raise InvalidMove("This check did not fail, so there is nothing to start again.")
    audit.record(uow, "check-again", "dataset", str(dataset.id), job=job.id)


def _failed(session: Session, version_id: UUID) -> Job | None:
    job = jobs.last_job(session, check_key(version_id))
    return job if job is not None and job.state == JobState.FAILED.value else None
