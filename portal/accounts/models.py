"""User, Membership, Invitation, ApiToken: people, what they may do where, and their scripts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.actors import Permission
from datasets.kernel.db import Base, JsonType, UtcDateTime
from datasets.models.organization import Organization


class Role(StrEnum):
    """What a person does in an organization."""

    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    ADMIN = "admin"


_PUBLISHING = frozenset({Permission.EDIT, Permission.PUBLISH})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUBLISHER: _PUBLISHING,
    Role.REVIEWER: _PUBLISHING | {Permission.REVIEW, Permission.DISCLOSE, Permission.MODERATE},
    Role.ADMIN: frozenset(Permission),
}


class User(Base):
    """A person who may sign in.

    Attributes:
        email: Lower case; the name to sign in with.
        password_hash: argon2id, with its parameters; empty until an invitation is taken up.
        session_epoch: Counts up at sign-out, on a new password and when rights change; older
            sessions are dead.
        is_admin: May do everything in every organization.
    """

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships: Mapped[list["Membership"]] = relationship(lazy="raise")


class Membership(Base):
    """A person's role in one organization."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organization_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[Role]

    organization: Mapped[Organization] = relationship(lazy="raise")


class Invitation(Base):
    """A link by which a person sets their own password, once.

    Attributes:
        digest: SHA-256 of what stands in the link; the link itself is kept nowhere.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """What a person's script shows instead of a password, for one organization.

    Attributes:
        name: What its owner calls it.
        prefix: Its first letters, to tell tokens apart.
        digest: SHA-256 of the whole token; the token itself is kept nowhere.
        permissions: What it may do, at most; never more than its owner may at that moment.
        last_used_on: The day of its last use, in UTC.
    """

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    permissions: Mapped[list[str]] = mapped_column(JsonType, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organization: Mapped[Organization] = relationship(lazy="raise")
