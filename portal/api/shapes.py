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
    standard: Annotated[
        str | None, Field(description="Id of the national standard it follows, such as aed")
    ]
    columns: list[ColumnShape]
    version: Annotated[int, Field(ge=1)]
    updated_at: datetime | None
    download_url: Annotated[str, Field(description="CSV for a table, else the original")]
    rows_url: Annotated[str | None, Field(description="Its rows as JSON, filtered and paged")]
    missing_since: Annotated[
        datetime | None, Field(description="When its source stopped naming it; null while it does")
    ]


class LinkShape(Shape):
    """One file that stays where its publisher keeps it."""

    name: Annotated[str, Field(description="Its part of addresses; never changes")]
    title: Words
    description: Words
    format: Annotated[str, Field(description="As its source words it; may be empty")]
    url: Annotated[str, Field(description="Where it is")]
    reason: Annotated[str, Field(description="Why only the link is kept")]
    missing_since: datetime | None


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
    links: Annotated[list[LinkShape], Field(description="Files that are not kept here")]
    missing_since: Annotated[
        datetime | None, Field(description="When its source stopped listing it; null while it does")
    ]
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


class AppPictureShape(Shape):
    """A picture of an app's screen, WebP."""

    url: str
    alt: Words
    width: int
    height: int


class AppShape(Shape):
    """What somebody made of the data."""

    slug: str
    title: Words
    line: Annotated[Words, Field(description="What one can do with it")]
    description: Words
    url: Annotated[str, Field(description="Where it is; its page here for one that runs here")]
    page_url: str
    kind: Annotated[str, Field(description="Its built-in kind; other for one made elsewhere")]
    author: str
    made_by: Annotated[str, Field(description="residents, city, university or company")]
    platforms: list[str]
    themes: list[str]
    datasets: Annotated[list[str], Field(description="Slugs of the public data it uses")]
    cost: Annotated[str, Field(description="free, ads or paid")]
    license: str
    source_code: str
    privacy: Words
    works_elsewhere: bool
    featured: bool
    alive: Annotated[bool, Field(description="Whether it opened in the last checks")]
    checked_at: datetime | None
    approved_at: datetime | None
    pictures: list[AppPictureShape]


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


class FileVersionShape(Shape):
    """A file that was handed in, and how far its check has come."""

    dataset: str
    file: str
    version: Annotated[int, Field(ge=1)]
    filename: str
    size_bytes: Annotated[int, Field(ge=0)]
    sha256: str
    stage: Annotated[str, Field(description="packaged when done, refused if it cannot be read")]
    received_at: datetime
    rows: int | None
    findings: Annotated[int | None, Field(description="Null before it was checked")]
    open_questions: Annotated[int, Field(ge=0, description="About personal data, for a person")]
    waits_for: Annotated[
        str | None, Field(description="check, questions, confirmation, review or publishing")
    ]
    refusal: str | None
    published_at: Annotated[datetime | None, Field(description="Null while it is not public")]
    status_url: str
    page_url: Annotated[str, Field(description="Its page for staff")]


class ChangeShape(Shape):
    """How many rows a version changed against an older one."""

    since_version: Annotated[int, Field(ge=1, description="The version it is compared with")]
    added: Annotated[int, Field(ge=0)]
    changed: Annotated[int, Field(ge=0, description="0 where rows have nothing like a key")]
    removed: Annotated[int, Field(ge=0)]


class PublicVersionShape(Shape):
    """One version of a file that was public, or is."""

    version: Annotated[int, Field(ge=1)]
    published_at: datetime | None
    rows: Annotated[int | None, Field(description="Null if it is not a table")]
    size_bytes: Annotated[int, Field(ge=0, description="Of the original")]
    sha256: Annotated[str | None, Field(description="Of the original; null if it was erased")]
    download_url: Annotated[str | None, Field(description="CSV; null if it is not a table")]
    change: Annotated[ChangeShape | None, Field(description="Null for the first, or if unknown")]


class VersionsShape(Shape):
    """Versions of a file, the newest first."""

    total: Annotated[int, Field(ge=0)]
    items: list[PublicVersionShape]


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
