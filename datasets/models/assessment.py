"""ImpactAssessment: what publishing may do to people, weighed before it is done (JIS X 9251)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class ImpactAssessment(Base):
    """The assessment of one dataset; there is at most one, and it is kept up.

    Attributes:
        answers: Name of each threshold question to yes or no; what the scan found is yes.
        stakeholders: Whose data these are, and who is touched by their being public.
        data_flow: Where the data come from, who changes them, where they go.
        risks: Each with `what`, `likelihood` and `impact` of 1..4, and `treatment`.
        public_summary: By language; shown on the dataset's page once it is accepted.
        accepted: None until a person other than who wrote it decides.
        review_on: The day it is to be looked at again.
    """

    __tablename__ = "impact_assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), unique=True)
    answers: Mapped[dict[str, bool]] = mapped_column(JsonType, default=dict)
    stakeholders: Mapped[str] = mapped_column(default="")
    data_flow: Mapped[str] = mapped_column(default="")
    risks: Mapped[list[dict[str, Any]]] = mapped_column(JsonType, default=list)
    public_summary: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    written_by: Mapped[str] = mapped_column(String(320), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(String(320), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_on: Mapped[date | None]
