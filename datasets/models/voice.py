"""DataRequest, DataReport, VoiceStep: what people ask for and point out, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from datasets.kernel.db import Base, UtcDateTime
from datasets.models.dataset import Dataset

_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class VoiceKind(StrEnum):
    """What sort of word from outside it is."""

    REQUEST = "request"
    REPORT = "report"


class RequestState(StrEnum):
    """Where a request stands; the moves are in the table below."""

    RECEIVED = "received"
    CHECKING = "checking"
    PLANNED = "planned"
    PUBLISHED = "published"
    DECLINED = "declined"


class ReportState(StrEnum):
    """Where a report stands; the moves are in the table below."""

    RECEIVED = "received"
    CHECKING = "checking"
    FIXED = "fixed"
    KEPT = "kept"


REQUEST_MOVES: frozenset[tuple[RequestState, RequestState]] = frozenset(
    {
        (RequestState.RECEIVED, RequestState.CHECKING),
        (RequestState.RECEIVED, RequestState.PLANNED),
        (RequestState.RECEIVED, RequestState.PUBLISHED),
        (RequestState.RECEIVED, RequestState.DECLINED),
        (RequestState.CHECKING, RequestState.PLANNED),
        (RequestState.CHECKING, RequestState.PUBLISHED),
        (RequestState.CHECKING, RequestState.DECLINED),
        (RequestState.PLANNED, RequestState.PLANNED),
        (RequestState.PLANNED, RequestState.PUBLISHED),
        (RequestState.PLANNED, RequestState.DECLINED),
        (RequestState.DECLINED, RequestState.CHECKING),
    }
)
REPORT_MOVES: frozenset[tuple[ReportState, ReportState]] = frozenset(
    {
        (ReportState.RECEIVED, ReportState.CHECKING),
        (ReportState.RECEIVED, ReportState.FIXED),
        (ReportState.RECEIVED, ReportState.KEPT),
        (ReportState.CHECKING, ReportState.FIXED),
        (ReportState.CHECKING, ReportState.KEPT),
        (ReportState.KEPT, ReportState.CHECKING),
        (ReportState.FIXED, ReportState.CHECKING),
    }
)
CLOSED_REQUESTS = frozenset({RequestState.PUBLISHED, RequestState.DECLINED})
CLOSED_REPORTS = frozenset({ReportState.FIXED, ReportState.KEPT})


class DataRequest(Base):
    """Somebody wants data that are not here.

    Attributes:
        title: What is wanted; plain text, as all that people write.
        contact: How to reach them; for staff only, never public.
        secret_digest: Of the secret in the writer's link, as SHA-256 in hex.
        accepted_at: When staff let everybody read it; None while only its writer may.
        reason: The last answer of the city; public once the request is.
        due_on: When the data are planned to come.
        dataset_slug: Where they are now; empty until then.
        closed_at: When it was last answered for good.
    """

    __tablename__ = "data_request"

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(5), default="ja")
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[RequestState] = mapped_column(default=RequestState.RECEIVED, index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    dataset_slug: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DataReport(Base):
    """Somebody points out a fault in data.

    Attributes:
        file: Short name of the file; empty where it is of the dataset as a whole.
        row_key: Which row; `column` and `old_value` say which cell and what stood there.
        text: What is wrong; plain text.
        contact: How to reach the writer; for staff only.
        secret_digest: Of the secret in the writer's link, as SHA-256 in hex.
        answer: The last answer of the city; the writer reads it.
    """

    __tablename__ = "data_report"

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    file: Mapped[str] = mapped_column(default="")
    row_key: Mapped[str] = mapped_column(default="")
    column: Mapped[str] = mapped_column(default="")
    old_value: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(5), default="ja")
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.RECEIVED, index=True)
    answer: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    dataset: Mapped[Dataset] = relationship(lazy="raise")


class VoiceStep(Base):
    """One step in the history of a request or a report.

    Attributes:
        subject_id: Number of the request or of the report.
        state: Where it stood from then on.
        words: What the city said with it; read by whoever may read the subject.
    """

    __tablename__ = "voice_step"
    __table_args__ = (Index(None, "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    kind: Mapped[VoiceKind]
    subject_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
