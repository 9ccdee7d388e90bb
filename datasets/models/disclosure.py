"""DisclosureQuestion: personal data that a person must answer for before a file is public."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class Decision(StrEnum):
    """What a person decided about one question."""

    PENDING = "pending"
    ALLOWED = "allowed"
    REFUSED = "refused"


class Basis(StrEnum):
    """On what ground personal data may be public; LEFT_OUT where they are not published at all."""

    LAW = "law"
    CONSENT = "consent"
    OFFICIAL = "official"
    BUSINESS = "business"
    ANONYMISED = "anonymised"
    NOT_PERSONAL = "not_personal"
    LEFT_OUT = "left_out"


GROUNDS = frozenset(Basis) - {Basis.LEFT_OUT}
"""What a person may name of personal data that are published."""


class DisclosureQuestion(Base):
    """One finding of the privacy scan in one file version.

    Attributes:
        kind: Such as `mobile`, `email`, `my_number`, `hidden_sheet`.
        blocking: True means that no decision can override it.
        alone: It is about hidden sheets in which nothing personal was found: whoever publishes may
            leave them out without another person.
        message: Message as JSON; holds counts and places, never the data itself.
        asked_at: Since when it waits; None for the oldest.
        basis: Value of `Basis` that the data may be public on; empty while nobody named one.
        explanation: Why it may be public, in the words of who handed it in, `explained_by`.
        reason: Why it was allowed or refused, in the words of `decided_by`.
    """

    __tablename__ = "disclosure_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("file_version.id"), index=True)
    kind: Mapped[str]
    blocking: Mapped[bool] = mapped_column(default=False)
    alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    message: Mapped[dict[str, Any]] = mapped_column(JsonType)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    basis: Mapped[str] = mapped_column(String(20), default="", server_default="")
    explanation: Mapped[str] = mapped_column(default="", server_default="")
    explained_by: Mapped[str] = mapped_column(String(320), default="", server_default="")
    decision: Mapped[Decision] = mapped_column(default=Decision.PENDING)
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
