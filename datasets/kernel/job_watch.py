"""What a worker does while a job runs: heartbeats, progress, deadlines, and the note at the end."""

import logging
import threading
import time

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from datasets.kernel import job_leases
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions, transaction
from datasets.kernel.errors import DomainError
from datasets.kernel.fork_server import Child
from datasets.kernel.frames import Frame
from datasets.kernel.job_leases import Claim
from datasets.kernel.outcome import LAST_KINDS, took_too_long
from datasets.kernel.reporting import Progress, progress_of

log = logging.getLogger(__name__)

_SHOW_PROGRESS_S = 1.0
_LOOK_AT_STOP_S = 0.2


class LostLease(Exception):
    """Another worker has the job by now."""


class Stopped(Exception):
    """This worker was told to stop before the job had ended."""


class Watch:
    """One claim and what is to be written down about it."""

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        held: Claim,
        lease_s: float = 10.0,
        heartbeat_s: float = 3.0,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._held = held
        self._lease_s = lease_s
        self._heartbeat_s = heartbeat_s
        self._progress: Progress | None = None
        self._lines: list[str] = []
        self._last_beat = time.monotonic()

    def over(self, child: Child, stop: threading.Event, wall_s: float, grace_s: float) -> Frame:
        """Watch a child until its last frame.

        Raises:
            TookTooLong: if its time was up.
            LostLease: if another worker has the job by now.
            Stopped: if this worker had to stop before.
        """
        until = time.monotonic() + wall_s
        stop_by: float | None = None
        while time.monotonic() < until:
            frame = child.receive(min(_LOOK_AT_STOP_S, self._heartbeat_s))
            if frame is not None and frame["kind"] in LAST_KINDS:
                return frame
            if frame is not None:
                self._note(frame)
            self._beat_if_due()
            if stop.is_set():
                stop_by = stop_by or time.monotonic() + grace_s
                if time.monotonic() >= stop_by:
                    raise Stopped
        raise took_too_long(wall_s)

    def finished(self) -> None:
        """Note that the job is done.

        Raises:
            LostLease: if another worker has it by now.
        """
        with transaction(self._sessions) as session:
            self._beat(session)
            self._still_held(job_leases.finish(session, self._held, self._clock.now()))

    def failed(self, error: str, refusal: DomainError | None = None, retry: bool = True) -> None:
        """Note that the job failed.

        Raises:
            LostLease: if another worker has it by now.
        """
        with transaction(self._sessions) as session:
            self._beat(session)
            now = self._clock.now()
            self._still_held(job_leases.fail(session, self._held, now, error, refusal, retry))

    def _note(self, frame: Frame) -> None:
        if frame["kind"] == "progress":
            self._progress = progress_of(frame)
        elif frame["kind"] == "line":
            self._lines.append(str(frame["line"]))

    def _beat_if_due(self) -> None:
        news = self._progress is not None or bool(self._lines)
        wait_s = min(self._heartbeat_s, _SHOW_PROGRESS_S) if news else self._heartbeat_s
        if time.monotonic() - self._last_beat < wait_s:
            return
        try:
            with transaction(self._sessions) as session:
                self._beat(session)
        except OperationalError:
            # a busy database is no reason to kill the work; the lease outlasts three beats
            log.warning("a heartbeat was missed", extra={"job": self._held.job_id})

    def _beat(self, session: Session) -> None:
        self._last_beat = time.monotonic()
        now = self._clock.now()
        held = job_leases.heartbeat(
            session, self._held, now, self._lease_s, self._progress, self._lines
        )
        self._still_held(held)
        self._progress, self._lines = None, []

    def _still_held(self, held: bool) -> None:
        if not held:
            raise LostLease(f"job {self._held.job_id}")
