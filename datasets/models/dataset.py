"""Dataset: what is published, with its state (dcat:Dataset)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.db import Base, JsonType, UtcDateTime
from datasets.models.distribution import Distribution
from datasets.models.organization import Organization


class State(StrEnum):
    """Where a dataset stands; the moves are in `datasets.publishing`."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DataClass(StrEnum):
    """Who may know data, as the publisher says; only open data go public.

    Source: MIC, guideline on the security of smart cities 3.0 (open, limited, closed data).
    """

    UNASKED = ""
    ASKED = "asked"
    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


class Rights(StrEnum):
    """Whose work is in data, as the publisher says."""

    UNSAID = ""
    OWN = "own"
    PERMITTED = "permitted"
    UNCLEAR = "unclear"


class Dataset(Base):
    """A dataset of one organization.

    Attributes:
        slug: ASCII `[a-z0-9_-]{2,100}`; part of its address, frozen.
        title: By language; likewise `summary` (at most 80 characters) and `description`.
        themes: Codes of `datasets.vocabulary.THEMES`.
        license: Code of `datasets.vocabulary.LICENSES`; `license_text` is as the source wrote it.
        origin_source: Slug of the harvest source; empty for uploads. With `origin_identifier`
            the key by which a re-harvest finds it.
        wants_publishing: Goes public by itself once nothing stands in the way.
        revision: Counts changes of any kind; the index lags while `indexed_revision` is smaller.
        modified_at: When a public file last changed in content.
        pinned: Names of fields that staff wrote themselves; a re-harvest leaves them alone.
        missing_since: When its source stopped listing it.
        changed_by: Who last wrote its description or handed in a file; empty for the portal.
        submitted_at: Since when it waits for a person who may review, on behalf of
            `submitted_by`; None while it does not.
        returned_at: When it was last sent back, with the reason for its publisher.
        proposed: A description of data that were public, until a person approves it.
        erased_at: When all of it was destroyed; what is left is its address.
        publish_at: When it goes public by itself, as `publish_by` chose, if it is then still what
            it was at `publish_revision`; None if nobody chose a time.
        publish_missed: Why it did not go public at its time, as a message in JSON.
        data_class: One of `DataClass`; `rights` one of `Rights`.
        rights_note: Who gave consent, where others have rights in it.
    """

    __tablename__ = "dataset"
    __table_args__ = (
        Index(
            "uq_dataset_origin",
            "origin_source",
            "origin_identifier",
            unique=True,
            sqlite_where=text("origin_source != ''"),
            postgresql_where=text("origin_source != ''"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    summary: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    description: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    themes: Mapped[list[str]] = mapped_column(JsonType, default=list)
    keywords: Mapped[list[str]] = mapped_column(JsonType, default=list)
    license: Mapped[str] = mapped_column(default="notspecified")
    license_text: Mapped[str] = mapped_column(default="")
    frequency: Mapped[str] = mapped_column(default="unknown")
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    origin_kind: Mapped[str] = mapped_column(default="upload")
    origin_source: Mapped[str] = mapped_column(default="")
    origin_identifier: Mapped[str] = mapped_column(default="")
    origin_uri: Mapped[str] = mapped_column(default="")
    origin_path: Mapped[str] = mapped_column(default="")
    wants_publishing: Mapped[bool] = mapped_column(default=False)
    originals_public: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    indexed_revision: Mapped[int] = mapped_column(default=0)
    quality_score: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    modified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    pinned: Mapped[list[str]] = mapped_column(JsonType, default=list)
    missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_reason: Mapped[str] = mapped_column(default="")
    proposed: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    publish_by: Mapped[str] = mapped_column(default="")
    publish_revision: Mapped[int] = mapped_column(default=0)
    publish_missed: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    data_class: Mapped[str] = mapped_column(default=DataClass.UNASKED, server_default="")
    rights: Mapped[str] = mapped_column(default=Rights.UNSAID, server_default="")
    rights_note: Mapped[str] = mapped_column(default="", server_default="")

    organization: Mapped[Organization] = relationship(lazy="raise")
    distributions: Mapped[list[Distribution]] = relationship(
        lazy="raise", order_by=(Distribution.position, Distribution.name)
    )

    @property
    def may_be_open(self) -> bool:
        """Whether nothing its publisher declared, or was asked to, speaks against publishing."""
        known = self.data_class in {DataClass.UNASKED, DataClass.OPEN}
        return known and self.rights != Rights.UNCLEAR
