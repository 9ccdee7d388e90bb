"""ReviewEvent: what was said and decided before something went public."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, UtcDateTime


class ReviewAction(StrEnum):
    """What somebody did in a review."""

    SUBMIT = "submit"
    COMMENT = "comment"
    APPROVE = "approve"
    SEND_BACK = "send-back"


class ReviewEvent(Base):
    """One step of the review of a dataset.

    Attributes:
        actor: Who; `system` where a file went into review by itself.
        action: Value of `ReviewAction`.
        text: The comment, or the reason of who sent it back.
    """

    __tablename__ = "review_event"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(320))
    action: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(default="")
