"""What happens to a received file, as jobs: prepare it, keep what was made, let it go on.

Every part may die at any instruction and is safe to run again: what a file is made into depends
only on its bytes, is stored before any row says so, and one transaction writes all rows.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from datasets import (
    changes,
    disclosure,
    indexing,
    intake,
    leaving_out,
    mending,
    publishing,
    queries,
    rechecking,
    scoring,
)
from datasets.drafts import DistributionDraft
from datasets.kernel import cell, jobs
from datasets.kernel.actors import SYSTEM
from datasets.kernel.clock import Clock
from datasets.kernel.confinement import CellLimits
from datasets.kernel.db import Sessions
from datasets.kernel.errors import DomainError, StorageFull
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.dataset import Dataset
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Stage
from datasets.models.quality import QualityReport
from datasets.prepared import PREPARE_FILE, Prepared, PreparedTable, table_key
from datasets.search.index import SearchIndex
from datasets.storage.files import FileStore, StoredFile
from datasets.tables.column import Column
from datasets.tables.difference import Difference
from datasets.tables.store import TableStore
from datasets.validation.checks.privacy import (
    RULES_VERSION,
    Place,
    PrivacyFinding,
    PrivacyKind,
)

LARGEST_CLEAN_BYTES = 4 << 30

Prepare = Callable[[str, str, str, Mapping[str, Any]], Mapping[str, Any]]
"""Path of a file, its name, an empty folder to work in, and options, to `Prepared` as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What the pipeline works with."""

    sessions: Sessions
    clock: Clock
    files: FileStore
    tables: TableStore
    index: SearchIndex
    limits: CellLimits


def prepare(workshop: Workshop, version_id: UUID, run: Prepare | None = None) -> None:
    """Bring one file version from its stored bytes to a table, or to a refusal with its reason.

    Args:
        workshop: What to work with.
        version_id: Of a version whose bytes are stored; one that is done already stays as it is.
        run: Does the work on foreign bytes; a limited child process if None.
    """
    with workshop.sessions() as session:
        version = queries.version(session, version_id)
        if version.stage in FINAL_STAGES:
            return
        options = mending.options_of(session, version)
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        try:
            made = Prepared.from_json(
                (run or in_cell(workshop, PREPARE_FILE))(
                    str(workshop.files.path(version.sha256)), version.filename, folder, options
                )
            )
        except StorageFull:
            raise  # says nothing about the file; the job is tried again
        except DomainError as refusal:
            refuse(workshop, version_id, refusal)
            return
        public = _public_tables(workshop, version)
        kept = [_keep(workshop, version.sha256, table) for table in made.tables]
        kept = [_compared(workshop, each, n, public, Path(folder)) for n, each in enumerate(kept)]
        copy = keep_copy(workshop, made.copy_path) if made.copy_path else None
        with begin(workshop.sessions, SYSTEM, workshop.clock) as uow:
            _write(uow, version_id, made, kept, public.get(""), copy)


def index(workshop: Workshop) -> int:
    """Let the search follow the catalogue; returns how many datasets changed."""
    return indexing.follow(workshop.sessions, workshop.index)


def in_cell(workshop: Workshop, function: str) -> Callable[..., Mapping[str, Any]]:
    """A function that runs in a limited child process."""

    def run(*args: Any) -> Mapping[str, Any]:
        made: Mapping[str, Any] = cell.run(function, *args, limits=workshop.limits)
        return made

    return run


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where what was made of one table lies now, and what it changes against what is public."""

    table: PreparedTable
    key: str
    clean_sha256: str
    clean_size_bytes: int
    before: FileVersion | None = None
    difference: Difference | None = None


def _keep(workshop: Workshop, sha256: str, table: PreparedTable) -> _Kept:
    key = table_key(sha256, table)
    with Path(table.clean_path).open("rb") as clean:
        stored = workshop.files.put(clean, LARGEST_CLEAN_BYTES)
    workshop.tables.put(key, Path(table.parquet_path))
    return _Kept(table, key, stored.sha256, stored.size_bytes)


def _public_tables(workshop: Workshop, version: FileVersion) -> dict[str, FileVersion]:
    """The public tables of the file of a version: by sheet, that of the file itself under ""."""
    with workshop.sessions() as session:
        mine = session.get_one(Distribution, version.distribution_id)
        found = session.execute(
            select(Distribution.sheet, FileVersion)
            .join(FileVersion, FileVersion.distribution_id == Distribution.id)
            .where(
                Distribution.dataset_id == mine.dataset_id,
                Distribution.filename == mine.filename,
                Distribution.current_number == FileVersion.number,
                FileVersion.table_key.is_not(None),
            )
        )
        return {sheet: shown for sheet, shown in found}  # noqa: C416 - rows, not pairs


def _compared(
    workshop: Workshop, kept: _Kept, position: int, public: Mapping[str, FileVersion], folder: Path
) -> _Kept:
    before = public.get("" if position == 0 else kept.table.name)
    if before is None:
        return kept
    columns = [Column.from_json(dict(column)) for column in kept.table.columns]
    difference = changes.found(workshop.tables, before, kept.key, columns, folder)
    return replace(kept, before=before, difference=difference)


def keep_copy(workshop: Workshop, path: str) -> StoredFile:
    """Put what goes out in place of a picture into the store."""
    with Path(path).open("rb") as copy:
        return workshop.files.put(copy, LARGEST_CLEAN_BYTES)


def refuse(workshop: Workshop, version_id: UUID, refusal: DomainError) -> None:
    """Write down why nothing can be made of a version, and let its dataset go on."""
    with begin(workshop.sessions, SYSTEM, workshop.clock) as uow:
        version = uow.session.get_one(FileVersion, version_id)
        version.stage = Stage.REFUSED
        version.refusal = refusal.message.to_json()
        settle(uow, version)


def _write(
    uow: UnitOfWork,
    version_id: UUID,
    made: Prepared,
    kept: list[_Kept],
    lost: FileVersion | None,
    copy: StoredFile | None,
) -> None:
    version = uow.session.get_one(FileVersion, version_id)
    if version.stage in FINAL_STAGES:
        return  # another worker was quicker
    version.format, version.encoding, version.newline = made.format, made.encoding, made.newline
    version.stage = Stage.PACKAGED
    if copy is not None:
        version.clean_sha256, version.clean_size_bytes = copy.sha256, copy.size_bytes
    distribution = uow.session.get_one(Distribution, version.distribution_id)
    for position, table in enumerate(kept):
        if position == 0:
            _fill(uow, version, made, table)
        elif (further := _further(uow, distribution, version, table, position)) is not None:
            further.format, further.encoding = made.format, made.encoding
            further.hold = version.hold
            _fill(uow, further, made, table)
            disclosure.ask_of_new_columns(uow, further)
    mending.set_aside_others(uow, version, {table.table.name for table in kept[1:]})
    if not kept:
        version.privacy_rules = RULES_VERSION
        uow.session.merge(
            QualityReport(version_id=version.id, defects=[dict(defect) for defect in made.defects])
        )
        if lost is not None:
            changes.keep(uow, version, lost, changes.no_table(lost))
    found = _findings(made)
    disclosure.ask(uow, version, found)
    leaving_out.note_harmless(uow, version, found)
    disclosure.ask_of_new_columns(uow, version)
    settle(uow, version)


def _further(
    uow: UnitOfWork, first: Distribution, version: FileVersion, kept: _Kept, position: int
) -> FileVersion | None:
    dataset = uow.session.get_one(Dataset, first.dataset_id)
    draft = DistributionDraft(
        filename=first.filename,
        uri=first.uri,
        title={"ja": kept.table.name, "en": kept.table.name},
        columns=first.column_notes,
    )
    distribution = intake.add_distribution(
        uow, dataset, draft, sheet=kept.table.name, position=first.position + position
    )
    added = intake.add_version(
        uow, distribution, sha256=version.sha256, size_bytes=version.size_bytes
    )
    return added or mending.waiting(uow.session, distribution, version.sha256)


def _fill(uow: UnitOfWork, version: FileVersion, made: Prepared, kept: _Kept) -> None:
    table = kept.table
    version.header_row, version.rows = table.header_row, table.rows
    version.columns = [dict(column) for column in table.columns]
    version.geometry_type = table.geometry_type
    if version.table_key and version.table_key != kept.key:
        old = {"table_key": version.table_key, "clean_sha256": version.clean_sha256}
        version.made_before = [*version.made_before, old]
    version.table_key = kept.key
    version.standard = _followed(table)
    version.privacy_rules = RULES_VERSION
    version.clean_sha256, version.clean_size_bytes = kept.clean_sha256, kept.clean_size_bytes
    version.stage = Stage.PACKAGED
    if table.descriptor is None:  # Frictionless has not reported yet
        version.stage = Stage.TABULATED
        asked, key = {"version": str(version.id)}, rechecking.check_key(version.id)
        jobs.enqueue(uow.session, "validate", asked, now=uow.now, unique_key=key)
    uow.session.merge(
        QualityReport(
            version_id=version.id,
            report=dict(table.report),
            schema=dict(table.schema),
            descriptor=dict(table.descriptor) if table.descriptor else None,
            recipe=dict(table.recipe),
            offers=[dict(offer) for offer in table.offers],
            repairs=[dict(record) for record in table.repairs],
            defects=[dict(defect) for defect in made.defects],
            notes=list(table.notes),
            standard=dict(table.standard) if table.standard else None,
            reading=dict(table.reading) if table.reading else None,
        )
    )
    if kept.before is not None and kept.difference is not None:
        changes.keep(uow, version, kept.before, kept.difference)


def _followed(table: PreparedTable) -> str:
    held = table.standard is not None and table.standard["followed"]
    return str(table.standard["standard"]) if table.standard and held else ""


def _findings(made: Prepared) -> tuple[PrivacyFinding, ...]:
    """What a person must decide on: personal data, and text that nobody can read."""
    found = tuple(PrivacyFinding.from_json(finding) for finding in made.privacy)
    broken = sum(defect["count"] for defect in made.defects if defect["code"] == "E_MOJIBAKE")
    return (*found, Place().finding(PrivacyKind.BROKEN_TEXT, broken)) if broken else found


def settle(uow: UnitOfWork, version: FileVersion) -> None:
    """Let the dataset of a version that is done go on, and weigh it anew."""
    uow.session.flush()
    dataset = uow.session.scalars(
        select(Dataset)
        .join(Distribution, Distribution.dataset_id == Dataset.id)
        .where(Distribution.id == version.distribution_id)
    ).one()
    publishing.settle(uow, dataset)
    uow.session.flush()
    dataset.quality_score = scoring.dataset_score(uow.session, dataset, uow.now)
