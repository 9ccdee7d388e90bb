"""A worker: claims jobs, runs each in a child process, keeps its lease, notes how it ended."""

import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from datasets.kernel import job_leases
from datasets.kernel.child import resolve
from datasets.kernel.clock import Clock, SystemClock
from datasets.kernel.confinement import CellLimits
from datasets.kernel.cron import CronEntry, enqueue_due
from datasets.kernel.db import Sessions, transaction
from datasets.kernel.errors import DomainError
from datasets.kernel.fork_server import ForkServer, current_server
from datasets.kernel.job_leases import Claim
from datasets.kernel.job_watch import LostLease, Stopped, Watch
from datasets.kernel.job_work import ProgressReporter, request
from datasets.kernel.outcome import ChildFailed, value_of

log = logging.getLogger(__name__)

# whatever else is refused will be refused the next time too
_WORTH_ANOTHER_TRY = frozenset({"source-unavailable", "storage-full"})
_LOOK_AROUND_S = 1.0
_CRON_S = 20.0
_JOB_LIMITS = CellLimits(
    memory_bytes=3 << 30, cpu_s=1800, wall_s=3600, file_bytes=32 << 30, network=True
)


@dataclass(frozen=True, slots=True)
class Handler:
    """What does the jobs of one name.

    Attributes:
        path: `package.module:function` of (context, payload: dict, reporter: ProgressReporter).
        limits: What its process may use; `network` is what lets it reach the database's server
            and start cells of its own.
    """

    path: str
    limits: CellLimits = _JOB_LIMITS


@dataclass(kw_only=True)
class Runner:
    """Runs jobs.

    Attributes:
        sessions: Where the jobs are.
        handlers: By the name of the job; jobs of other names are left to other workers.
        bootstrap: `package.module:function`, called with `argument` in the child, whose answer is
            the handlers' context.
        argument: JSON for `bootstrap`; the environment is passed on as well.
        server: Who forks the children; this process's own server if None.
        cron: What is queued at its times.
        slots: How many jobs at once, n >= 1.
        inline_context: If it is given, jobs run in this very process with it; for tests.
        lease_s: How long a worker may be silent before another takes its job.
        idle_s: After this long without a job the server of children is stopped, to give back its
            memory; the next job starts it again.
        grace_s: How long a running job may go on when this worker is told to stop.
    """

    sessions: Sessions
    handlers: Mapping[str, Handler]
    bootstrap: str = ""
    argument: Any = None
    server: ForkServer | None = None
    clock: Clock = field(default_factory=SystemClock)
    cron: Sequence[CronEntry] = ()
    slots: int = 1
    inline_context: object | None = None
    lease_s: float = 10.0
    heartbeat_s: float = 3.0
    poll_s: float = 0.2
    grace_s: float = 3.0
    idle_s: float = 60.0

    def __post_init__(self) -> None:
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self._busy = 0
        self._counting = threading.Lock()
        self._next_cron = 0.0
        self._running = 0
        self._last_job = time.monotonic()

    def run_forever(self, stop: threading.Event) -> None:
        """Work until told to stop; then running jobs get `grace_s`, and what is left is released.

        Args:
            stop: Set from a signal handler or another thread.
        """
        slots = [threading.Thread(target=self._serve, args=(stop,)) for _ in range(self.slots)]
        for slot in slots:
            slot.start()
        while not stop.is_set():
            try:
                self._look_around()
            except Exception:
                log.exception("the worker could not look after the queue")
            stop.wait(_LOOK_AROUND_S)
        for slot in slots:
            slot.join()

    def run_until_idle(self) -> int:
        """Work until nothing is due and nothing runs; how many jobs were run."""
        self._look_around()
        if self.slots == 1:
            return self._drain()
        with ThreadPoolExecutor(self.slots) as pool:
            return sum(
                slot.result() for slot in [pool.submit(self._drain) for _ in range(self.slots)]
            )

    def run_one(self, stop: threading.Event | None = None) -> bool:
        """Run the next job that is due; False if there is none."""
        held = self._claim()
        if held is None:
            return False
        began = time.monotonic()
        with self._counting:
            self._running += 1
        try:
            self._run(held, stop or threading.Event())
        except LostLease:
            log.warning("another worker has taken the job", extra={"job": held.job_id})
        except Stopped:
            with transaction(self.sessions) as session:
                job_leases.release(session, held, self.clock.now())
        finally:
            with self._counting:
                self._running -= 1
                self._last_job = time.monotonic()
        log.info(
            "job ended",
            extra={
                "job": held.job_id,
                "job_name": held.name,
                "seconds": round(time.monotonic() - began, 3),
            },
        )
        return True

    def _serve(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                worked = self.run_one(stop)
            except Exception:
                # the lease runs out and the job comes back; the worker must go on
                log.exception("the worker failed around a job")
                worked = False
            if not worked:
                stop.wait(self.poll_s)

    def _drain(self) -> int:
        count = 0
        while True:
            with self._counting:
                self._busy += 1
            worked = self.run_one()
            with self._counting:
                self._busy -= 1
                idle = self._busy == 0
            count += worked
            if not worked and idle:
                return count
            if not worked:
                time.sleep(0.02)  # what others run may still queue something

    def _look_around(self) -> None:
        now = self.clock.now()
        with self.sessions() as session:
            expired = job_leases.any_expired(session, now)
        if expired:
            with transaction(self.sessions) as session:
                job_leases.release_expired(session, now)
        self._rest()
        if self.cron and time.monotonic() >= self._next_cron:
            self._next_cron = time.monotonic() + _CRON_S
            with transaction(self.sessions) as session:
                enqueue_due(session, self.cron, now)

    def _rest(self) -> None:
        with self._counting:
            idle = not self._running and time.monotonic() - self._last_job > self.idle_s
        if idle and self.server is not None:
            self.server.stop()  # a job that is claimed just now starts it again

    def _claim(self) -> Claim | None:
        names = list(self.handlers)
        with self.sessions() as session:
            if not job_leases.ready(session, self.clock.now(), names):
                return None
        with transaction(self.sessions) as session:
            return job_leases.claim(session, self._name, self.clock.now(), self.lease_s, names)

    def _run(self, held: Claim, stop: threading.Event) -> None:
        watch = Watch(self.sessions, self.clock, held, self.lease_s, self.heartbeat_s)
        try:
            if self.inline_context is not None:
                self._run_inline(held)
            else:
                self._run_child(held, watch, stop)
        except DomainError as refusal:
            retry = refusal.code in _WORTH_ANOTHER_TRY
            watch.failed(traceback.format_exc(), refusal, retry)
        except ChildFailed as failure:
            log.error("a job failed", extra={"job": held.job_id, "error": failure.error})  # noqa: TRY400 - the child's own traceback is the one that matters
            watch.failed(failure.error)
        else:
            watch.finished()

    def _run_inline(self, held: Claim) -> None:
        handler = resolve(self.handlers[held.name].path)
        try:
            handler(self.inline_context, dict(held.payload), ProgressReporter(held))
        except DomainError:
            raise
        except Exception as error:
            raise ChildFailed(traceback.format_exc()) from error

    def _run_child(self, held: Claim, watch: Watch, stop: threading.Event) -> None:
        handler = self.handlers[held.name]
        child = (self.server or current_server()).child(
            "datasets.kernel.job_work:perform",
            request(self.bootstrap, self.argument, handler.path, held),
            handler.limits,
        )
        try:
            last = watch.over(child, stop, handler.limits.wall_s, self.grace_s)
            value_of(last, handler.limits)
        finally:
            child.kill()
