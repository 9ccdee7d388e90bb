"""Erasure: what was destroyed, so that it neither comes back nor is missed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class Erasure(Base):
    """One erasure: of a whole dataset, or of one file of it in one version.

    Attributes:
        dataset_id: Whose; its row stays, emptied, so that its address can answer.
        sha256: Digest of the original bytes; empty for a dataset that had no file.
        size_bytes: Their number.
        digests: Of these bytes and of the tables made of them: none may come back.
        table_keys: Of what lay in the table store.
        reason: In the words of `actor`; only administrators read it.
        done_at: When nothing was left of it on this machine; None while the job has not ended.
    """

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    digests: Mapped[list[str]] = mapped_column(JsonType, default=list)
    table_keys: Mapped[list[str]] = mapped_column(JsonType, default=list)
    reason: Mapped[str]
    actor: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ErasedDigest(Base):
    """Bytes that may not come back."""

    __tablename__ = "erased_digest"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasure.id"))
