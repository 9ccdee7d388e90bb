"""The one door in: a draft becomes a dataset, or changes one."""

import re
from collections.abc import Iterable
from pathlib import PurePath
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select

from datasets import erasure, following, proposing, publishing
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft
from datasets.kernel import audit, jobs
from datasets.kernel.actors import SYSTEM, Permission
from datasets.kernel.errors import InvalidDraft
from datasets.kernel.text import slugify_ascii
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.organization import Organization
from datasets.vocabulary import FREQUENCY_BY_CODE, THEME_BY_CODE, license_from_text

_SLUG = re.compile(r"[a-z0-9_-]{2,100}")


def receive(uow: UnitOfWork, draft: DatasetDraft) -> Dataset:
    """Accept a draft: its dataset is made or changed, its new files wait to be prepared.

    Every file must already lie in the file store, so that no row is without its bytes. A file
    whose digest is that of its newest version makes no new version.

    Raises:
        InvalidDraft: if it has no title, no valid organization, or a file that is not stored.
        NotAllowed: if the actor may not edit for the organization.
    """
    uow.require(Permission.EDIT, draft.organization.slug)
    _check(draft)
    organization = _organization(uow, draft.organization)
    dataset = _known(uow, draft, organization)
    changed = _describe(uow, dataset, draft)
    if draft.publish and not dataset.wants_publishing:
        dataset.wants_publishing = True
        changed = True
    uow.session.add(dataset)
    uow.session.flush()
    if draft.provenance.source:
        changed |= following.follow_origin(dataset, draft)
        changed |= following.follow_names(uow, dataset, draft)
    for position, file in enumerate(draft.files):
        changed |= _receive_file(uow, dataset, file, position)
    has_bytes = any(file.sha256 for file in draft.files)
    if draft.files and not has_bytes and dataset.state is State.DRAFT:
        publishing.settle(uow, dataset)  # no file is waited for
    if changed:
        publishing.touch(uow, dataset)
        audit.record(uow, "receive", "dataset", str(dataset.id), origin=draft.provenance.kind)
    return dataset


def add_distribution(
    uow: UnitOfWork, dataset: Dataset, file: DistributionDraft, *, sheet: str, position: int
) -> Distribution:
    """The distribution of a file, or of one sheet of it; made and named if it is new."""
    known = _known_distribution(uow, dataset, file, sheet)
    if known is not None:
        return known
    others = uow.session.execute(
        select(Distribution.name, Distribution.filename, Distribution.sheet).where(
            Distribution.dataset_id == dataset.id
        )
    ).all()
    filename = _free_filename(file.filename, {o.filename for o in others if o.sheet == sheet})
    distribution = Distribution(
        dataset_id=dataset.id,
        name=_free_name(slugify_ascii(PurePath(file.filename).stem), {o.name for o in others}),
        position=position,
        title=dict(file.title),
        filename=filename,
        origin_identifier=file.identifier,
        sheet=sheet,
        uri=file.uri,
        column_notes={name: dict(words) for name, words in file.columns.items()},
    )
    uow.session.add(distribution)
    uow.session.flush()
    return distribution


def add_version(
    uow: UnitOfWork, distribution: Distribution, *, sha256: str, size_bytes: int
) -> FileVersion | None:
    """A new version of a distribution, or None if its newest has the same bytes."""
    newest = uow.session.scalars(
        select(FileVersion)
        .where(FileVersion.distribution_id == distribution.id)
        .order_by(FileVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.sha256 == sha256:
        return None
    version = FileVersion(
        distribution_id=distribution.id,
        number=newest.number + 1 if newest else 1,
        stage=Stage.STORED,
        filename=distribution.filename,
        sha256=sha256,
        size_bytes=size_bytes,
        received_at=uow.now,
        handed_in_by="" if uow.actor == SYSTEM else uow.actor.name,
    )
    uow.session.add(version)
    uow.session.flush()
    return version


def _check(draft: DatasetDraft) -> None:
    if not any(words.strip() for words in draft.title.values()):
        raise InvalidDraft(
            "The dataset {identifier} has no title. Give it one.",
            identifier=draft.provenance.identifier or draft.slug or "?",
        )
    if not _SLUG.fullmatch(draft.organization.slug):
        raise InvalidDraft(
            "“{slug}” cannot be the short name of an organization: "
            "use 2 to 100 of a-z, 0-9, - and _.",
            slug=draft.organization.slug,
        )
    for file in draft.files:
        if not file.has_arrived:
            raise InvalidDraft("The file {filename} has not arrived.", filename=file.filename)


def _organization(uow: UnitOfWork, draft: OrganizationDraft) -> Organization:
    known = uow.session.scalars(
        select(Organization).where(Organization.slug == draft.slug)
    ).one_or_none()
    if known is not None:
        return known
    organization = Organization(
        slug=draft.slug,
        title=dict(draft.title) or {"ja": draft.slug},
        area_code=draft.area_code,
        created_at=uow.now,
    )
    uow.session.add(organization)
    uow.session.flush()
    return organization


def _known(uow: UnitOfWork, draft: DatasetDraft, organization: Organization) -> Dataset:
    origin = draft.provenance
    if origin.source:
        where = (
            Dataset.origin_source == origin.source,
            Dataset.origin_identifier == origin.identifier,
        )
    else:
        where = (Dataset.slug == (draft.slug or ""), Dataset.organization_id == organization.id)
    known = uow.session.scalars(select(Dataset).where(*where)).one_or_none()
    if known is not None:
        return known
    return Dataset(
        slug=_free_slug(uow, draft),
        organization_id=organization.id,
        origin_kind=origin.kind,
        origin_source=origin.source,
        origin_identifier=origin.identifier,
        origin_uri=origin.uri,
        origin_path=origin.path,
        originals_public=draft.publish_originals,
        revision=0,
        created_at=uow.now,
        updated_at=uow.now,
    )


def _free_slug(uow: UnitOfWork, draft: DatasetDraft) -> str:
    origin = draft.provenance
    wanted = draft.slug if draft.slug and _SLUG.fullmatch(draft.slug) else None
    wanted = wanted or slugify_ascii(PurePath(origin.identifier).stem)
    if wanted is None:
        key = f"{origin.source} {origin.identifier} {sorted(draft.title.items())}"
        wanted = f"data-{uuid5(NAMESPACE_URL, key).hex[:8]}"
    taken = set(
        uow.session.scalars(
            select(Dataset.slug).where(func.substr(Dataset.slug, 1, len(wanted)) == wanted)
        )
    )
    return _free_name(wanted, taken)


def _free_name(wanted: str | None, taken: Iterable[str]) -> str:
    taken = set(taken)
    if wanted is None:
        return next(n for n in (f"table-{i}" for i in range(1, 10_000)) if n not in taken)
    if wanted not in taken:
        return wanted
    return next(n for n in (f"{wanted[:95]}-{i}" for i in range(2, 10_000)) if n not in taken)


def _describe(uow: UnitOfWork, dataset: Dataset, draft: DatasetDraft) -> bool:
    license_ = license_from_text(draft.license)
    told = {
        "title": {k: v.strip() for k, v in draft.title.items() if v.strip()},
        "summary": dict(draft.summary),
        "description": dict(draft.description),
        "themes": [code for code in draft.themes if code in THEME_BY_CODE],
        "keywords": list(dict.fromkeys(word.strip() for word in draft.keywords if word.strip())),
        "frequency": draft.frequency if draft.frequency in FREQUENCY_BY_CODE else "unknown",
        "license": license_.code,
        "license_text": draft.license,
    }
    pinned = {
        *(dataset.pinned or ()),
        *(["license_text"] if "license" in (dataset.pinned or ()) else []),
    }
    changed = {
        name: value
        for name, value in told.items()
        if name not in pinned and getattr(dataset, name) != value
    }
    if publishing.is_held(uow, dataset):
        return proposing.propose(dataset, changed)
    for name, value in changed.items():
        setattr(dataset, name, value)
    return bool(changed)


def _known_distribution(
    uow: UnitOfWork, dataset: Dataset, file: DistributionDraft, sheet: str
) -> Distribution | None:
    found = uow.session.scalars(
        select(Distribution).where(
            Distribution.dataset_id == dataset.id, Distribution.sheet == sheet
        )
    ).all()
    for known in found:
        if file.identifier and known.origin_identifier == file.identifier:
            return known
    for known in found:
        if known.filename == file.filename and not (file.identifier and known.origin_identifier):
            return known
    return None


def _free_filename(wanted: str, taken: Iterable[str]) -> str:
    taken, path = set(taken), PurePath(wanted)
    if wanted not in taken:
        return wanted
    numbered = (f"{path.stem}-{n}{path.suffix}" for n in range(2, 10_000))
    return next(name for name in numbered if name not in taken)


def _receive_file(
    uow: UnitOfWork, dataset: Dataset, file: DistributionDraft, position: int
) -> bool:
    distribution = add_distribution(uow, dataset, file, sheet="", position=position * 100)
    changed = False
    if file.identifier:
        changed = following.follow_place(uow, distribution, position * 100)
        changed |= following.follow_file(uow, distribution, file)
    if not file.sha256:
        return changed
    distribution.link_reason = None
    version = add_version(uow, distribution, sha256=file.sha256, size_bytes=file.size_bytes)
    if version is None:
        return changed
    erasure.refuse_erased(uow, file.sha256, version)
    jobs.enqueue(
        uow.session,
        "prepare",
        {"version": str(version.id)},
        now=uow.now,
        unique_key=f"prepare:{version.id}",
    )
    return True
