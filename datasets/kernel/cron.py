"""Jobs that come back: each due time is queued once, whoever looks first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim
from sqlalchemy import String, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from datasets.kernel.db import Base, UtcDateTime
from datasets.kernel.jobs import enqueue


@dataclass(frozen=True, slots=True)
class CronEntry:
    """A job and the times it is due.

    Attributes:
        name: Which handler does it.
        expression: Five fields: minute, hour, day, month, day of the week.
        payload: What the handler is told.
        zone: Whose clock the expression speaks of.
    """

    name: str
    expression: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    zone: str = "Asia/Tokyo"


class CronMark(Base):
    """Up to when the due times of one entry have been seen to."""

    __tablename__ = "cron_mark"

    entry: Mapped[str] = mapped_column(String(200), primary_key=True)
    seen_until: Mapped[datetime] = mapped_column(UtcDateTime)


def latest_due(entry: CronEntry, now: datetime) -> datetime:
    """The last due time not after `now`, aware.

    Raises:
        cronsim.CronSimError: if the expression cannot be read.
    """
    return next(CronSim(entry.expression, now.astimezone(ZoneInfo(entry.zone)), reverse=True))


def enqueue_due(session: Session, entries: Iterable[CronEntry], now: datetime) -> list[int]:
    """Queue what has fallen due since the last look.

    However many due times were missed, the job is queued once; an entry seen for the first time
    waits for its next due time.

    Args:
        session: In a transaction that may write.
        entries: All that is periodic.
        now: The present instant.

    Returns:
        The ids of the jobs that were queued.
    """
    queued = []
    for entry in entries:
        key = f"{entry.name}:{entry.expression}"
        if _advance(session, key, latest_due(entry, now), now):
            queued.append(
                enqueue(session, entry.name, entry.payload, now=now, unique_key=f"cron:{key}")
            )
    return queued


def _advance(session: Session, key: str, due: datetime, now: datetime) -> bool:
    moved = session.execute(
        update(CronMark)
        .where(CronMark.entry == key, CronMark.seen_until < due)
        .values(seen_until=due)
        .returning(CronMark.entry)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is not None:
        return True
    if session.scalar(select(CronMark.entry).where(CronMark.entry == key)) is None:
        try:
            with session.begin_nested():
                session.execute(insert(CronMark).values(entry=key, seen_until=now))
        except IntegrityError:
            return False  # another worker has seen it first, and waits as well
    return False
