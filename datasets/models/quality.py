"""QualityReport: what was found and mended in one file version."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType


class QualityReport(Base):
    """Kept apart from the version so that lists stay light.

    Attributes:
        report: `datasets.validation.report.Report` as JSON; None if it is not a table. Until
            Frictionless has reported, it is the sieve's.
        schema: What the table was checked against, as Table Schema writes it.
        descriptor: Frictionless's own report; loaded only when it is asked for.
        recipe: `datasets.repair.recipe.Recipe` as JSON.
        offers: `datasets.repair.offers.Offer` as JSON: what staff may switch on and off.
        repairs: Step records as JSON, in the order they were applied.
        defects: What reading found, as JSON.
        notes: Title, unit and note rows set apart from the table, as text.
        standard: The standard it most likely follows, as `PreparedTable.standard`; None if none.
        reading: What the reader decided and why, as `PreparedTable.reading`; None if no table.
    """

    __tablename__ = "quality_report"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("file_version.id"), primary_key=True)
    report: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    schema: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    descriptor: Mapped[dict[str, Any] | None] = mapped_column(JsonType, deferred=True)
    recipe: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    offers: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonType, default=list, server_default="[]"
    )
    repairs: Mapped[list[dict[str, Any]]] = mapped_column(JsonType, default=list)
    defects: Mapped[list[dict[str, Any]]] = mapped_column(JsonType, default=list)
    notes: Mapped[list[str]] = mapped_column(JsonType, default=list)
    standard: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    reading: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
