"""What a new version of a file changes against the one that is public: found, kept, asked for."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

import duckdb
from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets import braking
from datasets.kernel.errors import LargeChange
from datasets.kernel.messages import Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.change import VersionChange
from datasets.models.distribution import Distribution, FileVersion, Hold
from datasets.scoring import columns_of
from datasets.tables.column import Column
from datasets.tables.compare import Table, compare
from datasets.tables.difference import Difference, Identity
from datasets.tables.query import RowQuery
from datasets.tables.store import TableStore

MOST_ROWS_AT_ONCE = 200_000
"""Rows of two versions together that are compared while a reader waits."""

log = logging.getLogger(__name__)


def found(
    tables: TableStore, before: FileVersion, key: str, columns: Sequence[Column], scratch: Path
) -> Difference:
    """What a table changes against a version, which is a table too.

    Args:
        tables: Holds both.
        before: The older version.
        key: Of the newer table.
        columns: Of the newer table, profiled.
        scratch: A folder for what does not fit into memory.
    """
    assert before.table_key is not None  # noqa: S101 - the caller compares tables only
    older = Table(tables.path(before.table_key), columns_of(before))
    try:
        return compare(older, Table(tables.path(key), columns), scratch)
    except duckdb.Error:
        # too large to be compared row by row: what is left is enough to ask a person
        log.exception("tables could not be compared", extra={"key": key})
        names = [column.name for column in columns]
        was, now = before.rows or 0, tables.count(key, columns, RowQuery())
        return Difference(
            rows_before=was,
            rows_after=now,
            added=max(0, now - was),
            removed=max(0, was - now),
            changed=0,
            identity=Identity.CONTENT,
            key=(),
            columns_removed=tuple(c["name"] for c in before.columns if c["name"] not in names),
        )


def no_table(before: FileVersion) -> Difference:
    """What changes where a file that was a table is none any more."""
    rows = before.rows or 0
    return Difference(
        rows_before=rows,
        rows_after=0,
        added=0,
        removed=rows,
        changed=0,
        identity=Identity.CONTENT,
        key=(),
        columns_removed=tuple(column["name"] for column in before.columns),
    )


def keep(
    uow: UnitOfWork, version: FileVersion, before: FileVersion, difference: Difference
) -> None:
    """Write down what a version changes, and let a person look first where that is much."""
    uow.session.merge(
        VersionChange(
            version_id=version.id,
            before_id=before.id,
            before_number=before.number,
            added=difference.added,
            changed=difference.changed,
            removed=difference.removed,
            detail=difference.to_json(),
        )
    )
    if braking.large(difference) and version.hold != Hold.ASKED:
        version.hold = Hold.LARGE


def of_versions(session: Session, versions: Iterable[UUID]) -> dict[UUID, VersionChange]:
    """What was written down, by version."""
    wanted = VersionChange.version_id.in_(list(versions))
    return {one.version_id: one for one in session.scalars(select(VersionChange).where(wanted))}


def large(
    session: Session, ready: Sequence[tuple[Distribution, FileVersion]]
) -> dict[UUID, tuple[Message, ...]]:
    """What makes the changes of versions that are not public yet large, by version."""
    waiting = [version.id for part, version in ready if part.current_number != version.number]
    told = {
        version: braking.large(Difference.from_json(change.detail))
        for version, change in of_versions(session, waiting).items()
    }
    return {version: reasons for version, reasons in told.items() if reasons}


def refuse_large(
    uow: UnitOfWork, ready: Sequence[tuple[Distribution, FileVersion]], *, agreed: bool
) -> None:
    """Let nothing that changes much go public by a slip.

    Raises:
        LargeChange: if much changes, and nobody has said that this is meant.
    """
    if agreed:
        return
    if large(uow.session, ready):
        raise LargeChange(
            "Much changes in this update. Look at the figures, and tick that this is meant."
        )


def agree(
    uow: UnitOfWork, newest: Sequence[tuple[Distribution, FileVersion]], *, agreed: bool
) -> None:
    """Let files that are still being checked go public by themselves, however much they change.

    Raises:
        LargeChange: if much changes, and nobody has said that this is meant.
    """
    refuse_large(uow, newest, agreed=agreed)
    for _, version in newest:
        version.hold = Hold.NONE
