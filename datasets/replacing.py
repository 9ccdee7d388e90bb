"""A file for a dataset that is there: a new version of one of its files, or one more."""

from pathlib import PurePath

from sqlalchemy import select

from datasets import intake, publishing
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion, Hold


def take(
    uow: UnitOfWork,
    dataset: Dataset,
    file: DistributionDraft,
    *,
    replaces: str = "",
    hold: bool = False,
) -> tuple[Distribution, FileVersion]:
    """Hand in a file for a dataset that was loaded whole; all else of it stays as it is.

    Args:
        uow: Whose actor may edit, and publish where the file will go public by itself.
        dataset: With organization, files and versions.
        file: Its bytes are stored.
        replaces: Name of the file it is a new version of; empty for the one that has the same
            file name, or for one more where none has.
        hold: Whether a person wants to see what it changes before it goes public.

    Returns:
        The file, and its newest version: the present one where the bytes are the same.

    Raises:
        NotAllowed: if the actor may not.
        NotFound: if there is no file to replace.
        InvalidDraft: if it is of another kind than the file it replaces.
    """
    organization = dataset.organization.slug
    uow.require(Permission.EDIT, organization)
    if dataset.wants_publishing and not hold:
        uow.require(Permission.PUBLISH, organization)
    given = _in_place_of(dataset, file, replaces) if replaces else file
    intake.receive(uow, _redrafted(dataset, given))
    part, version = _newest(uow, dataset, given.filename)
    if hold and dataset.published_at is not None and part.current_number != version.number:
        version.hold = Hold.ASKED
        publishing.touch(uow, dataset)
    return part, version


def set_aside(uow: UnitOfWork, dataset: Dataset) -> None:
    """Leave newer files that wait for a person where they are; what is public stays.

    Raises:
        NotAllowed: if the actor may not edit for the organization.
        InvalidMove: if none waits, or they wait for a review already.
    """
    uow.require(Permission.EDIT, dataset.organization.slug)
    if dataset.submitted_at is not None:
        raise InvalidMove("It waits for a review. Whoever reviews it can send it back.")
    waiting = [version for _, version in publishing.newest_versions(uow, dataset) if version.hold]
    if not waiting:
        raise InvalidMove("Nothing waits for your decision any more.")
    for version in waiting:
        version.hold = Hold.ASIDE
    dataset.publish_at = None
    audit.record(uow, "set-aside", "dataset", str(dataset.id))
    uow.session.flush()
    publishing.settle(uow, dataset)


def replaceable(dataset: Dataset) -> dict[str, str]:
    """File names by the name of each file that came by itself, not as a sheet of another."""
    return {part.name: part.filename for part in dataset.distributions if not part.sheet}


def same_kind(one: str, other: str) -> bool:
    """Whether two file names end alike."""
    return PurePath(one).suffix.lower() == PurePath(other).suffix.lower()


def _in_place_of(dataset: Dataset, file: DistributionDraft, name: str) -> DistributionDraft:
    filename = replaceable(dataset).get(name)
    if filename is None:
        raise NotFound("There is no file “{name}” in this dataset.", name=name)
    if not same_kind(filename, file.filename):
        raise InvalidDraft(
            "“{filename}” is not of the same kind as “{name}”. Hand it in as one more file.",
            filename=file.filename,
            name=filename,
        )
    return DistributionDraft(
        filename=filename, uri=filename, sha256=file.sha256, size_bytes=file.size_bytes
    )


def _redrafted(dataset: Dataset, given: DistributionDraft) -> DatasetDraft:
    """The dataset as it is, with a file that has come; the others stay in their places."""
    others = tuple(
        DistributionDraft(
            filename=part.filename,
            uri=part.uri,
            sha256=part.versions[-1].sha256,
            size_bytes=part.versions[-1].size_bytes,
        )
        for part in dataset.distributions
        if part.versions and not part.sheet
    )
    names = [file.filename for file in others]
    files = [given if file.filename == given.filename else file for file in others]
    return DatasetDraft(
        title=dataset.title,
        summary=dataset.summary,
        description=dataset.description,
        themes=tuple(dataset.themes),
        keywords=tuple(dataset.keywords),
        license=dataset.license_text or dataset.license,
        frequency=dataset.frequency,
        organization=OrganizationDraft(slug=dataset.organization.slug),
        slug=dataset.slug,
        provenance=Provenance(
            kind=dataset.origin_kind,
            source=dataset.origin_source,
            identifier=dataset.origin_identifier,
            uri=dataset.origin_uri,
            path=dataset.origin_path,
        ),
        files=tuple(files if given.filename in names else [*files, given]),
    )


def _newest(uow: UnitOfWork, dataset: Dataset, filename: str) -> tuple[Distribution, FileVersion]:
    found = uow.session.execute(
        select(Distribution, FileVersion)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .where(
            Distribution.dataset_id == dataset.id,
            Distribution.filename == filename,
            Distribution.sheet == "",
        )
        .order_by(FileVersion.number.desc())
        .limit(1)
    ).one()
    return found[0], found[1]
