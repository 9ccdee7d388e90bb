"""ReviewPanel, PanelVote: named people whose advice a city asks before data about people go out."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class ReviewPanel(Base):
    """The panel of one organization, or of the whole site.

    Attributes:
        organization_id: None for the panel of every organization that has none of its own.
        members: Addresses by which they sign in.
        quorum: How many must say yes, >= 1; 0 while the panel is not asked.
    """

    __tablename__ = "review_panel"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"), unique=True)
    members: Mapped[list[str]] = mapped_column(JsonType, default=list)
    quorum: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(String(320), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PanelVote(Base):
    """What one member advised on one dataset; a later one takes the place of an earlier.

    Attributes:
        vote: `yes`, `no` or `abstain`.
        advice: In their own words; kept for good.
    """

    __tablename__ = "panel_vote"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(320))
    vote: Mapped[str] = mapped_column(String(10))
    advice: Mapped[str] = mapped_column(default="")
