"""Search again what is already public, when the rules for personal data find more than before.

One job looks what was searched by older rules and queues a job for each file, table or not; each
runs in the limited child process. My Numbers take a dataset from the public at once; all else is
asked of a person, and the dataset stays as it is until they answer. A picture of which no copy was
made when it came gets one now, and goes out as it came no longer.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from datasets import disclosure, publishing, queries
from datasets.kernel import audit, cell, jobs
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError, StorageFull
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.pipeline import Prepare, Workshop, in_cell, keep_copy
from datasets.prepared import PREPARE_FILE, Prepared
from datasets.storage.files import StoredFile
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import RULES_VERSION, Place, PrivacyFinding, Severity

JOB = "rescan"
MOST_AT_ONCE = 500
_PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp", ".gif", ".bmp"})
SCAN_FILE = "datasets.scanning:scan_file"

Scan = Callable[[str, str, str], Sequence[Mapping[str, Any]]]
"""Path of a file, its name and an empty folder to findings as JSON."""


@dataclass(frozen=True, slots=True)
class _Searched:
    """What a second search brought.

    Attributes:
        copy: Of a picture what goes out from now on, in `format`; None of all else.
    """

    found: Sequence[PrivacyFinding] = ()
    copy: StoredFile | None = None
    format: str = ""


def queue_old(uow: UnitOfWork) -> int:
    """Queue what was searched by older rules; returns how many files."""
    found = uow.session.scalars(
        select(FileVersion.id)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .join(Dataset, Dataset.id == Distribution.dataset_id)
        .where(
            FileVersion.stage == Stage.PACKAGED,
            FileVersion.erased_at.is_(None),
            FileVersion.published_at.is_not(None),
            FileVersion.privacy_rules != RULES_VERSION,
            Dataset.state == State.PUBLISHED,
        )
        .order_by(FileVersion.received_at.desc())
        .limit(MOST_AT_ONCE)
    ).all()
    for version_id in found:
        jobs.enqueue(
            uow.session,
            JOB,
            {"version": str(version_id)},
            now=uow.now,
            unique_key=f"{JOB}:{version_id}",
            priority=-10,
        )
    return len(found)


def rescan(
    workshop: Workshop, version_id: UUID, run: Scan | None = None, look: Prepare | None = None
) -> None:
    """Search one file again, and act on what is new; again is harmless.

    Args:
        workshop: What to work with.
        version_id: Of a version that was public once.
        run: Searches a table; a limited child process if None.
        look: Examines what is kept as it is, likewise.
    """
    with workshop.sessions() as session:
        version = queries.version(session, version_id)
    if version.privacy_rules == RULES_VERSION or version.erased_at is not None:
        return
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        path = str(workshop.files.path(version.sha256))
        try:
            if version.table_key is None:
                searched = _kept_again(workshop, version, folder, look)
            else:
                told = (run or _in_cell(workshop))(path, version.filename, folder)
                searched = _Searched([PrivacyFinding.from_json(each) for each in told])
        except StorageFull:
            raise  # says nothing about the file; the job is tried again
        except DomainError:
            # what can no longer be read was read, and searched, when it came; but a picture that
            # cannot be copied goes out as it is
            searched = _Searched(_uncopied(version))
    with begin(workshop.sessions, SYSTEM, workshop.clock) as uow:
        _act(uow, version_id, searched)


def _in_cell(workshop: Workshop) -> Scan:
    def run(path: str, filename: str, folder: str) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = cell.run(
            SCAN_FILE, path, filename, folder, limits=workshop.limits
        )
        return found

    return run


def _kept_again(
    workshop: Workshop, version: FileVersion, folder: str, look: Prepare | None
) -> _Searched:
    path = str(workshop.files.path(version.sha256))
    examine = look or in_cell(workshop, PREPARE_FILE)
    made = Prepared.from_json(examine(path, version.filename, folder, {}))
    found = [PrivacyFinding.from_json(each) for each in made.privacy]
    if made.copy_path is None or version.clean_sha256 is not None:
        return _Searched(found)
    return _Searched(found, keep_copy(workshop, made.copy_path), made.format)


def _uncopied(version: FileVersion) -> Sequence[PrivacyFinding]:
    is_picture = Path(version.filename).suffix.lower() in _PICTURES
    if not is_picture or version.clean_sha256 is not None:
        return ()
    return [Place(version.filename, hidden=True).finding(PrivacyKind.PICTURE, 1)]


def _act(uow: UnitOfWork, version_id: UUID, searched: _Searched) -> None:
    version = uow.session.get_one(FileVersion, version_id)
    same_bytes = uow.session.scalars(
        select(FileVersion)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(
            FileVersion.sha256 == version.sha256,
            Distribution.dataset_id
            == select(Distribution.dataset_id)
            .where(Distribution.id == version.distribution_id)
            .scalar_subquery(),
        )
    ).all()
    known = _known(uow, [each.id for each in same_bytes])
    new = [
        finding
        for finding in searched.found
        if _key(finding.kind, finding.message.places) not in known
    ]
    for finding in new:
        disclosure.add_question(uow, version, finding)
    for each in same_bytes:
        each.privacy_rules = RULES_VERSION
        if searched.copy is not None:
            each.clean_sha256, each.format = searched.copy.sha256, searched.format
            each.clean_size_bytes = searched.copy.size_bytes
    uow.session.flush()
    dataset = uow.session.scalars(
        queries.whole().join(Distribution).where(Distribution.id == version.distribution_id)
    ).one()
    if any(finding.severity is Severity.BLOCK for finding in new):
        _withdraw(uow, dataset)
    elif new or searched.copy is not None:
        publishing.note_change(uow, dataset)


def _withdraw(uow: UnitOfWork, dataset: Dataset) -> None:
    if dataset.state is State.PUBLISHED:
        publishing.withdraw_emptied(uow, dataset, disclosure.WITHHELD)
        audit.record(uow, "withdraw", "dataset", str(dataset.id), reason=disclosure.WITHHELD)


def _known(uow: UnitOfWork, version_ids: Sequence[UUID]) -> set[tuple[str, str]]:
    asked = uow.session.scalars(
        select(DisclosureQuestion).where(DisclosureQuestion.version_id.in_(version_ids))
    )
    return {_key(question.kind, question.message.get("places", {})) for question in asked}


def _key(kind: str, places: Mapping[str, Any]) -> tuple[str, str]:
    """What a question is about: its kind, and the column or sheet it is in."""
    return str(kind), str(places.get("column") or places.get("sheet") or "")
