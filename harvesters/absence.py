"""What becomes of datasets that their source no longer lists: kept, held, withdrawn, back again."""

from collections import Counter
from uuid import UUID

from sqlalchemy import select

from datasets import publishing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.messages import N_, Message
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset, State
from harvesters import compare
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome, RunState
from harvesters.tools import Tools

NO_LONGER_LISTED = "Its source no longer lists it."
_NOTHING = N_("The source lists nothing. Check whether its address leads to the list.")


def judge(
    tools: Tools, source: HarvestSource, listed: frozenset[str], counts: Counter[Outcome]
) -> Message | None:
    """Note what a complete list left out, and withdraw what may be.

    A record is withdrawn by the third complete run in a row without it. If more than 5 and more
    than 10 % are absent, or the list is empty, all are held: a person agrees by setting
    `HarvestSource.absence_agreed_at`, and the next complete run withdraws those that have been
    absent long enough. An agreement counts once: for the first complete run begun after it.

    Args:
        tools: Of the run.
        source: As it was when the run began.
        listed: Identifiers of all records of a list that is complete.
        counts: What is withdrawn is counted here.

    Returns:
        What a person should know; None if nothing is absent.
    """
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        standing = _standing(uow, source)
        known = {name: record.missing_runs for name, record in standing.items()}
        absence = compare.absent(known, listed, agreed=_is_agreed(uow, source))
        for name, runs in absence.missing_runs.items():
            _note(uow, standing[name], runs, withdraw=name in absence.withdraw)
        if absence.withdraw:
            counts[Outcome.WITHDRAWN] = len(absence.withdraw)
    return _told(absence, len(known), is_empty=not listed)


def welcome_back(uow: UnitOfWork, dataset: Dataset) -> None:
    """Publish a dataset again that was withdrawn because its source did not list it."""
    dataset.missing_since = None
    if dataset.state is State.WITHDRAWN and dataset.withdrawn_reason == NO_LONGER_LISTED:
        publishing.publish(uow, dataset)


def _standing(uow: UnitOfWork, source: HarvestSource) -> dict[str, HarvestRecord]:
    found = uow.session.scalars(
        select(HarvestRecord).where(
            HarvestRecord.source_id == source.id,
            HarvestRecord.dataset_id.is_not(None),
            HarvestRecord.outcome != Outcome.WITHDRAWN,
        )
    )
    return {record.identifier: record for record in found}


def _is_agreed(uow: UnitOfWork, source: HarvestSource) -> bool:
    if source.absence_agreed_at is None:
        return False
    last = uow.session.scalars(
        select(HarvestRun.started_at)
        .where(HarvestRun.source_id == source.id, HarvestRun.state == RunState.COMPLETE)
        .order_by(HarvestRun.started_at.desc())
        .limit(1)
    ).one_or_none()
    return last is None or source.absence_agreed_at > last


def _note(uow: UnitOfWork, record: HarvestRecord, runs: int, *, withdraw: bool) -> None:
    record.missing_runs = runs
    dataset = uow.session.get_one(Dataset, _id(record))
    dataset.missing_since = dataset.missing_since or uow.now
    if not withdraw:
        return
    record.outcome = Outcome.WITHDRAWN
    if dataset.state is State.PUBLISHED:
        publishing.withdraw(uow, dataset, NO_LONGER_LISTED)


def _id(record: HarvestRecord) -> UUID:
    assert record.dataset_id is not None  # noqa: S101 - only such records stand
    return record.dataset_id


def _told(absence: compare.Absence, known: int, *, is_empty: bool) -> Message | None:
    if is_empty and not known:
        return Message(_NOTHING)
    if is_empty:
        return Message(
            N_("The source lists nothing. Its {count} datasets are kept until a person decides."),
            {"count": known},
        )
    kept = len(absence.missing_runs) - len(absence.withdraw)
    if absence.many and kept:
        return Message(
            N_(
                "{count} of {known} datasets are no longer listed by the source, too many to "
                "withdraw without a person. They are kept until somebody agrees."
            ),
            {"count": kept, "known": known},
        )
    if not kept:
        return None
    return Message(
        N_("{count} datasets are no longer listed by the source; they are kept."), {"count": kept}
    )
