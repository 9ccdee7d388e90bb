"""Who did what to what and when, written in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

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
