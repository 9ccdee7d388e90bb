"""A dataset as datapackage.json.

Source: Data Package v2 (https://datapackage.org/standard/data-package/), Table Schema v2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datasets.tables.column import Column

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLicense:
    """A licence: its SPDX name, its address and its title; at least name or path."""

    name: str = ""
    path: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSource:
    """Where the data came from."""

    title: str
    path: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContributor:
    """Who publishes, keeps or made it; `roles` such as publisher, creator."""

    title: str
    path: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """One file.

    Attributes:
        name: ASCII, unique in its package.
        path: Absolute http(s) address, or relative to the descriptor without "..".
        format: File ending without the dot, such as csv.
        size_bytes: >= 0.
        sha256: 64 hexadecimal digits.
        encoding: Of text; empty for a binary file.
        columns: Of a table, in order; empty for any other file.
        primary_key: Names of columns that together tell rows apart.
    """

    name: str
    path: str
    format: str
    media_type: str
    size_bytes: int
    sha256: str
    encoding: str = "utf-8"
    title: str = ""
    description: str = ""
    columns: Sequence[Column] = ()
    primary_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """What is known of a dataset.

    Attributes:
        name: Its slug.
        id: Its UUID or lasting address.
        created: When this descriptor's content was made; aware.
        version: Of the whole dataset, as text.
        files: At least one.
    """

    name: str
    id: str
    title: str
    created: datetime
    files: Sequence[PackageFile]
    description: str = ""
    homepage: str = ""
    version: str = ""
    licenses: Sequence[PackageLicense] = ()
    sources: Sequence[PackageSource] = ()
    contributors: Sequence[PackageContributor] = ()
    keywords: Sequence[str] = ()


def datapackage(facts: PackageFacts) -> dict[str, Any]:
    """The descriptor, in a fixed order and without empty properties."""
    return _filled(
        {
            "$schema": PROFILE,
            "name": facts.name,
            "id": facts.id,
            "title": facts.title,
            "description": facts.description,
            "homepage": facts.homepage,
            "version": facts.version,
            "created": facts.created.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "licenses": [
                _filled({"name": one.name, "path": one.path, "title": one.title})
                for one in facts.licenses
            ],
            "sources": [
                _filled({"title": one.title, "path": one.path, "email": one.email})
                for one in facts.sources
            ],
            "contributors": [
                _filled(
                    {
                        "title": one.title,
                        "path": one.path,
                        "email": one.email,
                        "roles": list(one.roles),
                    }
                )
                for one in facts.contributors
            ],
            "keywords": list(facts.keywords),
            "resources": [_resource(file) for file in facts.files],
        }
    )


def table_schema(columns: Sequence[Column], primary_key: Sequence[str] = ()) -> dict[str, Any]:
    """The columns as a Table Schema; the unit stands in the description too."""
    return _filled(
        {
            "fields": [_field(column) for column in columns],
            "missingValues": [""],
            "primaryKey": list(primary_key),
        }
    )


def _resource(file: PackageFile) -> dict[str, Any]:
    schema = table_schema(file.columns, file.primary_key) if file.columns else None
    resource = _filled(
        {
            "name": file.name,
            "type": "table" if file.columns else "",
            "path": file.path,
            "title": file.title,
            "description": file.description,
            "format": file.format,
            "mediatype": file.media_type,
            "encoding": file.encoding,
            "hash": f"sha256:{file.sha256}",
            "schema": schema,
        }
    )
    return {**resource, "bytes": file.size_bytes}


def _field(column: Column) -> dict[str, Any]:
    described = column.description
    if column.unit and column.unit not in described:
        described = f"{described} ({column.unit})".strip()
    example = column.examples[0] if column.examples else ""
    return _filled(
        {
            "name": column.name,
            "type": column.type.value,
            "format": "" if column.format == "default" else column.format,
            "description": described,
            "example": example,
        }
    )


def _filled(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in ("", None, [])}
