"""A dataset of the catalogue as the API shows it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from datasets import queries
from datasets.kernel.messages import Message
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from datasets.models.quality import QualityReport
from datasets.queries import PublicFile
from datasets.tables.column import Column
from datasets.validation.report import Report
from datasets.vocabulary import FORMAT_BY_CODE, LICENSE_BY_CODE, UNSTATED_LICENSE
from portal.api.shapes import (
    ColumnShape,
    DatasetShape,
    FileShape,
    FindingShape,
    LinkShape,
    QualityShape,
    SourceShape,
    Words,
)
from portal.web.context import services


def words_shape(text: Mapping[str, str] | None) -> Words:
    """Text by language; an empty one is null."""
    kept = text or {}
    return Words(ja=kept.get("ja") or None, en=kept.get("en") or None)


def dataset_shape(dataset: Dataset, report: QualityReport | None) -> DatasetShape:
    """A dataset that was loaded whole.

    Args:
        dataset: Published, with organization, files and versions.
        report: Of its first table; None if it has none.
    """
    license_ = LICENSE_BY_CODE.get(dataset.license, UNSTATED_LICENSE)
    settings = services().settings
    page = url_for("dataset.show", slug=dataset.slug, locale=settings.default_locale)
    return DatasetShape(
        id=str(dataset.id),
        slug=dataset.slug,
        title=words_shape(dataset.title),
        summary=words_shape(dataset.summary),
        organization=dataset.organization.slug,
        organization_title=words_shape(dataset.organization.title),
        themes=dataset.themes,
        keywords=dataset.keywords,
        license=dataset.license,
        license_url=license_.url,
        frequency=dataset.frequency,
        published_at=dataset.published_at,
        modified_at=dataset.modified_at,
        url=settings.base_url + page,
        datapackage_url=settings.base_url + url_for("download.datapackage", slug=dataset.slug),
        files=[file_shape(dataset, file) for file in queries.public_files(dataset)],
        links=[link_shape(link) for link in queries.public_links(dataset)],
        missing_since=dataset.missing_since,
        quality=QualityShape(score=dataset.quality_score, findings=_findings(report)),
        source=SourceShape(
            kind=dataset.origin_kind, uri=dataset.origin_uri, path=dataset.origin_path
        ),
    )


def file_shape(dataset: Dataset, file: PublicFile) -> FileShape:
    """The public version of one file."""
    distribution, version = file.distribution, file.version
    format_ = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"])
    notes = distribution.column_notes
    base = services().settings.base_url
    named: dict[str, Any] = {"slug": dataset.slug, "file": distribution.name}
    return FileShape(
        name=distribution.name,
        title=words_shape(distribution.title),
        filename=version.filename,
        format=version.format,
        media_type=format_.media_type,
        size_bytes=version.outgoing_size_bytes,
        sha256=version.outgoing_sha256,
        encoding=version.encoding,
        rows=version.rows,
        standard=version.standard or None,
        columns=[
            column_shape(Column.from_json(column), notes, version.rows or 0)
            for column in version.columns
        ],
        version=version.number,
        updated_at=version.published_at,
        download_url=base
        + (
            url_for("download.file", ext="csv", **named)
            if file.is_table
            else url_for("download.original", **named)
        ),
        rows_url=base + url_for("api.rows", **named) if file.is_table else None,
        missing_since=distribution.missing_since,
    )


def link_shape(link: Distribution) -> LinkShape:
    """A file of which only the address is kept."""
    reason = link.link_reason
    return LinkShape(
        name=link.name,
        title=words_shape(link.title),
        description=words_shape(link.description),
        format=link.format_text,
        url=link.uri,
        reason=str(Message.from_json(reason)) if reason else "",
        missing_since=link.missing_since,
    )


def column_shape(column: Column, notes: Mapping[str, Mapping[str, str]], rows: int) -> ColumnShape:
    """One column; what its publisher wrote of it stands before what was read from the file."""
    written = notes.get(column.name, {})
    return ColumnShape(
        name=column.name,
        type=column.type.value,
        role=column.role.value,
        unit=column.unit,
        description=written.get("ja") or written.get("en") or column.description,
        blank_share=round(column.blank_count / rows, 4) if rows else 0.0,
    )


def _findings(report: QualityReport | None) -> list[FindingShape]:
    if report is None or report.report is None:
        return []
    return [
        FindingShape(
            code=finding.code,
            message=str(finding.message),
            row=finding.row,
            column=finding.column,
        )
        for finding in Report.from_json(report.report).findings
    ]
