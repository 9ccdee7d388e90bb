"""Reads of what was harvested, each a function of a session."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets.kernel.messages import Message
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome


def last_run(session: Session, source: HarvestSource) -> HarvestRun | None:
    """The newest run of a source, or None before the first."""
    return session.scalars(
        select(HarvestRun)
        .where(HarvestRun.source_id == source.id)
        .order_by(HarvestRun.started_at.desc())
        .limit(1)
    ).one_or_none()


def records_that_failed(
    session: Session, source: HarvestSource
) -> list[tuple[HarvestRecord, Message]]:
    """Records that failed or were skipped when they were last met, with the reason."""
    found = session.scalars(
        select(HarvestRecord)
        .where(
            HarvestRecord.source_id == source.id,
            HarvestRecord.outcome.in_((Outcome.FAILED, Outcome.SKIPPED)),
        )
        .order_by(HarvestRecord.identifier)
    )
    return [(record, Message.from_json(record.message or {"msgid": ""})) for record in found]
