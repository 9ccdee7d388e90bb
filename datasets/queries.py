"""Reads of the catalogue, each a function of a session."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import Gone, NotFound
from datasets.models.assessment import ImpactAssessment
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion
from datasets.models.organization import Organization
from datasets.models.quality import QualityReport

# asked with every page: put together once, and run past the mapping of objects
_PUBLIC_MARK = (
    select(
        Dataset.revision,
        Dataset.quality_score,
        Dataset.missing_since,
        Organization.title,
        Organization.contact,
    )
    .join(Organization, Organization.id == Dataset.organization_id)
    .where(Dataset.slug == bindparam("slug"), Dataset.state == State.PUBLISHED)
)
_CATALOGUE_MARK = select(
    select(func.max(AuditEntry.id)).scalar_subquery(),
    select(func.max(Dataset.updated_at)).scalar_subquery(),
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The one predicate of who may know of a dataset; used by every list, count and feed."""
    return or_(Dataset.state == State.PUBLISHED, editable_by(actor))


def editable_by(actor: Actor) -> ColumnElement[bool]:
    """Which datasets an actor may edit, in any state."""
    slugs = actor.organizations_for(Permission.EDIT)
    if slugs is None:
        return true()
    if not slugs:
        return false()
    return Dataset.organization_id.in_(select(Organization.id).where(Organization.slug.in_(slugs)))


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A distribution and the version of it that the public sees."""

    distribution: Distribution
    version: FileVersion

    @property
    def is_table(self) -> bool:
        """Whether its rows can be asked for."""
        return self.version.table_key is not None


def public_dataset(session: Session, slug: str) -> Dataset:
    """A published dataset with its organization, files and their versions.

    Raises:
        NotFound: if there is none of that slug that the public may know of.
        Gone: if it was published and has been withdrawn.
    """
    dataset = session.scalars(whole().where(Dataset.slug == slug)).one_or_none()
    if dataset is not None and dataset.state is State.PUBLISHED:
        return dataset
    if dataset is not None and dataset.erased_at and dataset.published_at:
        raise Gone("What was at this address has been erased.")
    if dataset is not None and dataset.state is State.WITHDRAWN and dataset.published_at:
        raise Gone(
            "“{title}” is no longer published: {reason}",
            title=next(iter(dataset.title.values()), slug),
            reason=dataset.withdrawn_reason,
        )
    raise NotFound("There is no dataset “{slug}”.", slug=slug)


def public_mark(session: Session, slug: str) -> tuple[object, ...]:
    """What changes whenever the public page of a dataset does.

    Raises:
        NotFound, Gone: as `public_dataset`.
    """
    found = session.connection().execute(_PUBLIC_MARK, {"slug": slug}).one_or_none()
    if found is None:
        public_dataset(session, slug)
        raise NotFound("There is no dataset “{slug}”.", slug=slug)
    return tuple(found)


def catalogue_mark(session: Session) -> tuple[object, ...]:
    """What changes whenever anything in the catalogue does."""
    return tuple(session.connection().execute(_CATALOGUE_MARK).one())


def staff_dataset(session: Session, slug: str, actor: Actor) -> Dataset:
    """A dataset in any state, for those who may edit it.

    Raises:
        NotFound: if there is none, or none this actor may know of.
        Gone: if it was erased.
    """
    mine = whole().where(Dataset.slug == slug, editable_by(actor))
    dataset = session.scalars(mine).one_or_none()
    if dataset is None:
        raise NotFound("There is no dataset “{slug}”.", slug=slug)
    if dataset.erased_at is not None:
        raise Gone("What was at this address has been erased.")
    return dataset


def public_files(dataset: Dataset) -> list[PublicFile]:
    """The public version of each file of a dataset that was loaded whole, in order."""
    return [
        PublicFile(distribution, version)
        for distribution in dataset.distributions
        for version in distribution.versions
        if version.number == distribution.current_number
    ]


def public_links(dataset: Dataset) -> list[Distribution]:
    """The files of a dataset, loaded whole, of which only the address is kept, in order."""
    return [
        distribution
        for distribution in dataset.distributions
        if distribution.is_link and distribution.current_number is None
    ]


def public_file(dataset: Dataset, name: str, number: int | None = None) -> PublicFile:
    """One file of a dataset that was loaded whole, in its public or an older public version.

    Raises:
        NotFound: if there is no such file, or that version was never public.
        Gone: if that version was erased.
    """
    for distribution in dataset.distributions:
        wanted = number or distribution.current_number
        for version in distribution.versions:
            if distribution.name == name and version.number == wanted and version.published_at:
                if version.erased_at is not None:
                    raise Gone("What was at this address has been erased.")
                return PublicFile(distribution, version)
    raise NotFound("There is no file “{name}” in this dataset.", name=name)


def first_table(dataset: Dataset) -> PublicFile | None:
    """The first public file with rows, or None."""
    return next((file for file in public_files(dataset) if file.is_table), None)


def datasets_by_slug(session: Session, slugs: Sequence[str], actor: Actor) -> list[Dataset]:
    """Visible datasets in the order of the slugs; those that may not be seen are left out."""
    found = session.scalars(whole().where(Dataset.slug.in_(slugs), visible_to(actor)))
    by_slug = {dataset.slug: dataset for dataset in found}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def newest_datasets(
    session: Session,
    actor: Actor,
    limit: int,
    *,
    area: str = "",
    featured_on: date | None = None,
    slugs: Collection[str] | None = None,
) -> Sequence[Dataset]:
    """Visible datasets, those whose content changed last first.

    Args:
        session: To read in.
        actor: Who looks.
        limit: n >= 0.
        area: Code of a city: only its data, and what is of no city; of all if it is empty.
        featured_on: A day in the city; only what may be put forward then, which is nothing whose
            impact assessment was to be looked at again by that day.
        slugs: Only these; any if None.
    """
    near = Organization.area_code.in_(("", area)) if area else true()
    fit = Dataset.id.not_in(overdue_ids(featured_on)) if featured_on else true()
    wanted = Dataset.slug.in_(slugs) if slugs is not None else true()
    return session.scalars(
        whole()
        .join(Organization, Organization.id == Dataset.organization_id)
        .where(visible_to(actor), Dataset.state == State.PUBLISHED, near, fit, wanted)
        .order_by(Dataset.modified_at.desc(), Dataset.slug)
        .limit(limit)
    ).all()


def overdue_ids(today: date) -> Select[UUID]:
    """Datasets whose impact assessment was to be looked at again by a day."""
    return select(ImpactAssessment.dataset_id).where(ImpactAssessment.review_on <= today)


def staff_datasets(session: Session, actor: Actor) -> Sequence[Dataset]:
    """What this actor may edit, newest change first."""
    return session.scalars(
        whole()
        .where(editable_by(actor), Dataset.erased_at.is_(None))
        .order_by(Dataset.updated_at.desc(), Dataset.slug)
    ).all()


def organizations(session: Session, actor: Actor) -> list[tuple[Organization, int]]:
    """Organizations with the number of datasets visible to the actor; none without any."""
    found = session.execute(
        select(Organization, func.count(Dataset.id))
        .join(Dataset, Dataset.organization_id == Organization.id)
        .where(visible_to(actor), Dataset.state == State.PUBLISHED)
        .group_by(Organization.id)
        .order_by(func.count(Dataset.id).desc(), Organization.slug)
    )
    return [(organization, count) for organization, count in found]


def organization(session: Session, slug: str) -> Organization:
    """One organization.

    Raises:
        NotFound: if there is none of that slug.
    """
    found = session.scalars(select(Organization).where(Organization.slug == slug)).one_or_none()
    if found is None:
        raise NotFound("There is no organization “{slug}”.", slug=slug)
    return found


def arriving_count(session: Session) -> int:
    """Files on their way to the public that are still being checked; never those of drafts."""
    counted = (
        select(func.count(FileVersion.id))
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .join(Dataset, Dataset.id == Distribution.dataset_id)
        .where(Dataset.wants_publishing, FileVersion.stage.not_in(FINAL_STAGES))
    )
    return session.scalars(counted).one()


def every_organization(session: Session) -> Sequence[Organization]:
    """All organizations, also those that have published nothing, by slug."""
    return session.scalars(select(Organization).order_by(Organization.slug)).all()


def quality_report(session: Session, version_id: UUID) -> QualityReport | None:
    """What was found and mended in a version, or None before it was read."""
    return session.get(QualityReport, version_id)


def frictionless_report(session: Session, version_id: UUID) -> dict[str, Any] | None:
    """Frictionless's own report on a version, or None while there is none."""
    descriptor = QualityReport.descriptor
    return session.scalar(select(descriptor).where(QualityReport.version_id == version_id))


def questions(session: Session, version_ids: Sequence[UUID]) -> Sequence[DisclosureQuestion]:
    """Privacy questions of some versions, those that cannot be overridden first."""
    return session.scalars(
        select(DisclosureQuestion)
        .where(DisclosureQuestion.version_id.in_(version_ids))
        .order_by(DisclosureQuestion.blocking.desc(), DisclosureQuestion.kind)
    ).all()


def version(session: Session, version_id: UUID) -> FileVersion:
    """One file version.

    Raises:
        NotFound: if there is none of that id.
    """
    found = session.get(FileVersion, version_id)
    if found is None:
        raise NotFound("There is no such version of a file")
    return found


def whole() -> Select[Dataset]:
    """Datasets with everything a page of one needs: organization, files, versions."""
    return select(Dataset).options(
        selectinload(Dataset.organization),
        selectinload(Dataset.distributions).selectinload(Distribution.versions),
    )
