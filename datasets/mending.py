"""What staff decide on how a file is mended, and what is decided for the next file of its kind."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets import publishing
from datasets.kernel import audit, jobs
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Hold, Stage
from datasets.models.quality import QualityReport
from datasets.reading.correctable import LAST_ROW, MOST_HEADER_ROWS
from datasets.validation.deciding import is_decision


def choose(uow: UnitOfWork, version_id: UUID, choices: Mapping[str, bool]) -> FileVersion:
    """Switch steps of the repair on or off, and let the table be made anew from the same bytes.

    Nothing is lost: the bytes stay, and the table that was made before stays where it lies.

    Args:
        uow: Whose actor may edit.
        version_id: Of a version that nobody has seen yet.
        choices: Whether a step is wanted, by the key of its offer, or what is decided of the
            table, by `decision_key`; other choices stay as they are.

    Returns:
        The version, which waits to be prepared.

    Raises:
        NotFound: if there is no such version, or an offer is none of its own.
        NotAllowed: if the actor may not edit for its organization.
        InvalidMove: if it is public, is being checked, or is no table.
    """
    version, dataset = _unseen(uow, version_id)
    kept = uow.session.get(QualityReport, version.id)
    offered = {str(offer["key"]) for offer in kept.offers} if kept else set()
    columns = [str(column["name"]) for column in version.columns]
    for key in choices:
        if key not in {*offered, *version.choices} and not is_decision(key, columns):
            raise NotFound("This file has no such repair to choose.")
    version.choices = {**version.choices, **choices}
    _prepare_again(uow, dataset, version)
    return version


def tell(uow: UnitOfWork, version_id: UUID, told: Mapping[str, Any]) -> FileVersion:
    """Correct how a file was read, and let its table be made anew from the same bytes.

    Args:
        uow: Whose actor may edit.
        version_id: Of a version that nobody has seen yet.
        told: `names`, `NamesTold` as JSON or empty for the reader's own decision; `sheets`, with
            the file's own table, `take` and `leave`. What is not named stays as it was told.

    Returns:
        The version, which waits to be prepared.

    Raises:
        NotFound: if there is no such version, or nothing in it can be corrected.
        NotAllowed: if the actor may not edit for its organization.
        InvalidMove: if it is public, is being checked, or no sheet would be left.
        InvalidDraft: if the rows are none of a file's first.
    """
    version, dataset = _unseen(uow, version_id)
    kept = uow.session.get(QualityReport, version.id)
    reading = kept.reading if kept else None
    if not reading or not (reading["rows"] or reading.get("sheets")):
        raise NotFound("How this file is read cannot be corrected.")
    left = set(told.get("sheets", {}).get("leave", ()))
    if left and left >= {sheet["name"] for sheet in reading.get("sheets", ())}:
        raise InvalidMove("At least one sheet must stay. Choose which of them are data.")
    if names := told.get("names"):
        _require_rows(names["rows"], names["first"])
    version.told = {**version.told, **told}
    _prepare_again(uow, dataset, version)
    return version


def options_of(session: Session, version: FileVersion) -> dict[str, Any]:
    """How a version is to be mended: what was decided for it, and for the one before it.

    Returns:
        Options of `prepare_file`, for its first table and in `sheets` for the further ones.
    """
    distribution = session.get_one(Distribution, version.distribution_id)
    further = session.scalars(
        select(Distribution).where(
            Distribution.dataset_id == distribution.dataset_id,
            Distribution.filename == distribution.filename,
            Distribution.sheet != "",
        )
    )
    sheets = {part.sheet: _told(session, part, version.sha256) for part in further}
    return {**_told(session, distribution, version.sha256), "sheets": sheets}


def waiting(session: Session, distribution: Distribution, sha256: str) -> FileVersion | None:
    """The newest version of a further table, made of the same bytes, if nobody has seen it yet."""
    newest = _versions(session, distribution)[:1]
    return next((v for v in newest if v.sha256 == sha256 and v.published_at is None), None)


def _require_rows(rows: Sequence[int], first: int) -> None:
    last = rows[-1] if rows else first
    if not 0 <= (rows[0] if rows else first) <= last < LAST_ROW or len(rows) > MOST_HEADER_ROWS:
        raise InvalidDraft(
            "Choose rows from 1 to {last}, at most {most} together.",
            last=LAST_ROW,
            most=MOST_HEADER_ROWS,
        )


def set_aside_others(uow: UnitOfWork, version: FileVersion, sheets: Collection[str]) -> None:
    """Set aside the further tables of a file that are not made of it any more.

    Args:
        uow: The unit in which its tables were written.
        version: Of the file's own table.
        sheets: Names of the further tables that were made.
    """
    first = uow.session.get_one(Distribution, version.distribution_id)
    others = uow.session.scalars(
        select(Distribution).where(
            Distribution.dataset_id == first.dataset_id,
            Distribution.filename == first.filename,
            Distribution.sheet.not_in(["", *sheets]),
        )
    )
    for distribution in others:
        unseen = waiting(uow.session, distribution, version.sha256)
        if unseen is not None:
            unseen.hold = Hold.ASIDE


def _unseen(uow: UnitOfWork, version_id: UUID) -> tuple[FileVersion, Dataset]:
    """A version that may still be made otherwise, with its dataset."""
    version, dataset = _version(uow, version_id)
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    if version.published_at is not None:
        raise InvalidMove("This version is public and stays as it is. Hand in the file once more.")
    if version.erased_at is not None or version.stage not in FINAL_STAGES:
        raise InvalidMove("The files of this dataset are still being checked. Try again shortly.")
    return version, dataset


def _version(uow: UnitOfWork, version_id: UUID) -> tuple[FileVersion, Dataset]:
    found = uow.session.execute(
        select(FileVersion, Dataset)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .join(Dataset, Dataset.id == Distribution.dataset_id)
        .where(FileVersion.id == version_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such file.")
    return found[0], found[1]


def _prepare_again(uow: UnitOfWork, dataset: Dataset, chosen: FileVersion) -> None:
    """Queue the first table's version, with which all tables of the file are made."""
    distribution = uow.session.get_one(Distribution, chosen.distribution_id)
    first = uow.session.scalars(
        select(FileVersion)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(
            Distribution.dataset_id == dataset.id,
            Distribution.filename == distribution.filename,
            Distribution.sheet == "",
            FileVersion.sha256 == chosen.sha256,
        )
        .order_by(FileVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if first is None or first.published_at is not None:
        raise InvalidMove("This version is public and stays as it is. Hand in the file once more.")
    first.stage = Stage.STORED
    publishing.touch(uow, dataset)
    audit.record(uow, "mend", "dataset", str(dataset.id), file=distribution.name)
    jobs.enqueue(
        uow.session,
        "prepare",
        {"version": str(first.id)},
        now=uow.now,
        unique_key=f"prepare:{first.id}",
    )


def _told(session: Session, distribution: Distribution, sha256: str) -> dict[str, Any]:
    """The recipe of the last version that was made of other bytes, and the choices since."""
    versions = _versions(session, distribution)
    own = next((v for v in versions if v.sha256 == sha256), None)
    told = dict(own.told) if own else {}
    number = own.number if own else (versions[0].number + 1 if versions else 1)
    for earlier in versions:
        kept = session.get(QualityReport, earlier.id)
        if earlier.number < number and kept is not None and kept.recipe:
            choices = {**earlier.choices, **(own.choices if own else {})}
            return {"recipe": dict(kept.recipe), "choices": choices, "told": told}
    return {"choices": dict(own.choices) if own else {}, "told": told}


def _versions(session: Session, distribution: Distribution) -> list[FileVersion]:
    """From the newest."""
    return list(
        session.scalars(
            select(FileVersion)
            .where(FileVersion.distribution_id == distribution.id)
            .order_by(FileVersion.number.desc())
        )
    )
