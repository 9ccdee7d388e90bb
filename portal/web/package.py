"""A published dataset as a Data Package, with the addresses of this portal."""

from typing import Any

import orjson
from flask import url_for

from datasets import queries
from datasets.models.dataset import Dataset
from datasets.packaging.datapackage import (
    PackageContributor,
    PackageFacts,
    PackageFile,
    PackageLicense,
    PackageSource,
    datapackage,
)
from datasets.queries import PublicFile
from datasets.scoring import columns_of
from datasets.tables.column import ColumnRole
from datasets.vocabulary import FORMAT_BY_CODE, LICENSE_BY_CODE, UNSTATED_LICENSE
from portal.web.context import services
from portal.web.file_card import original_is_public
from portal.web.language import words


def package_bytes(dataset: Dataset, locale: str) -> bytes:
    """The descriptor of a dataset that was loaded whole, as JSON in one language."""
    return orjson.dumps(datapackage(_facts(dataset, locale)), option=orjson.OPT_INDENT_2)


def _facts(dataset: Dataset, locale: str) -> PackageFacts:
    base = services().settings.base_url
    license_ = LICENSE_BY_CODE.get(dataset.license, UNSTATED_LICENSE)
    stated = license_ is not UNSTATED_LICENSE
    owner = words(dataset.organization.title, locale)
    return PackageFacts(
        name=dataset.slug,
        id=str(dataset.id),
        title=words(dataset.title, locale),
        description=words(dataset.description, locale) or words(dataset.summary, locale),
        homepage=base + url_for("dataset.show", slug=dataset.slug, locale=locale),
        # counts what became public: that something private changed is nobody's business
        version=str(sum(file.version.number for file in queries.public_files(dataset))),
        created=dataset.modified_at or dataset.published_at or dataset.created_at,
        licenses=(PackageLicense(name=license_.code, path=license_.url, title=license_.title),)
        if stated
        else (),
        sources=(PackageSource(title=owner, path=dataset.origin_uri),)
        if dataset.origin_uri.startswith(("http://", "https://"))
        else (),
        contributors=(PackageContributor(title=owner, roles=("publisher",)),),
        keywords=tuple(dataset.keywords),
        files=tuple(
            _file(dataset, file, locale, base)
            for file in queries.public_files(dataset)
            if file.is_table or original_is_public(dataset, file)
        ),
    )


def _file(dataset: Dataset, file: PublicFile, locale: str, base: str) -> PackageFile:
    distribution, version = file.distribution, file.version
    named: dict[str, Any] = {"slug": dataset.slug, "file": distribution.name}
    title = words(distribution.title, locale) or version.filename
    if not file.is_table or version.clean_sha256 is None:
        format_ = FORMAT_BY_CODE.get(version.format, FORMAT_BY_CODE["bin"])
        return PackageFile(
            name=distribution.name,
            path=base + url_for("download.original", **named),
            format=format_.extension,
            media_type=format_.media_type,
            size_bytes=version.outgoing_size_bytes,
            sha256=version.outgoing_sha256,
            encoding=version.encoding or "",
            title=title,
        )
    columns = columns_of(version)
    keys = [column for column in columns if column.role is ColumnRole.ID]
    unique = (column for column in keys if column.distinct_count == version.rows)
    key = next(unique, None)
    return PackageFile(
        name=distribution.name,
        path=base + url_for("download.file", ext="csv", **named),
        format="csv",
        media_type="text/csv",
        size_bytes=version.clean_size_bytes or 0,
        sha256=version.clean_sha256,
        title=title,
        columns=columns,
        primary_key=(key.name,) if key else (),
    )
