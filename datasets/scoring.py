"""The quality figure of a dataset, from what the catalogue knows of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution, FileVersion
from datasets.models.organization import Organization
from datasets.models.quality import QualityReport
from datasets.tables.column import Column, ColumnRole
from datasets.validation.quality import Quality, QualityFacts, quality
from datasets.validation.report import Report
from datasets.validation.standards.recognise import is_followed
from datasets.validation.standards.schema import standard
from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE

GRACE_DAYS = 3
GRACE_SHARE = 0.1
_PLACED = {ColumnRole.ADDRESS, ColumnRole.LATITUDE, ColumnRole.LONGITUDE}


def columns_of(version: FileVersion) -> tuple[Column, ...]:
    """The columns of a version's table, in order."""
    return tuple(Column.from_json(column) for column in version.columns)


def late_days(dataset: Dataset, now: datetime) -> int:
    """Days past the promised update and its grace, 0 if it is on time or promised nothing."""
    days = FREQUENCY_BY_CODE[dataset.frequency].days
    changed = dataset.modified_at or dataset.published_at
    if days is None or changed is None:
        return 0
    grace = max(GRACE_DAYS, round(days * GRACE_SHARE))
    late = (now - changed).days - days
    return late if late > grace else 0


def score(
    dataset: Dataset,
    version: FileVersion,
    report: QualityReport | None,
    *,
    contact: str,
    notes: dict[str, dict[str, str]],
    now: datetime,
) -> Quality:
    """Weigh one table of a dataset.

    Args:
        dataset: With its own fields only.
        version: The version the public sees.
        report: What was found in it; None if it is not a table.
        contact: Of its organization; empty if unknown.
        notes: Descriptions by column name, then by language.
        now: The instant lateness is counted from.
    """
    columns = columns_of(version)
    checked = Report.from_json(report.report) if report and report.report else None
    standing = report.standard if report and report.standard else None
    held = standing if standing and is_followed(standing) else None
    key = next((c for c in columns if c.role is ColumnRole.ID), None)
    roles = {column.role for column in columns}
    return quality(
        QualityFacts(
            valid=bool(checked and checked.sound),
            finding_count=checked.fault_count if checked else 0,
            column_count=len(columns),
            described_count=sum(1 for c in columns if any(notes.get(c.name, {}).values())),
            key_column=key.name if key else "",
            key_blank_count=key.blank_count if key else 0,
            standard=standard(held["standard"]).title["ja"] if held else "",
            standard_missing_count=len(held["missing"]) if held else 0,
            standard_deviation_count=checked.deviation_count if checked else 0,
            late_days=late_days(dataset, now),
            license_open=LICENSE_BY_CODE[dataset.license].is_open,
            has_places=not roles & _PLACED or ColumnRole.LATITUDE in roles,
            contact=contact,
        )
    )


def dataset_score(session: Session, dataset: Dataset, now: datetime) -> int | None:
    """The figure of a dataset's first public table; None while it has none."""
    found = session.execute(
        select(Distribution, FileVersion, QualityReport, Organization.contact)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .join(QualityReport, QualityReport.version_id == FileVersion.id)
        .join(Organization, Organization.id == dataset.organization_id)
        .where(
            Distribution.dataset_id == dataset.id,
            FileVersion.number == Distribution.current_number,
            FileVersion.table_key.is_not(None),
        )
        .order_by(Distribution.position, Distribution.name)
        .limit(1)
    ).first()
    if found is None:
        return None
    distribution, version, report, contact = found
    notes = distribution.column_notes
    return score(dataset, version, report, contact=contact, notes=notes, now=now).score
