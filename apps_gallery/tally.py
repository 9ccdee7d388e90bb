"""Openings counted in memory, written now and then: reading the gallery waits for no disk."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.exc import OperationalError

from apps_gallery.models import AppOpening, CitizenApp
from datasets.kernel.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

EVERY_S = 20.0


class Tally:
    """Counts openings; safe to use from several threads.

    A process that is killed loses what it counted in the last seconds, and nothing else.

    Args:
        write: Keeps counts by app; called at most every `every_s` seconds.
        every_s: 0 writes at once.
    """

    def __init__(
        self, write: Callable[[Mapping[UUID, int]], None], *, every_s: float = EVERY_S
    ) -> None:
        self._write = write
        self._every_s = every_s
        self._lock = threading.Lock()
        self._counted: Counter[UUID] = Counter()
        self._written_at = time.monotonic()

    def add(self, app_id: UUID) -> None:
        """Count one opening."""
        with self._lock:
            self._counted[app_id] += 1
            if time.monotonic() - self._written_at < self._every_s:
                return
            taken, self._counted = self._counted, Counter()
            self._written_at = time.monotonic()
        self._flush(taken)

    def _flush(self, taken: Counter[UUID]) -> None:
        try:
            self._write(taken)
        except OperationalError:
            log.warning("openings could not be written; they are kept for the next time")
            with self._lock:
                self._counted.update(taken)


def record_opens(uow: UnitOfWork, counts: Mapping[UUID, int], day: date) -> None:
    """Add to the counters of a day; who opened is not known here.

    Args:
        uow: Of anyone.
        counts: How often each app was opened, by its id, n >= 1.
        day: On which.
    """
    for app_id, count in counts.items():
        kept = uow.session.get(AppOpening, (app_id, day))
        if kept is None:
            kept = AppOpening(app_id=app_id, day=day, count=0)
            uow.session.add(kept)
        kept.count += count


def record_open(uow: UnitOfWork, app: CitizenApp) -> None:
    """Count that an app was opened today."""
    record_opens(uow, {app.id: 1}, uow.now.date())
