"""How the files of a harvested dataset follow their source: found again, renamed, marked, kept."""

from collections.abc import Sequence

from sqlalchemy import select

from datasets.drafts import DatasetDraft, DistributionDraft
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution


def follow_names(uow: UnitOfWork, dataset: Dataset, draft: DatasetDraft) -> bool:
    """Mark the files that the source no longer names; know again those it has named anew.

    Returns:
        Whether a mark was set or taken away.
    """
    names = {file.identifier for file in draft.files if file.identifier}
    known = uow.session.scalars(
        select(Distribution).where(
            Distribution.dataset_id == dataset.id, Distribution.origin_identifier != ""
        )
    ).all()
    gone = {file.filename: file for file in known if file.origin_identifier not in names}
    old = {file.origin_identifier for file in known}
    for file in draft.files:
        if file.identifier and file.identifier not in old and file.filename in gone:
            gone.pop(file.filename).origin_identifier = file.identifier
    changed = False
    for distribution in known:
        missing = distribution.filename in gone
        if missing != (distribution.missing_since is not None):
            distribution.missing_since = uow.now if missing else None
            changed = True
    uow.session.flush()
    return changed


def follow_origin(dataset: Dataset, draft: DatasetDraft) -> bool:
    """Write down where a dataset is at its source now; whether that is elsewhere."""
    moved = dataset.origin_uri != draft.provenance.uri
    dataset.origin_uri = draft.provenance.uri
    return moved


def follow_place(uow: UnitOfWork, distribution: Distribution, position: int) -> bool:
    """Put a file, with the further sheets of its workbook, where the source lists it."""
    moved = position - distribution.position
    if moved:
        for part in _parts(uow, distribution, (distribution.filename,)):
            part.position += moved
    return bool(moved)


def follow_file(uow: UnitOfWork, distribution: Distribution, file: DistributionDraft) -> bool:
    """Write down what the source says of a file now; whether a reader sees a difference."""
    _rename(uow, distribution, file.filename)
    if file.sha256:
        distribution.fetched_etag, distribution.fetched_modified = file.etag, file.last_modified
    distribution.fetched_mark = file.mark
    told = {
        "title": dict(file.title),
        "description": dict(file.description),
        "uri": file.uri,
        "format_text": file.format_text,
        "link_reason": file.link_reason.to_json() if file.link_reason else None,
    }
    changed = {name: value for name, value in told.items() if getattr(distribution, name) != value}
    for name, value in changed.items():
        setattr(distribution, name, value)
    return bool(changed)


def _rename(uow: UnitOfWork, distribution: Distribution, filename: str) -> None:
    old = distribution.filename
    found = _parts(uow, distribution, (old, filename))
    if filename == old or any(part.filename == filename for part in found):
        return
    for part in found:  # the further sheets of a workbook go by its name too
        part.filename = filename


def _parts(
    uow: UnitOfWork, distribution: Distribution, filenames: tuple[str, ...]
) -> Sequence[Distribution]:
    return uow.session.scalars(
        select(Distribution).where(
            Distribution.dataset_id == distribution.dataset_id,
            Distribution.filename.in_(filenames),
        )
    ).all()
