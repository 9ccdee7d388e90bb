"""One record after the other: known and the same, or read, fetched and handed over."""

import logging
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from datasets import intake
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError, Gone
from datasets.kernel.messages import N_, Message
from datasets.kernel.reporting import report_progress
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset, State
from harvesters.absence import welcome_back
from harvesters.arriving import Fetching, known_files
from harvesters.base import Harvester, RemoteRecord, UnusableRecord
from harvesters.models import HarvestRecord, HarvestSource, Outcome
from harvesters.politeness import PoliteHttp
from harvesters.tools import Tools

log = logging.getLogger(__name__)

_BATCH = 200
_OUR_FAULT = N_("An error of this portal; it has been logged.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """What one run hands over its records with."""

    tools: Tools
    source: HarvestSource
    run_id: UUID
    harvester: Harvester[object]
    http: PoliteHttp

    def everything(
        self, records: Sequence[RemoteRecord], counts: Counter[Outcome]
    ) -> Message | None:
        """Receive records, each by itself; those that have not changed are noted together.

        Args:
            records: What the source listed, each once.
            counts: What became of them is counted here.

        Returns:
            Why the rest is left to the next run, if a limit was reached.
        """
        with self.tools.sessions() as session:
            versions = _versions(session, self.source)
        same = [r for r in records if versions.get(r.identifier) == r.version]
        for some in _batched(same):
            self._note_same(some)
        if same:
            counts[Outcome.SAME] = len(same)
        others = [r for r in records if versions.get(r.identifier) != r.version]
        for done, record in enumerate(others, start=len(same)):
            if (limit := self.http.why_to_stop()) is not None:
                left = {"left": len(records) - done, "total": len(records)}
                return Message(limit.msgid, {**limit.places, **left})
            report_progress(done, len(records), Message("{name}", {"name": record.identifier}))
            counts[self._one(record)] += 1
        return None

    def _one(self, record: RemoteRecord) -> Outcome:
        try:
            return self._receive(record)
        except (UnusableRecord, Gone) as refusal:
            return self._note(record, Outcome.SKIPPED, refusal.message)
        except DomainError as refusal:
            return self._note(record, Outcome.FAILED, refusal.message)
        except Exception:
            log.exception("harvest record failed", extra={"source": self.source.slug})
            return self._note(record, Outcome.FAILED, Message(_OUR_FAULT))

    def _receive(self, record: RemoteRecord) -> Outcome:
        with self.tools.sessions() as session:
            known = _known(session, self.source, record.identifier)
            files = known_files(session, known.dataset_id) if known is not None else {}
        read = self.harvester.read(record)
        if read.restricted and known is not None:
            self._refuse_public(known)
        draft = replace(read, publish=self.source.publish and not read.restricted)
        arrival = Fetching(self.tools, self.http).draft(draft, files)
        with begin(self.tools.sessions, SYSTEM, self.tools.clock) as uow:
            revision_before = _revision(uow, known)
            dataset = intake.receive(uow, arrival.draft)
            outcome = Outcome.NEW if known is None or known.dataset_id is None else Outcome.CHANGED
            if outcome is Outcome.CHANGED and dataset.revision == revision_before:
                outcome = Outcome.SAME
            welcome_back(uow, dataset)
            kept = _kept(uow, self.source, record)
            # a record of which a file is still wanted is read again by the next run
            kept.version = "" if arrival.trouble else record.version
            kept.outcome, kept.run_id = outcome, self.run_id
            kept.dataset_id, kept.missing_runs = dataset.id, 0
            told = arrival.trouble or draft.doubt
            kept.message = told.to_json() if told else None
            kept.trace, kept.met_at = "", uow.now
        return outcome

    def _refuse_public(self, known: HarvestRecord) -> None:
        with self.tools.sessions() as session:
            dataset = session.get(Dataset, known.dataset_id) if known.dataset_id else None
        if dataset is not None and dataset.state is State.PUBLISHED:
            raise UnusableRecord(
                "Its source does not show it to everyone any more. It is still public here: "
                "withdraw it if it must not be"
            )

    def _note(self, record: RemoteRecord, outcome: Outcome, message: Message) -> Outcome:
        with begin(self.tools.sessions, SYSTEM, self.tools.clock) as uow:
            kept = _kept(uow, self.source, record)
            kept.outcome, kept.run_id, kept.met_at = outcome, self.run_id, uow.now
            kept.missing_runs, kept.message = 0, message.to_json()
            kept.trace = traceback.format_exc() if outcome is Outcome.FAILED else ""
            if kept.dataset_id is not None:
                uow.session.get_one(Dataset, kept.dataset_id).missing_since = None
        return outcome

    def _note_same(self, records: Sequence[RemoteRecord]) -> None:
        names = [record.identifier for record in records]
        with begin(self.tools.sessions, SYSTEM, self.tools.clock) as uow:
            where = (HarvestRecord.source_id == self.source.id, HarvestRecord.identifier.in_(names))
            met = uow.session.execute(
                select(HarvestRecord.dataset_id, HarvestRecord.outcome).where(*where)
            ).all()
            back = [dataset_id for dataset_id, was in met if was is Outcome.WITHDRAWN]
            for dataset_id in back:
                welcome_back(uow, uow.session.get_one(Dataset, dataset_id))
            uow.session.execute(
                update(Dataset)
                .where(Dataset.id.in_([dataset_id for dataset_id, _ in met]))
                .where(Dataset.missing_since.is_not(None))
                .values(missing_since=None)
            )
            uow.session.execute(
                update(HarvestRecord)
                .where(*where, HarvestRecord.outcome.in_([Outcome.FAILED, Outcome.SKIPPED]))
                .values(message=None, trace="")  # a doubt about what was received still holds
            )
            uow.session.execute(
                update(HarvestRecord)
                .where(*where)
                .values(outcome=Outcome.SAME, run_id=self.run_id, met_at=uow.now, missing_runs=0)
            )


def _batched(records: Sequence[RemoteRecord]) -> Iterable[Sequence[RemoteRecord]]:
    for start in range(0, len(records), _BATCH):
        yield records[start : start + _BATCH]


def _versions(session: Session, source: HarvestSource) -> dict[str, str]:
    found = session.execute(
        select(HarvestRecord.identifier, HarvestRecord.version).where(
            HarvestRecord.source_id == source.id, HarvestRecord.version != ""
        )
    )
    return dict(found.all())


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
