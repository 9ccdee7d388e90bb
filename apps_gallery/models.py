"""CitizenApp: what people made of the data, its pictures, its data, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.db import Base, JsonType, UtcDateTime
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization


class AppState(StrEnum):
    """Where an app stands; the moves are in `apps_gallery.gallery`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    RETIRED = "retired"


class Cost(StrEnum):
    """What using an app costs."""

    FREE = "free"
    ADS = "ads"
    PAID = "paid"


class AppPicture(Base):
    """A screenshot, in our own encoding.

    Attributes:
        sha256: Of the WebP that is shown; `small_sha256` of the one for lists.
        alt: What it shows, by language; never empty.
        width: In pixels, likewise `height`; of the one that is shown.
    """

    __tablename__ = "app_picture"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("citizen_app.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(index=True)
    small_sha256: Mapped[str] = mapped_column(default="", index=True)
    alt: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    width: Mapped[int]
    height: Mapped[int]


class AppDataset(Base):
    """That an app uses a dataset."""

    __tablename__ = "app_dataset"

    app_id: Mapped[UUID] = mapped_column(ForeignKey("citizen_app.id"), primary_key=True)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    dataset: Mapped[Dataset] = relationship(lazy="raise")


class AppOpening(Base):
    """How often an app was opened on one day; nobody is remembered."""

    __tablename__ = "app_opening"

    app_id: Mapped[UUID] = mapped_column(ForeignKey("citizen_app.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class AppEvent(Base):
    """One thing that became of an app.

    Attributes:
        action: `submit`, `confirm`, `approve`, `return`, `appeal`, `feature`, `retire` ….
        reason: Code of `apps_gallery.reasons.REASONS`; empty if none was needed.
        words: What the person added; shown to the author.
    """

    __tablename__ = "app_event"
    __table_args__ = (Index(None, "app_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("citizen_app.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str]
    action: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")


class CitizenApp(Base):
    """An app in the gallery: a link to one, or one that comes with the portal.

    Attributes:
        slug: ASCII `[a-z0-9_-]{2,100}`; part of its address, frozen.
        title: By language; likewise `line`, what one can do with it, and `description`.
        url: Where it is; empty for one that comes with the portal.
        template: Name of the built-in kind (`graph`, `near`, `finder`, `calendar`, `board`,
            `compare`); empty for an app elsewhere. `config` is what it was set up with.
        contact: E-mail address of the author; never public.
        themes: Codes of `datasets.vocabulary.THEMES`.
        platforms: Of `web`, `ios`, `android`, `line`.
        confirm_digest: SHA-256 of the secret in the mail that confirms the address.
        status_digest: SHA-256 of the secret in the link by which the author reads the state.
        alive: Whether its address answered, as the last checks agree.
        failed_checks: Checks in a row that failed, since `failing_since`.
        mailed_at: When the author was told that it does not open.
    """

    __tablename__ = "citizen_app"
    __table_args__ = (UniqueConstraint("confirm_digest"), UniqueConstraint("status_digest"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[AppState] = mapped_column(default=AppState.DRAFT, index=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    line: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    description: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    url: Mapped[str] = mapped_column(default="")
    template: Mapped[str] = mapped_column(default="", index=True)
    config: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    author: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    platforms: Mapped[list[str]] = mapped_column(JsonType, default=list)
    themes: Mapped[list[str]] = mapped_column(JsonType, default=list)
    cost: Mapped[Cost] = mapped_column(default=Cost.FREE)
    license: Mapped[str] = mapped_column(default="")
    source_code: Mapped[str] = mapped_column(default="")
    privacy: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    works_elsewhere: Mapped[bool] = mapped_column(default=False)
    featured: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="ja")
    confirm_digest: Mapped[str | None]
    status_digest: Mapped[str | None]
    alive: Mapped[bool] = mapped_column(default=True)
    last_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_checks: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organization: Mapped[Organization | None] = relationship(lazy="raise")
    pictures: Mapped[list[AppPicture]] = relationship(
        lazy="raise", order_by=AppPicture.position, cascade="all, delete-orphan"
    )
    uses: Mapped[list[AppDataset]] = relationship(
        lazy="raise", order_by=AppDataset.position, cascade="all, delete-orphan"
    )
