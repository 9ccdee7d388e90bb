"""portal serve, worker: what keeps running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from datasets.kernel.errors import InvalidSettings
from portal import schema, worker
from portal.commands.terminal import say
from portal.records import Records
from portal.settings import Settings, environment

BLOCKING_THREADS = 8


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the commands of this module."""
    site = subparsers.add_parser("serve", help="the site, and on SQLite one worker beside it")
    add_address(site)
    site.add_argument("--workers", type=int, default=1, help="processes that answer requests")
    site.add_argument("--no-worker", action="store_true", help="run jobs elsewhere")
    site.set_defaults(watch=serve)
    jobs = subparsers.add_parser("worker", help="run jobs")
    jobs.add_argument("--slots", type=int, default=1, help="jobs at once")
    jobs.set_defaults(watch=work)


def add_address(parser: ArgumentParser) -> None:
    """Let a command be told where to serve."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def serve(records: Records, given: Namespace) -> int:
    """Serve the site until told to end.

    This process becomes the web server: nothing of the command stays in memory beside it.
    """
    command = server(records.settings, given.host, given.port, given.workers)
    schema.upgrade(records.engine)
    records.engine.dispose()  # nothing open may be shared with the processes that follow
    if not given.no_worker and records.settings.workers:
        start_worker(records.settings)
    say(f"{records.settings.base_url}/  ({given.host}:{given.port})")
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - our own interpreter and our own words


def work(records: Records, given: Namespace) -> int:
    """Run jobs until told to end."""
    schema.upgrade(records.engine)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _end_with_parent(stop)
    worker.runner(records, slots=given.slots).run_forever(stop)
    return 0


def server(settings: Settings, host: str, port: int, workers: int = 1) -> list[str]:
    """The words that start the web server; its settings are put into the environment.

    Raises:
        InvalidSettings: if the port is in use.
    """
    _refuse_taken(host, port)
    os.environ.update(environment(settings))
    said = ("--host", host, "--port", str(port), "--workers", str(workers))
    threads = ("--blocking-threads", str(BLOCKING_THREADS), "--respawn-failed-workers")
    log = "--log" if settings.log_format == "json" else "--no-log"
    app = "portal.site:application"
    return [sys.executable, "-m", "granian", "--interface", "wsgi", *said, *threads, log, app]


def start_worker(settings: Settings) -> "subprocess.Popen[bytes]":
    """Start a worker that ends with this process, or with the one it becomes."""
    program = shutil.which("portal") or str(Path(sys.executable).with_name("portal"))
    return subprocess.Popen(  # noqa: S603 - our own command and our own words
        [program, "worker", "--slots", str(settings.workers)],
        env=os.environ | environment(settings) | {"PORTAL_PARENT": str(os.getpid())},
    )


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise InvalidSettings(
                "Port {port} is in use. Choose another with --port.", port=port
            ) from fault


def _end_with_parent(stop: threading.Event) -> None:
    """Stop when the site that started this worker is gone, even if it was killed."""
    parent = os.environ.get("PORTAL_PARENT")
    if not parent:
        return

    def watch() -> None:
        while not stop.wait(1.0):
            if os.getppid() != int(parent):
                stop.set()

    threading.Thread(target=watch, daemon=True).start()
