"""Handlers for the tests of the worker."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from datasets.kernel.db import create_engine, session_factory, transaction
from datasets.kernel.errors import SourceUnavailable, UnreadableFile
from datasets.kernel.job_runner import Handler, Runner
from datasets.kernel.messages import Message

HERE = "tests.datasets.kernel.runner_functions"
HANDLERS = {
    name: Handler(f"{HERE}:{name}")
    for name in ("note", "slow", "refused", "unavailable", "broken", "suicide", "told")
}


def bootstrap(argument):
    return session_factory(create_engine(argument["database"]))


def note(sessions, payload, reporter):
    """The work itself: one line, exactly once, and only under a lease that holds."""
    with transaction(sessions) as session:
        reporter.require_lease(session)
        with Path(payload["notes"]).open("a", encoding="ascii") as notes:
            notes.write("done\n")


def slow(sessions, payload, reporter):
    Path(payload["pid"]).write_text(str(os.getpid()), encoding="ascii")
    if reporter.held.tries == 1:
        time.sleep(payload["seconds"])
    note(sessions, payload, reporter)


def refused(_sessions, _payload, _reporter):
    raise UnreadableFile("The file {name} is broken", name="a.csv")


def unavailable(_sessions, _payload, _reporter):
    raise SourceUnavailable("No answer")


def broken(_sessions, _payload, _reporter):
    raise ValueError("a bug of ours")


def suicide(_sessions, payload, reporter):
    if reporter.held.tries == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    note(_sessions, payload, reporter)


def told(_sessions, _payload, reporter):
    reporter.line("reading")
    reporter.progress(1, 2, Message("Reading"))
    reporter.line("read")


def work(url):
    """A worker process, for tests that kill it."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    sessions = session_factory(create_engine(url))
    Runner(
        sessions=sessions,
        handlers=HANDLERS,
        bootstrap=f"{HERE}:bootstrap",
        argument={"database": url},
        grace_s=0.2,
    ).run_forever(stop)


if __name__ == "__main__":
    work(sys.argv[1])
