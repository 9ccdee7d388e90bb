"""One run from start to end: list, receive, judge what is absent, note how it went."""

import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError, SourceUnavailable
from datasets.kernel.messages import N_, Message
from datasets.kernel.reporting import report_progress
from datasets.kernel.unit_of_work import begin
from harvesters import absence, sources
from harvesters.base import Harvester, IncompleteListing, RemoteRecord
from harvesters.limits import RunLimits
from harvesters.models import HarvestRun, HarvestSource, Outcome, RunState
from harvesters.politeness import PoliteHttp
from harvesters.receiving import Receiving
from harvesters.shelf import Shelf
from harvesters.tools import Tools

__all__ = ["Tools", "run"]

log = logging.getLogger(__name__)

INTERRUPTED = N_("The run was interrupted; the next one went on where it ended.")
REPEATED = N_("{count} records came twice in the list; the first of each was kept.")
ABSENT_NOW = N_("The source no longer lists “{name}”.")

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source listed.

    Attributes:
        records: By identifier; of those that came twice the first.
        repeated: How many came again.
        fault: Why what it leaves out is not to be held absent; None if the list is complete.
    """

    records: dict[str, RemoteRecord]
    repeated: int
    fault: Message | None


def run(tools: Tools, source_id: UUID, only: str | None = None) -> Counter[Outcome]:
    """Harvest one source; every record by itself, so that one failure stops nothing else.

    What is received is committed as it is done: a run that was killed, run again, meets what it
    had received as `same` and goes on.

    Args:
        tools: What to work with.
        source_id: Of the source.
        only: The one record to receive; nothing is held absent then.

    Returns:
        Number of records by outcome.

    Raises:
        SourceUnavailable: if the source cannot be listed; nothing is changed then.
    """
    with tools.sessions() as session:
        source = session.get_one(HarvestSource, source_id)
    http = PoliteHttp(
        tools.http, limits=tools.limits, pause_s=tools.pause_s, agreement=source.agreement
    )
    harvester = sources.harvester(source, http)
    harvester.limits = tools.limits
    run_id = _start(tools, source)
    counts: Counter[Outcome] = Counter()
    with Shelf() as shelf:
        try:
            listing = _listed(harvester, tools.limits, shelf)
        except DomainError as refusal:
            _finish(tools, run_id, counts, refusal.message, failed=True)
            raise
        http.turn_to_files()
        receiving = Receiving(
            tools=tools, source=source, run_id=run_id, harvester=harvester, http=http
        )
        told = _received(receiving, listing, counts, only)
    _finish(tools, run_id, counts, told, failed=listing.fault is not None)
    total = len(listing.records)
    report_progress(total, total, Message("{count} records", {"count": total}))
    log.info(
        "harvest finished", extra={"source": source.slug, **{str(k): n for k, n in counts.items()}}
    )
    return counts


def _listed(harvester: Harvester[object], limits: RunLimits, shelf: Shelf) -> Listing:
    found: dict[str, RemoteRecord] = {}
    count, fault = 0, None
    try:
        for record in harvester.discover():
            count += 1
            if count > limits.records:
                raise SourceUnavailable(
                    "The source lists more than {limit} datasets, the most that are harvested",
                    limit=limits.records,
                )
            if record.identifier not in found:  # a repeated name: the first is kept
                found[record.identifier] = replace(record, body=shelf.lay(record.body))
    except IncompleteListing as broken:
        fault = broken.message
    except OSError as refused:
        raise SourceUnavailable("The source cannot be read: {why}", why=str(refused)) from refused
    return Listing(found, count - len(found), fault)


def _received(
    receiving: Receiving, listing: Listing, counts: Counter[Outcome], only: str | None
) -> Message | None:
    """Receive what was listed and judge what was not; what a person should know of it."""
    if only is not None:
        wanted = [listing.records[only]] if only in listing.records else []
        limit = receiving.everything(wanted, counts)
        return limit if wanted else Message(ABSENT_NOW, {"name": only})
    limit = receiving.everything(list(listing.records.values()), counts)
    if listing.fault is not None:
        return listing.fault
    listed = frozenset(listing.records)
    held = absence.judge(receiving.tools, receiving.source, listed, counts)
    repeated = Message(REPEATED, {"count": listing.repeated}) if listing.repeated else None
    return held or limit or repeated


def _start(tools: Tools, source: HarvestSource) -> UUID:
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        interrupted = uow.session.scalars(
            select(HarvestRun).where(
                HarvestRun.source_id == source.id, HarvestRun.state == RunState.RUNNING
            )
        )
        for run in interrupted:  # a source has one run at a time: this one was killed
            run.state, run.finished_at = RunState.FAILED, uow.now
            run.message = Message(INTERRUPTED).to_json()
        started = HarvestRun(source_id=source.id, started_at=uow.now)
        uow.session.add(started)
        uow.session.flush()
        return started.id


def _finish(
    tools: Tools,
    run_id: UUID,
    counts: Counter[Outcome],
    message: Message | None,
    *,
    failed: bool,
) -> None:
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        ended = uow.session.get_one(HarvestRun, run_id)
        ended.state = RunState.FAILED if failed else RunState.COMPLETE
        ended.finished_at = uow.now
        ended.counts = {str(outcome): count for outcome, count in counts.items() if count}
        ended.message = message.to_json() if message else None
        source = uow.session.get_one(HarvestSource, ended.source_id)
        if failed:
            _back_off(source, uow.now, message)
        else:
            source.failures, source.not_before = 0, None


def _back_off(source: HarvestSource, now: datetime, message: Message | None) -> None:
    """Leave a failing source alone: twice as long each time, and as long as it asked."""
    if source.not_before is None or now >= source.not_before:
        source.failures += 1  # another try within the pause is no further failure
    asked_s = float(message.places.get("retry_after_s", 0)) if message else 0.0
    pause = FIRST_PAUSE * 2 ** min(max(source.failures - 1, 0), 16)
    asked = timedelta(seconds=min(asked_s, LONGEST_PAUSE.total_seconds()))
    source.not_before = now + min(max(pause, asked), LONGEST_PAUSE)
