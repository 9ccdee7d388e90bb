"""What the API shows of each thing; the description is made from these."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A shape without surprises: what is not named here is not sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Shape):
    """Text by language; the other one is null."""

    ja: str | None = None
    en: str | None = None


class ColumnShape(Shape):
    """One column of a table."""

    name: str
    type: Annotated[str, Field(description="A Table Schema type: string, integer, number …")]
    role: Annotated[str, Field(description="What it is for: name, latitude, measure, category …")]
    unit: str
    description: str
    blank_share: Annotated[float, Field(ge=0, le=1, description="Share of cells without a value")]


class FileShape(Shape):
    """One file of a dataset, in its public version."""

    name: Annotated[str, Field(description="Its part of addresses; never changes")]
    title: Words
    filename: str
    format: str
    media_type: str
    size_bytes: Annotated[int, Field(ge=0, description="Of the original")]
    sha256: Annotated[str, Field(description="Of the original")]
    encoding: Annotated[str | None, Field(description="Of the original; null for a workbook")]
    rows: Annotated[int | None, Field(description="Null if it is not a table")]
    columns: list[ColumnShape]
    version: Annotated[int, Field(ge=1)]
    updated_at: datetime | None
    download_url: Annotated[str, Field(description="CSV for a table, else the original")]
    rows_url: Annotated[str | None, Field(description="Its rows as JSON, filtered and paged")]


class FindingShape(Shape):
    """One place where a table is not what it says it is."""

    code: str
    message: str
    row: int | None
    column: str | None


class QualityShape(Shape):
    """The quality figure, and what the check found in the first table."""

    score: Annotated[int | None, Field(ge=0, le=100)]
    findings: list[FindingShape]


class SourceShape(Shape):
    """Where a dataset came from."""

    kind: str
    uri: str
    path: str


class DatasetShape(Shape):
    """A dataset with its files."""

    id: Annotated[str, Field(description="A UUID; never changes")]
    slug: Annotated[str, Field(description="Its part of addresses; never changes")]
    title: Words
    summary: Words
    organization: Annotated[str, Field(description="Slug of its publisher")]
    organization_title: Words
    themes: list[str]
    keywords: list[str]
    license: Annotated[str, Field(description="SPDX identifier, or notspecified")]
    license_url: str
    frequency: str
    published_at: datetime | None
    modified_at: datetime | None
    url: Annotated[str, Field(description="Its page for people")]
    datapackage_url: str
    files: list[FileShape]
    quality: QualityShape
    source: SourceShape


class FacetValueShape(Shape):
    """How many datasets there would be with one value chosen."""

    value: str
    count: int


class DatasetsShape(Shape):
    """One page of datasets."""

    total: Annotated[int, Field(ge=0, description="On all pages")]
    items: list[DatasetShape]
    facets: dict[str, list[FacetValueShape]]


class RowsShape(Shape):
    """One page of rows; values are typed as the columns are, a blank is null."""

    total: Annotated[int, Field(ge=0, description="Rows that match, on all pages")]
    items: list[dict[str, Any]]
    next: Annotated[str | None, Field(description="Address of the next page; null on the last")]
    facets: Annotated[
        dict[str, list[FacetValueShape]] | None, Field(description="Only when asked by _facet")
    ] = None


class OrganizationShape(Shape):
    """Who publishes."""

    slug: str
    title: Words
    description: Words
    contact: str
    dataset_count: int
    url: str


class OrganizationsShape(Shape):
    """Everyone who has published something."""

    total: int
    items: list[OrganizationShape]


class AppShape(Shape):
    """What somebody made of the data."""

    slug: str
    title: Words
    url: str


class AppsShape(Shape):
    """Apps."""

    total: int
    items: list[AppShape]


class SuggestionShape(Shape):
    """Something to look for, while it is being typed."""

    text: str
    url: str
    kind: Annotated[str, Field(description="word or dataset")]


class SuggestionsShape(Shape):
    """At most eight suggestions."""

    items: list[SuggestionShape]


class IndexShape(Shape):
    """Where everything is."""

    datasets: str
    organizations: str
    apps: str
    suggest: str
    openapi: str


class ProblemShape(Shape):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    code: Annotated[str, Field(description="Stable; for programs")]


class HealthShape(Shape):
    """Whether the portal can work, and which part cannot."""

    ready: bool
    database: bool
    files: bool
    index: bool
