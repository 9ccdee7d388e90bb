"""Organization: who publishes (dct:publisher)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class OrganizationKind(StrEnum):
    """What sort of body publishes."""

    CITY = "city"
    UNIVERSITY = "university"
    COMPANY = "company"
    RESIDENTS = "residents"


class Organization(Base):
    """A city, a department of it, or another body that publishes.

    Attributes:
        title: By language, `ja` and `en`.
        contact: How to reach it, one line of text.
        area_code: Six-digit local government code of the city it belongs to; empty if none.
        needs_review: What it publishes waits for a person of the city who may review.
    """

    __tablename__ = "organization"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    description: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    contact: Mapped[str] = mapped_column(default="")
    kind: Mapped[OrganizationKind] = mapped_column(default=OrganizationKind.CITY)
    area_code: Mapped[str] = mapped_column(default="")
    needs_review: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
