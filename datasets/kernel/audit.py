"""Who did what to what and when, written in the same transaction."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Integer,
    String,
    and_,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime
from datasets.kernel.unit_of_work import UnitOfWork


class AuditEntry(Base):
    """One thing somebody did.

    Attributes:
        action: A short verb such as `publish`.
        subject_kind: What it was done to: `dataset`, `user`, `source` ….
        subject_id: Its lasting identity, as text.
        detail: What else is worth knowing; never a secret, never a cell of a table.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(320))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)


def record(
    uow: UnitOfWork, action: str, subject_kind: str, subject_id: object, **detail: Any
) -> AuditEntry:
    """Write one entry; it is kept exactly when the work itself is kept.

    Args:
        uow: Gives the actor and the time.
        action: A short verb.
        subject_kind: What kind of thing it was done to.
        subject_id: Its identity; kept as text.
        detail: JSON values only.
    """
    entry = AuditEntry(
        at=uow.now,
        actor=uow.actor.name,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        detail=detail,
    )
    uow.session.add(entry)
    uow.session.flush()
    return entry


def forget(uow: UnitOfWork, subject_kind: str, subject_id: object) -> None:
    """Destroy the details of what was done to one thing, for an erasure; the rest is kept for ever.

    Who did what and when stays as it was written; nothing else ever changes or removes an entry.
    """
    uow.session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == str(subject_id))
        .values(detail={})
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries.

    Attributes:
        subjects: Ids by kind: nothing else may be seen; None for everything.
        organizations: Slugs: what names an organization must name one of them; None for any.
        actor: Who did it, or part of the name; empty for anybody.
        kind: What it was done to; empty for anything.
        since: Not before; `until` is not included.
    """

    subjects: Mapping[str, Set[str]] | None = None
    organizations: Set[str] | None = None
    actor: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


def entries(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> list[AuditEntry]:
    """The newest entries first."""
    found = select(AuditEntry).where(*_where(wanted)).order_by(AuditEntry.id.desc())
    return list(session.scalars(found.limit(limit).offset(offset)))


def newest(
    session: Session, action: str, subject_kind: str, subject_id: object
) -> AuditEntry | None:
    """The last time one thing was done to something; None if it never was."""
    return session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == subject_kind,
            AuditEntry.subject_id == str(subject_id),
            AuditEntry.action == action,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()


def entry_count(session: Session, wanted: Wanted) -> int:
    """How many entries there are."""
    return session.scalars(select(func.count(AuditEntry.id)).where(*_where(wanted))).one()


def subject_kinds(session: Session, wanted: Wanted) -> Sequence[str]:
    """Kinds of things that something was done to, by name."""
    found = select(AuditEntry.subject_kind).where(*_where(wanted)).distinct()
    return sorted(session.scalars(found))


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.subjects is not None:
        where.append(or_(false(), *(_among(*pair) for pair in wanted.subjects.items())))
    if wanted.organizations is not None:
        named = AuditEntry.detail["organization"].as_string()
        where.append(or_(named.is_(None), named.in_(wanted.organizations)))
    if wanted.actor:
        where.append(AuditEntry.actor.contains(wanted.actor, autoescape=True))
    if wanted.kind:
        where.append(AuditEntry.subject_kind == wanted.kind)
    if wanted.since is not None:
        where.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        where.append(AuditEntry.at < wanted.until)
    return where


def _among(kind: str, ids: Set[str]) -> ColumnElement[bool]:
    return and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))
