"""Which report an address means, for residents and for staff."""

from uuid import UUID

from sqlalchemy.orm import Session

from datasets import queries
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion
from datasets.models.quality import QualityReport
from datasets.queries import PublicFile
from portal.web.context import actor


def public_report(
    session: Session, slug: str, name: str, number: int | None = None
) -> tuple[Dataset, PublicFile, QualityReport]:
    """The report on a table as the public sees it now, or saw it in a version.

    Raises:
        NotFound: if there is no such public file or version, or it is no table.
        Gone: if the dataset has been withdrawn.
    """
    dataset = queries.public_dataset(session, slug)
    found = queries.public_file(dataset, name, number)
    kept = queries.quality_report(session, found.version.id)
    if kept is None or kept.report is None:
        raise NotFound(N_("There is no report on “{name}”."), name=name)
    return dataset, found, kept


def staff_report(
    session: Session, slug: str, version_id: UUID
) -> tuple[Dataset, Distribution, FileVersion, QualityReport]:
    """The report on any version, for who works on its dataset.

    Raises:
        NotFound: if there is no such version that the actor may know of, or no report on it yet.
    """
    dataset = queries.staff_dataset(session, slug, actor())
    for part in dataset.distributions:
        for version in part.versions:
            if version.id == version_id:
                kept = queries.quality_report(session, version_id)
                if kept is not None and kept.report is not None:
                    return dataset, part, version, kept
    raise NotFound(N_("There is no such version of a file"))
