"""Frictionless's report on a large table that the sieve has judged; nothing is public before it.

May die at any instruction and is safe to run again: one transaction writes all rows.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from datasets import pipeline, queries
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError, StorageFull
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.models.distribution import FileVersion, Stage
from datasets.models.quality import QualityReport
from datasets.pipeline import Workshop
from datasets.prepared import CHECK_TABLE
from datasets.validation.expected import as_expected
from datasets.validation.report import Report

Check = Callable[[str, dict[str, Any]], Mapping[str, Any]]
"""Path of a clean table and its schema, to `report` and `descriptor` as JSON."""

log = logging.getLogger(__name__)


def check(workshop: Workshop, version_id: UUID, run: Check | None = None) -> None:
    """Let Frictionless report on a table, and let its dataset go on.

    Args:
        workshop: What to work with.
        version_id: Of a version that is tabulated; at any other stage it stays as it is.
        run: Does the work; a limited child process if None.
    """
    with workshop.sessions() as session:
        version = queries.version(session, version_id)
        kept = queries.quality_report(session, version_id)
    if version.stage is not Stage.TABULATED:
        return
    assert kept is not None and version.clean_sha256 and kept.schema is not None  # noqa: S101, PT018 - written with the stage
    clean = str(workshop.files.path(version.clean_sha256))
    try:
        told = (run or pipeline.in_cell(workshop, CHECK_TABLE))(clean, kept.schema)
    except StorageFull:
        raise  # says nothing about the file; the job is tried again
    except DomainError as refusal:
        pipeline.refuse(workshop, version_id, refusal)
        return
    with begin(workshop.sessions, SYSTEM, workshop.clock) as uow:
        _report(uow, version_id, told)


def _report(uow: UnitOfWork, version_id: UUID, told: Mapping[str, Any]) -> None:
    version = uow.session.get_one(FileVersion, version_id)
    if version.stage is not Stage.TABULATED:
        return  # another worker was quicker
    kept = uow.session.get_one(QualityReport, version_id)
    quick = Report.from_json(kept.report or {})
    report = as_expected(Report.from_json(told["report"]), quick.basis, kept.standard)
    report = report.of_all_rows(quick)
    if quick.valid != report.valid:
        log.warning(
            "the quick check and Frictionless differ",
            extra={
                "version": str(version_id),
                "quick": quick.counts,
                "frictionless": report.counts,
            },
        )
    kept.report, kept.descriptor = report.to_json(), told["descriptor"]
    version.stage = Stage.PACKAGED
    pipeline.settle(uow, version)
