"""Work for later as rows in the same transaction: what a job is, and how one is queued."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime

_LIVE = text("state IN ('queued', 'running')")


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work.

    Attributes:
        name: Which handler does it.
        payload: What the handler is told; JSON.
        unique_key: While a job with this key is queued or running there is no second one.
        again: It was asked for once more while it ran, so it runs once more when it ends.
        run_at: Not before this instant.
        rank: Minus its priority, so that one index holds the whole order; the lowest goes first.
        tries: How often it was started since it was queued.
        lease_until: A worker that has said nothing until then has lost the job.
        lease_token: Grows with every start; who holds an older one may not finish the job.
        worker: Who runs it, or ran it last.
        progress_text: A Message as JSON.
        log: The last lines it said, oldest first.
        refusal: A Message as JSON, if it was refused rather than broken.
        error: Traceback, if it failed; for operators only.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_unique_key_live",
            "unique_key",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_job_next", "state", "rank", "run_at", "id"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED.value)
    unique_key: Mapped[str | None] = mapped_column(String(200))
    again: Mapped[bool] = mapped_column(default=False)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rank: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    max_tries: Mapped[int] = mapped_column(default=3)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[int] = mapped_column(BigInteger, default=0)
    worker: Mapped[str | None] = mapped_column(String(100))
    progress_done: Mapped[int] = mapped_column(BigInteger, default=0)
    progress_total: Mapped[int | None] = mapped_column(BigInteger)
    progress_text: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    log: Mapped[list[str]] = mapped_column(JsonType, default=list)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def enqueue(
    session: Session,
    name: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    unique_key: str | None = None,
    priority: int = 0,
) -> int:
    """Queue a job in the caller's transaction: it is there exactly when the data is.

    Args:
        session: In a transaction that may write.
        name: Which handler is to do it.
        payload: JSON values only.
        now: The present instant.
        unique_key: If a job with this key is queued, that one is meant; if it is running, it will
            run once more when it ends, for it may have read what has changed since.
        priority: The highest goes first.

    Returns:
        The id of the job that will do it.
    """
    job = Job(
        name=name,
        payload=dict(payload),
        unique_key=unique_key,
        run_at=now,
        rank=-priority,
        created_at=now,
    )
    if unique_key is None:
        session.add(job)
        session.flush()
        return job.id
    return _ask_again(session, unique_key) or _insert_unless_there(session, job, unique_key)


def postpone(session: Session, job_id: int, run_at: datetime) -> None:
    """Let a queued job wait until an instant."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED.value)
        .values(run_at=run_at)
        .execution_options(synchronize_session=False)
    )


def job_counts(session: Session) -> dict[str, int]:
    """How many jobs there are in each state; states without jobs are left out."""
    counts = select(Job.state, func.count()).group_by(Job.state)
    return {state: count for state, count in session.execute(counts)}  # noqa: C416 - rows, not pairs


def waiting_count(session: Session, name: str) -> int:
    """How many jobs of a name wait or run."""
    live = Job.state.in_((JobState.QUEUED.value, JobState.RUNNING.value))
    return session.scalar(select(func.count()).where(Job.name == name, live)) or 0


def how_far(session: Session, name: str, since: datetime) -> tuple[int, int]:
    """How many jobs of a name, queued since an instant, have ended, and how many there are."""
    ended = func.count().filter(Job.state.in_((JobState.DONE.value, JobState.FAILED.value)))
    asked = select(ended, func.count()).where(Job.name == name, Job.created_at >= since)
    done, total = session.execute(asked).one()
    return done, total


def recent_jobs(session: Session, limit: int = 50, name: str | None = None) -> list[Job]:
    """The newest jobs first, of one name if it is given; `limit` is n >= 1."""
    wanted = select(Job).order_by(Job.id.desc()).limit(limit)
    if name is not None:
        wanted = wanted.where(Job.name == name)
    return list(session.scalars(wanted))


def last_job(session: Session, unique_key: str) -> Job | None:
    """The newest job with a key, whatever became of it."""
    wanted = select(Job).where(Job.unique_key == unique_key).order_by(Job.id.desc()).limit(1)
    return session.scalars(wanted).one_or_none()


def retry_failed(session: Session, job_id: int, *, now: datetime) -> bool:
    """Queue a failed job anew, with all its tries.

    Returns:
        False if it is not failed any more, or the same work is queued already.
    """
    anew = (
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.FAILED.value)
        .values(state=JobState.QUEUED.value, tries=0, run_at=now, finished_at=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    try:
        with session.begin_nested():
            return session.execute(anew).first() is not None
    except IntegrityError:
        return False


def _ask_again(session: Session, unique_key: str) -> int | None:
    live = Job.state.in_([JobState.QUEUED.value, JobState.RUNNING.value])
    # one that is queued reads everything when it starts; only one that runs must run again
    return session.execute(
        update(Job)
        .where(Job.unique_key == unique_key, live)
        .values(again=Job.state == JobState.RUNNING.value)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar()


def _insert_unless_there(session: Session, job: Job, unique_key: str) -> int:
    try:
        with session.begin_nested():
            session.add(job)
            session.flush()
    except IntegrityError:
        # somebody queued the same between our look and our insert
        found = _ask_again(session, unique_key)
        if found is None:
            raise
        return found
    return job.id
