"""HarvestSource, HarvestRun, HarvestRecord: what is harvested, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from datasets.kernel.db import Base, JsonType, UtcDateTime


class Outcome(StrEnum):
    """What became of one record in one run."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class RunState(StrEnum):
    """How a run stands or ended."""

    RUNNING = "running"
    COMPLETE = "complete"
    FAILED = "failed"


class HarvestSource(Base):
    """A place where datasets are pulled from, for one organization.

    Attributes:
        url: Address, or a path on this machine (only from the command line).
        options: As given, `k=v`.
        publish: Whether its datasets go public when nothing stands in the way.
        cron: When it runs by itself, in the city's time; empty for never.
        paused_at: Since when it does not run by itself; `paused_reason` is a message in JSON.
        agreement: Why robots.txt does not bind us here, with whom it was agreed; empty if it does.
        failures: Runs in a row that failed; backs off, and alerts at a limit.
        not_before: Until when a failing source is left alone.
        absence_agreed_at: When a person last agreed that what is absent may be withdrawn.
    """

    __tablename__ = "harvest_source"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    url: Mapped[str]
    organization_slug: Mapped[str]
    options: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict)
    publish: Mapped[bool] = mapped_column(default=True)
    cron: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_reason: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    agreement: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absence_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HarvestRun(Base):
    """One run over a source.

    Attributes:
        counts: Number of records by outcome.
        message: Why it failed or held back, as a message in JSON.
    """

    __tablename__ = "harvest_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("harvest_source.id"), index=True)
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    counts: Mapped[dict[str, int]] = mapped_column(JsonType, default=dict)
    message: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HarvestRecord(Base):
    """One record of a source, as it was at the last run that met it.

    Attributes:
        version: What the source said its version was, when it was last received well.
        outcome: Of the last run that met it.
        missing_runs: Complete runs in a row that did not list it.
        message: Why it failed or was skipped, or what should be known of it though it was received,
            as a message in JSON; `trace` is for developers.
    """

    __tablename__ = "harvest_record"
    __table_args__ = (UniqueConstraint("source_id", "identifier"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("harvest_source.id"), index=True)
    identifier: Mapped[str]
    version: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome]
    run_id: Mapped[UUID]
    dataset_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset.id"))
    missing_runs: Mapped[int] = mapped_column(default=0)
    message: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    trace: Mapped[str] = mapped_column(default="")
    met_at: Mapped[datetime] = mapped_column(UtcDateTime)
