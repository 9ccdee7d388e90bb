"""DisclosureQuestion: personal data that a person must answer for before a file is public."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class Decision(StrEnum):
    """What a person decided about one question."""

    PENDING = "pending"
    ALLOWED = "allowed"
    REFUSED = "refused"


class DisclosureQuestion(Base):
    """One finding of the privacy scan in one file version.

    Attributes:
        kind: Such as `mobile`, `email`, `my_number`, `hidden_sheet`.
        blocking: True means that no decision can override it.
        message: Message as JSON; holds counts and places, never the data itself.
        reason: Why it was allowed or refused, in the words of `decided_by`.
    """

    __tablename__ = "disclosure_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("file_version.id"), index=True)
    kind: Mapped[str]
    blocking: Mapped[bool] = mapped_column(default=False)
    message: Mapped[dict[str, Any]] = mapped_column(JsonType)
    decision: Mapped[Decision] = mapped_column(default=Decision.PENDING)
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
