"""The job of an erasure: destroy the bytes and all that was made of them, until nothing is left."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from datasets import erasure, indexing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions, truncate_log
from datasets.kernel.unit_of_work import begin
from datasets.models.erasure import ErasedDigest, Erasure
from datasets.search.index import SearchIndex
from datasets.storage.files import FileStore
from datasets.tables.store import TableStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnace:
    """What an erasure reaches.

    Attributes:
        forget: Empties every cache in which something of a dataset may lie.
    """

    sessions: Sessions
    clock: Clock
    files: FileStore
    tables: TableStore
    index: SearchIndex
    forget: Callable[[], None]


def destroy(furnace: Furnace) -> int:
    """Bring every erasure to its end; killed at any point, the next run does the rest.

    Erased bytes that came in since, and were refused, lie in the file store until then.

    Returns:
        How many erasures ended.
    """
    with furnace.sessions() as session:
        waiting = session.scalars(select(Erasure).where(Erasure.done_at.is_(None))).all()
    for erased in waiting:
        for key in erased.table_keys:
            furnace.tables.delete(key)
    _destroy_bytes(furnace)
    if not waiting:
        return 0
    furnace.forget()
    # what an index was told to leave out still lies in its files until it is written anew
    indexing.rebuild(furnace.sessions, furnace.index)
    with furnace.sessions() as session:
        truncate_log(session)
    with begin(furnace.sessions, SYSTEM, furnace.clock) as uow:
        for erased in waiting:
            uow.session.get_one(Erasure, erased.id).done_at = uow.now
    log.info("erasures done", extra={"count": len(waiting)})
    return len(waiting)


def _destroy_bytes(furnace: Furnace) -> None:
    with furnace.sessions() as session:
        digests = session.scalars(select(ErasedDigest.sha256)).all()
    for digest in digests:
        if furnace.files.exists(digest):
            # in one transaction with the question, so that nobody refers to them in between
            with begin(furnace.sessions, SYSTEM, furnace.clock) as uow:
                if not erasure.is_kept(uow, digest):
                    furnace.files.delete(digest)
