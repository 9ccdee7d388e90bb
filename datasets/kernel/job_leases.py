"""Who runs which job: claim, heartbeat, finish, fail, release; a stale worker is refused.

Every function takes a session that may write and leaves the commit to its caller.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, case, false, not_, select, update
from sqlalchemy.orm import Session

from datasets.kernel.errors import DomainError
from datasets.kernel.jobs import Job, JobState
from datasets.kernel.reporting import Progress

_LOG_LINES = 200
_LOG_LINE_CHARACTERS = 1000
_FIRST_WAIT_S = 2
_LONGEST_WAIT_S = 3600


class LeaseLost(Exception):
    """The job was given to another worker; what this one has not committed must not be."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run one job.

    Attributes:
        token: Fencing token; only the newest may change the job.
        tries: Which try this is, from 1.
    """

    job_id: int
    name: str
    payload: Mapping[str, Any]
    token: int
    tries: int


def ready(session: Session, now: datetime, names: Collection[str] | None = None) -> bool:
    """Whether there is a job to claim; a plain read that disturbs no writer."""
    return session.execute(_next(now, names)).first() is not None


def claim(
    session: Session,
    worker: str,
    now: datetime,
    lease_s: float,
    names: Collection[str] | None = None,
) -> Claim | None:
    """Take the next job that is due, if there is one.

    Args:
        session: In a transaction that may write, to be committed before the work begins.
        worker: Who takes it.
        now: The present instant.
        lease_s: How long the worker may be silent.
        names: Only jobs of these names; of any name if None.
    """
    first = _next(now, names).with_for_update(skip_locked=True)
    taken = session.execute(
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state=JobState.RUNNING.value,
            tries=Job.tries + 1,
            lease_token=Job.lease_token + 1,
            lease_until=now + timedelta(seconds=lease_s),
            worker=worker,
            started_at=now,
            finished_at=None,
        )
        .returning(Job.id, Job.name, Job.payload, Job.lease_token, Job.tries)
        .execution_options(synchronize_session=False)
    ).first()
    return None if taken is None else Claim(*taken)


def heartbeat(
    session: Session,
    held: Claim,
    now: datetime,
    lease_s: float,
    progress: Progress | None = None,
    lines: Sequence[str] = (),
) -> bool:
    """Keep a job, and write down how far it has come.

    Returns:
        False if the lease is lost: the work must stop and its result be thrown away.
    """
    values: dict[str, Any] = {"lease_until": now + timedelta(seconds=lease_s)}
    if progress is not None:
        values |= {
            "progress_done": progress.done,
            "progress_total": progress.total,
            "progress_text": progress.text.to_json() if progress.text else None,
        }
    if lines:
        kept = session.scalar(select(Job.log).where(Job.id == held.job_id)) or []
        values["log"] = [*kept, *(line[:_LOG_LINE_CHARACTERS] for line in lines)][-_LOG_LINES:]
    return _changed(session, _held(held).values(values))


def finish(session: Session, held: Claim, now: datetime) -> bool:
    """The work is done; False if the lease was lost."""
    # asked for once more while it ran: it goes back to the queue instead of ending
    state = case((Job.again, JobState.QUEUED.value), else_=JobState.DONE.value)
    return _changed(
        session,
        _held(held).values(
            state=state,
            again=false(),
            tries=case((Job.again, 0), else_=Job.tries),
            run_at=case((Job.again, now), else_=Job.run_at),
            finished_at=now,
            lease_until=None,
            refusal=None,
            error=None,
        ),
    )


def fail(
    session: Session,
    held: Claim,
    now: datetime,
    error: str,
    refusal: DomainError | None = None,
    retry: bool = True,
) -> bool:
    """The work did not succeed: try again later, or give up after the last try.

    Args:
        session: In a transaction that may write.
        held: The lease it was done under.
        now: The present instant.
        error: Traceback, for operators.
        refusal: What a person may read, if it was a refusal.
        retry: Whether trying again can help; it waits 2 s, 4 s, 8 s … up to an hour.

    Returns:
        False if the lease was lost.
    """
    wait_s = min(_FIRST_WAIT_S * 2 ** (held.tries - 1), _LONGEST_WAIT_S)
    last = Job.tries >= Job.max_tries if retry else Job.id == held.job_id
    return _changed(
        session,
        _held(held).values(
            state=_failed_if(last),
            tries=case((Job.again, 0), else_=Job.tries),
            again=false(),
            run_at=now + timedelta(seconds=wait_s),
            finished_at=now,
            lease_until=None,
            refusal=refusal.message.to_json() if refusal else None,
            error=error,
        ),
    )


def release(session: Session, held: Claim, now: datetime) -> bool:
    """Give a job back untried, because this worker is going away; False if the lease was lost."""
    return _changed(
        session,
        _held(held).values(
            state=JobState.QUEUED.value,
            again=false(),
            tries=Job.tries - 1,
            run_at=now,
            lease_until=None,
        ),
    )


def release_expired(session: Session, now: datetime) -> int:
    """Put jobs whose worker has fallen silent back in the queue, or give up after the last try.

    Returns:
        How many there were.
    """
    silent = select(Job.id).where(Job.state == JobState.RUNNING.value, Job.lease_until < now)
    released = session.execute(
        update(Job)
        .where(Job.id.in_(silent.with_for_update(skip_locked=True)))  # waiting could be in a ring
        .values(
            state=_failed_if(Job.tries >= Job.max_tries),
            tries=case((Job.again, 0), else_=Job.tries),
            again=false(),
            run_at=now,
            finished_at=now,
            lease_until=None,
            error="The worker that ran this job fell silent; it was killed, or its machine stopped",
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return len(released.all())


def any_expired(session: Session, now: datetime) -> bool:
    """Whether a worker has fallen silent; a plain read that disturbs no writer."""
    silent = select(Job.id).where(Job.state == JobState.RUNNING.value, Job.lease_until < now)
    return session.execute(silent.limit(1)).first() is not None


def require_lease(session: Session, held: Claim) -> None:
    """Make what is written in this transaction void if the job was given to another worker.

    Raises:
        LeaseLost: if it was.
    """
    newest = select(Job.lease_token).where(
        Job.id == held.job_id, Job.state == JobState.RUNNING.value
    )
    if session.scalar(newest.with_for_update()) != held.token:
        raise LeaseLost(f"job {held.job_id} is no longer held with token {held.token}")


def _next(now: datetime, names: Collection[str] | None) -> Select[int]:
    wanted = (
        select(Job.id)
        .where(Job.state == JobState.QUEUED.value, Job.run_at <= now)
        .order_by(Job.rank, Job.run_at, Job.id)
        .limit(1)
    )
    return wanted if names is None else wanted.where(Job.name.in_(list(names)))


def _held(held: Claim) -> Update:
    return update(Job).where(
        Job.id == held.job_id,
        Job.state == JobState.RUNNING.value,
        Job.lease_token == held.token,
    )


def _failed_if(last: ColumnElement[bool]) -> Any:
    # asked for once more while it ran, it gets all its tries anew
    return case((and_(last, not_(Job.again)), JobState.FAILED.value), else_=JobState.QUEUED.value)


def _changed(session: Session, change: Update) -> bool:
    returning = change.returning(Job.id).execution_options(synchronize_session=False)
    return session.execute(returning).first() is not None
