"""Destroy a dataset, or one file of it in one version, for a leak or an order: with a reason.

First one transaction empties everything in the database and says what must go; from then on
nothing is served. Then a job destroys the bytes and all that was made of them, again and again
until nothing is left. Digest, reason, actor, time and the address remain.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from datasets import publishing
from datasets.kernel import audit, jobs
from datasets.kernel.actors import Permission
from datasets.kernel.db import Base
from datasets.kernel.errors import InvalidMove, NotFound
from datasets.kernel.jobs import Job, JobState
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.assessment import ImpactAssessment
from datasets.models.change import VersionChange
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.erasure import ErasedDigest, Erasure
from datasets.models.form_draft import FormDraft
from datasets.models.panel import PanelVote
from datasets.models.quality import QualityReport
from datasets.models.review import ReviewEvent
from datasets.models.voice import DataReport, VoiceKind, VoiceStep

JOB = "erase"
LONGEST_REASON = 500
_WITHDRAWN = "公開していたファイルを消去したため"


def erase(
    uow: UnitOfWork, dataset: Dataset, *, reason: str, typed: str, version_id: UUID | None = None
) -> None:
    """Destroy a dataset, or one version of one of its files with all tables of the same bytes.

    Args:
        uow: Whose actor administers the organization.
        dataset: Loaded whole.
        reason: Kept for administrators; must not repeat what is to be destroyed.
        typed: The slug, typed by hand, so that nobody erases by a slip.
        version_id: Of the version; None for the whole dataset.

    Raises:
        NotAllowed: if the actor may not administer the organization.
        InvalidMove: without a reason, with another slug than the dataset's, while one of its
            files is being read, or if it is gone already.
        NotFound: if the dataset has no such version.
    """
    uow.require(Permission.ADMINISTER, publishing.organization_slug(uow, dataset))
    if typed.strip() != dataset.slug:
        raise InvalidMove("Type “{slug}” exactly as it stands here.", slug=dataset.slug)
    if not reason.strip():
        raise InvalidMove("Write the reason; it is all that remains.")
    if dataset.erased_at is not None:
        raise InvalidMove("It was erased already.")
    going = _versions(dataset, version_id)
    _refuse_while_read(uow, going)
    for sha256 in dict.fromkeys(version.sha256 for version in going) or [""]:
        same = [version for version in going if version.sha256 == sha256]
        _note(uow, dataset, same, sha256, reason.strip()[:LONGEST_REASON])
    _empty_versions(uow, dataset, going)
    if version_id is None:
        _empty_dataset(uow, dataset)
    elif dataset.state is State.PUBLISHED and not _is_anything_public(dataset):
        publishing.withdraw_emptied(uow, dataset, _WITHDRAWN)
    audit.forget(uow, "dataset", str(dataset.id))
    what = "erase" if version_id is None else "erase-file"
    audit.record(uow, what, "dataset", str(dataset.id), reason=reason.strip()[:LONGEST_REASON])
    publishing.note_change(uow, dataset)
    jobs.enqueue(uow.session, JOB, {}, now=uow.now, unique_key=JOB, priority=20)


def refuse_erased(uow: UnitOfWork, sha256: str, arriving: FileVersion | None = None) -> None:
    """Let bytes that were erased not come back, unless a file that stayed holds them.

    Args:
        uow: The unit in which they come.
        sha256: Their digest.
        arriving: The version that was just made for them, which says nothing.

    Raises:
        InvalidMove: if they were erased.
    """
    if uow.session.get(ErasedDigest, sha256) is not None and not is_kept(uow, sha256, arriving):
        raise InvalidMove("This file was erased here by order and cannot be handed in again.")


def is_kept(uow: UnitOfWork, sha256: str, arriving: FileVersion | None = None) -> bool:
    """Whether a file that was not erased holds these bytes, as it came or as it was mended."""
    holding = or_(FileVersion.sha256 == sha256, FileVersion.clean_sha256 == sha256)
    found = select(FileVersion.id).where(holding, FileVersion.erased_at.is_(None))
    if arriving is not None:
        found = found.where(FileVersion.id != arriving.id)
    return uow.session.scalars(found.limit(1)).first() is not None


def _versions(dataset: Dataset, version_id: UUID | None) -> list[FileVersion]:
    every = [v for part in dataset.distributions for v in part.versions if v.erased_at is None]
    if version_id is None:
        return every
    meant = next((version for version in every if version.id == version_id), None)
    if meant is None:
        raise NotFound("There is no such version of a file")
    return [version for version in every if version.sha256 == meant.sha256]


def _refuse_while_read(uow: UnitOfWork, going: Iterable[FileVersion]) -> None:
    # what a job makes after this transaction would lie where nobody looks for it
    keys = [f"prepare:{version.id}" for version in going]
    running = Job.state == JobState.RUNNING.value
    if uow.session.scalars(select(Job.id).where(Job.unique_key.in_(keys), running)).first():
        raise InvalidMove("A file of it is being read right now. Try again in a minute.")


def _note(
    uow: UnitOfWork, dataset: Dataset, versions: Sequence[FileVersion], sha256: str, reason: str
) -> None:
    """Write down what must go, and what may not come back."""
    made = [old for version in versions for old in version.made_before]
    digests = [digest for v in versions for digest in (v.sha256, v.clean_sha256) if digest]
    digests += [old["clean_sha256"] for old in made]
    keys = [version.table_key for version in versions if version.table_key]
    erasure = Erasure(
        dataset_id=dataset.id,
        sha256=sha256,
        size_bytes=versions[0].size_bytes if versions else 0,
        digests=list(dict.fromkeys(digests)),
        table_keys=list(dict.fromkeys([*keys, *(old["table_key"] for old in made)])),
        reason=reason,
        actor=uow.actor.name,
        at=uow.now,
    )
    uow.session.add(erasure)
    uow.session.flush()
    for digest in erasure.digests:
        uow.session.merge(ErasedDigest(sha256=digest, erasure_id=erasure.id))


def _empty_versions(uow: UnitOfWork, dataset: Dataset, going: Sequence[FileVersion]) -> None:
    ids = [version.id for version in going]
    for version in going:
        version.stage, version.erased_at = Stage.REFUSED, uow.now
        version.filename, version.columns, version.refusal = "", [], None
        version.choices, version.made_before = {}, []
        version.table_key, version.clean_sha256, version.clean_size_bytes = None, None, None
        version.rows, version.header_row, version.geometry_type = None, None, None
    for part in dataset.distributions:
        shown = {version.number for version in part.versions if version.erased_at is None}
        if part.current_number not in shown:
            part.current_number = None
        if part.versions and not shown:
            _empty_distribution(part)
    _empty_reports(uow, dataset)
    _delete(uow, QualityReport.version_id.in_(ids), QualityReport)
    _delete(uow, DisclosureQuestion.version_id.in_(ids), DisclosureQuestion)
    # what changed before and after it tells its cells
    told = or_(VersionChange.version_id.in_(ids), VersionChange.before_id.in_(ids))
    _delete(uow, told, VersionChange)
    _delete(uow, FormDraft.subject == str(dataset.id), FormDraft)
    uow.session.execute(
        update(Job)
        .where(Job.unique_key.in_([f"prepare:{id_}" for id_ in ids]))
        .values(log=[], error=None, refusal=None, progress_text=None)
    )


def _empty_dataset(uow: UnitOfWork, dataset: Dataset) -> None:
    if dataset.state is State.PUBLISHED:
        publishing.withdraw_emptied(uow, dataset, "")
    dataset.erased_at, dataset.wants_publishing = uow.now, False
    dataset.submitted_at, dataset.submitted_by, dataset.returned_reason = None, "", ""
    dataset.title, dataset.summary, dataset.description = {}, {}, {}
    dataset.themes, dataset.keywords, dataset.proposed, dataset.pinned = [], [], {}, []
    dataset.license, dataset.license_text, dataset.frequency = "notspecified", "", "unknown"
    dataset.origin_uri, dataset.origin_path, dataset.withdrawn_reason = "", "", ""
    dataset.quality_score = None
    for part in dataset.distributions:
        _empty_distribution(part)
    uow.session.execute(
        update(ReviewEvent).where(ReviewEvent.dataset_id == dataset.id).values(text="")
    )
    uow.session.execute(
        update(PanelVote).where(PanelVote.dataset_id == dataset.id).values(advice="")
    )
    uow.session.execute(
        delete(ImpactAssessment)
        .where(ImpactAssessment.dataset_id == dataset.id)
        .execution_options(synchronize_session=False)
    )


def _empty_distribution(part: Distribution) -> None:
    part.column_notes, part.title, part.description, part.link_reason = {}, {}, {}, None
    part.sheet, part.uri, part.format_text, part.filename = "", "", "", f"erased-{part.id}"
    part.fetched_mark, part.fetched_etag, part.fetched_modified = "", "", ""


def _empty_reports(uow: UnitOfWork, dataset: Dataset) -> None:
    """What readers wrote of it may quote the very cells."""
    of_it = select(DataReport.id).where(DataReport.dataset_id == dataset.id)
    said = VoiceStep.subject_id.in_(of_it)
    uow.session.execute(
        update(VoiceStep).where(VoiceStep.kind == VoiceKind.REPORT, said).values(words="")
    )
    uow.session.execute(
        update(DataReport)
        .where(DataReport.dataset_id == dataset.id)
        .values(row_key="", column="", old_value="", text="", answer="")
    )


def _is_anything_public(dataset: Dataset) -> bool:
    return any(part.current_number is not None for part in dataset.distributions)


def _delete(uow: UnitOfWork, where: ColumnElement[bool], kind: type[Base]) -> None:
    uow.session.execute(delete(kind).where(where).execution_options(synchronize_session=False))
