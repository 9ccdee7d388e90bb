"""One run from start to end: compare, read, hand over, note outcomes, withdraw with care."""

import logging
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from datasets import intake, publishing
from datasets.drafts import DatasetDraft, DistributionDraft
from datasets.kernel.actors import SYSTEM
from datasets.kernel.clock import Clock
from datasets.kernel.errors import DomainError, SourceUnavailable
from datasets.kernel.http_client import HttpClient
from datasets.kernel.messages import N_, Message
from datasets.kernel.reporting import report_progress
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset, State
from datasets.storage.files import FileStore
from harvesters import compare, sources
from harvesters.base import Harvester, RemoteRecord, UnusableRecord
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome, RunState

log = logging.getLogger(__name__)

FETCH_TIME_S = 300.0
INTERRUPTED = N_("The run was interrupted; the next one went on where it ended.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run works with."""

    sessions: sessionmaker[Session]
    clock: Clock
    files: FileStore
    http: HttpClient
    max_file_bytes: int


def run(tools: Tools, source_id: UUID) -> Counter[Outcome]:
    """Harvest one source; every record by itself, so that one failure stops nothing else.

    Each record is committed as it is done: a run that was killed, run again, meets what it had
    received as `same` and goes on.

    Returns:
        Number of records by outcome.

    Raises:
        SourceUnavailable: if the source cannot be listed; nothing is changed then.
    """
    with tools.sessions() as session:
        source = session.get_one(HarvestSource, source_id)
    harvester = sources.harvester(source, tools.http)
    run_id = _start(tools, source)
    try:
        records = _listed(harvester)
    except DomainError as refusal:
        _finish(tools, run_id, Counter(), RunState.FAILED, refusal.message)
        raise
    counts: Counter[Outcome] = Counter()
    for done, record in enumerate(records.values()):
        report_progress(done, len(records), Message("{name}", {"name": record.identifier}))
        counts[_one(tools, source, run_id, harvester, record)] += 1
    held = _judge_absence(tools, source, frozenset(records), counts)
    _finish(tools, run_id, counts, RunState.COMPLETE, held)
    report_progress(len(records), len(records), Message("{count} records", {"count": len(records)}))
    log.info(
        "harvest finished", extra={"source": source.slug, **{str(k): n for k, n in counts.items()}}
    )
    return counts


def _listed(harvester: Harvester[object]) -> dict[str, RemoteRecord]:
    try:
        found: dict[str, RemoteRecord] = {}
        for record in harvester.discover():
            found.setdefault(record.identifier, record)  # a repeated name: the first is kept
    except OSError as fault:
        raise SourceUnavailable("The source cannot be read: {why}", why=str(fault)) from fault
    return found


def _one(
    tools: Tools,
    source: HarvestSource,
    run_id: UUID,
    harvester: Harvester[object],
    record: RemoteRecord,
) -> Outcome:
    try:
        return _receive(tools, source, run_id, harvester, record)
    except UnusableRecord as refusal:
        return _note(tools, source, run_id, record, Outcome.SKIPPED, refusal.message)
    except DomainError as refusal:
        return _note(tools, source, run_id, record, Outcome.FAILED, refusal.message)
    except Exception:
        log.exception("harvest record failed", extra={"source": source.slug})
        message = Message("An error of this portal; it has been logged.")
        return _note(tools, source, run_id, record, Outcome.FAILED, message)


def _receive(
    tools: Tools,
    source: HarvestSource,
    run_id: UUID,
    harvester: Harvester[object],
    record: RemoteRecord,
) -> Outcome:
    with tools.sessions() as session:
        known = _known(session, source, record.identifier)
    if known is not None and known.version == record.version:
        return _note(tools, source, run_id, record, Outcome.SAME)
    draft = _stored(tools, replace(harvester.read(record), publish=source.publish))
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        revision_before = _revision(uow, known)
        dataset = intake.receive(uow, draft)
        outcome = Outcome.NEW if known is None or known.dataset_id is None else Outcome.CHANGED
        if outcome is Outcome.CHANGED and dataset.revision == revision_before:
            outcome = Outcome.SAME
        dataset.missing_since = None
        kept = _kept(uow, source, record)
        kept.version, kept.outcome, kept.run_id = record.version, outcome, run_id
        kept.dataset_id, kept.missing_runs = dataset.id, 0
        kept.message, kept.trace, kept.met_at = None, "", uow.now
    return outcome


def _stored(tools: Tools, draft: DatasetDraft) -> DatasetDraft:
    return draft.with_files(tuple(_stored_file(tools, file) for file in draft.files))


def _stored_file(tools: Tools, file: DistributionDraft) -> DistributionDraft:
    if file.path is not None:
        with file.path.open("rb") as stream:
            stored = tools.files.put(stream, tools.max_file_bytes)
    elif file.url is not None:
        with tempfile.TemporaryFile() as landing:
            tools.http.download(
                file.url, landing, max_bytes=tools.max_file_bytes, deadline_s=FETCH_TIME_S
            )
            landing.seek(0)
            stored = tools.files.put(landing, tools.max_file_bytes)
    else:
        return file
    return replace(file, sha256=stored.sha256, size_bytes=stored.size_bytes)


def _note(
    tools: Tools,
    source: HarvestSource,
    run_id: UUID,
    record: RemoteRecord,
    outcome: Outcome,
    message: Message | None = None,
) -> Outcome:
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        kept = _kept(uow, source, record)
        kept.outcome, kept.run_id, kept.met_at, kept.missing_runs = outcome, run_id, uow.now, 0
        kept.message = message.to_json() if message else None
        kept.trace = traceback.format_exc() if outcome is Outcome.FAILED else ""
        if kept.dataset_id is not None:
            uow.session.get_one(Dataset, kept.dataset_id).missing_since = None
    return outcome


def _judge_absence(
    tools: Tools, source: HarvestSource, listed: frozenset[str], counts: Counter[Outcome]
) -> Message | None:
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        standing = {
            record.identifier: record
            for record in uow.session.scalars(
                select(HarvestRecord).where(
                    HarvestRecord.source_id == source.id,
                    HarvestRecord.dataset_id.is_not(None),
                    HarvestRecord.outcome != Outcome.WITHDRAWN,
                )
            )
        }
        absence = compare.absent({k: r.missing_runs for k, r in standing.items()}, listed)
        for name, runs in absence.missing_runs.items():
            standing[name].missing_runs = runs
            dataset = uow.session.get_one(Dataset, standing[name].dataset_id)
            dataset.missing_since = dataset.missing_since or uow.now
            if name in absence.withdraw:
                standing[name].outcome = Outcome.WITHDRAWN
                counts[Outcome.WITHDRAWN] += 1
                if dataset.state is State.PUBLISHED:
                    publishing.withdraw(uow, dataset, "Its source no longer lists it.")
    if not absence.missing_runs:
        return None
    return Message(
        "{count} datasets are no longer listed by the source; they are kept.",
        {"count": len(absence.missing_runs) - len(absence.withdraw)},
    )


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
    state: RunState,
    message: Message | None,
) -> None:
    with begin(tools.sessions, SYSTEM, tools.clock) as uow:
        ended = uow.session.get_one(HarvestRun, run_id)
        ended.state, ended.finished_at = state, uow.now
        ended.counts = {str(outcome): count for outcome, count in counts.items()}
        ended.message = message.to_json() if message else None


def _known(session: Session, source: HarvestSource, identifier: str) -> HarvestRecord | None:
    return session.scalars(
        select(HarvestRecord).where(
            HarvestRecord.source_id == source.id, HarvestRecord.identifier == identifier
        )
    ).one_or_none()


def _kept(uow: UnitOfWork, source: HarvestSource, record: RemoteRecord) -> HarvestRecord:
    kept = _known(uow.session, source, record.identifier)
    if kept is None:
        kept = HarvestRecord(
            source_id=source.id,
            identifier=record.identifier,
            outcome=Outcome.NEW,
            run_id=source.id,
            met_at=uow.now,
        )
        uow.session.add(kept)
    return kept


def _revision(uow: UnitOfWork, known: HarvestRecord | None) -> int | None:
    if known is None or known.dataset_id is None:
        return None
    return uow.session.get_one(Dataset, known.dataset_id).revision
