"""User and Membership: people of the city, and what they may do where."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.actors import Permission
from datasets.kernel.db import Base, UtcDateTime
from datasets.models.organization import Organization


class Role(StrEnum):
    """What a person does in an organization."""

    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    ADMIN = "admin"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUBLISHER: frozenset({Permission.EDIT, Permission.PUBLISH}),
    Role.REVIEWER: frozenset({Permission.EDIT, Permission.PUBLISH, Permission.DISCLOSE}),
    Role.ADMIN: frozenset(Permission),
}


class User(Base):
    """A person who may sign in.

    Attributes:
        email: Lower case; the name to sign in with.
        password_hash: argon2id, with its parameters.
        session_epoch: Counts up at sign-out and on a new password; older sessions are dead.
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
