"""VersionChange: what one version of a file changed against the one that was public before it."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType


class VersionChange(Base):
    """Kept apart from the version so that lists stay light.

    Attributes:
        version_id: Of the newer version.
        before_id: Of the version that was public when the newer one came; `before_number` of it.
        added: Rows that were not there; likewise `changed` and `removed`.
        detail: `datasets.tables.difference.Difference` as JSON; holds cells of both tables.
    """

    __tablename__ = "version_change"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("file_version.id"), primary_key=True)
    before_id: Mapped[UUID] = mapped_column(ForeignKey("file_version.id"), index=True)
    before_number: Mapped[int]
    added: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[int] = mapped_column(BigInteger)
    removed: Mapped[int] = mapped_column(BigInteger)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonType)
