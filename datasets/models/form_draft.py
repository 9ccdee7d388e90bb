"""FormDraft: what somebody typed into a page and has not sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class FormDraft(Base):
    """One page of one person, for one dataset.

    Attributes:
        actor: Whose; nobody else is ever shown it.
        page: Name of the form.
        subject: Id of the dataset as text; empty for data that are not there yet.
        typed: Values by name of the field, text or a list of texts.
    """

    __tablename__ = "form_draft"

    actor: Mapped[str] = mapped_column(String(320), primary_key=True)
    page: Mapped[str] = mapped_column(String(60), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    typed: Mapped[dict[str, Any]] = mapped_column(JsonType)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
