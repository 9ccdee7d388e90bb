"""portal serve, worker, demo: what keeps running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidSettings
from portal import schema, worker
from portal.commands.harvesting import queue
from portal.commands.terminal import say
from portal.commands.working import finish_jobs, watch
from portal.demo import city
from portal.demo.city_files import write_city
from portal.settings import environment
from portal.wiring import Services

BLOCKING_THREADS = 8


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the commands of this module."""
    site = subparsers.add_parser("serve", help="the site, and on SQLite one worker beside it")
    demo = subparsers.add_parser("demo", help="a made-up city, harvested and served")
    for parser in (site, demo):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
    site.add_argument("--workers", type=int, default=1, help="processes that answer requests")
    site.add_argument("--no-worker", action="store_true", help="run jobs elsewhere")
    site.set_defaults(run=serve)
    demo.add_argument("--home", type=Path, default=Path("var/demo"))
    demo.add_argument("--no-serve", action="store_true", help="make the city, then end")
    demo.set_defaults(run=make_demo, workers=1, no_worker=False)
    jobs = subparsers.add_parser("worker", help="run jobs")
    jobs.add_argument("--slots", type=int, default=1, help="jobs at once")
    jobs.set_defaults(run=work)


def serve(services: Services, given: Namespace) -> int:
    """Serve the site until told to end."""
    from granian import Granian  # noqa: PLC0415 - the other commands do without it
    from granian.constants import Interfaces  # noqa: PLC0415 - likewise

    _refuse_taken(given.host, given.port)
    schema.upgrade(services.engine)
    services.engine.dispose()  # nothing open may be shared with the processes that follow
    os.environ.update(environment(services.settings))
    jobs = None if given.no_worker or not services.settings.workers else _start_worker(services)
    say(f"{services.settings.base_url}/  ({given.host}:{given.port})")
    try:
        Granian(
            "portal.site:application",
            address=given.host,
            port=given.port,
            interface=Interfaces.WSGI,
            workers=given.workers,
            blocking_threads=BLOCKING_THREADS,
            respawn_failed_workers=True,
            log_enabled=services.settings.log_format == "json",
        ).serve()
    finally:
        if jobs is not None:
            jobs.terminate()
            jobs.wait()
    return 0


def work(services: Services, given: Namespace) -> int:
    """Run jobs until told to end."""
    schema.upgrade(services.engine)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _end_with_parent(stop)
    worker.runner(services, slots=given.slots).run_forever(stop)
    return 0


def make_demo(services: Services, given: Namespace) -> int:
    """Hand the city in by the ordinary doors and serve it; it fills in behind the first page."""
    schema.upgrade(services.engine)
    files = write_city(services.settings.home / "city")
    with services.begin(SYSTEM) as uow:
        for source in city.add_sources(uow, files):
            queue(uow.session, source, uow.now)
    city.upload_as_staff(services, files)
    if given.no_serve:
        return 0 if finish_jobs(services) else 1
    say(f"{city.STAFF_EMAIL} / {city.STAFF_PASSWORD}  → {services.settings.base_url}/staff/")
    threading.Thread(target=_announce, args=(services,), daemon=True).start()
    return serve(services, given)


def _announce(services: Services) -> None:
    watch(services)
    say(f"the city is complete: {services.settings.base_url}/")


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise InvalidSettings(
                "Port {port} is in use. Choose another with --port.", port=port
            ) from fault


def _start_worker(services: Services) -> "subprocess.Popen[bytes]":
    program = shutil.which("portal") or str(Path(sys.executable).with_name("portal"))
    slots = str(services.settings.workers)
    return subprocess.Popen(  # noqa: S603 - our own command and our own words
        [program, "worker", "--slots", slots],
        env=os.environ | {"PORTAL_PARENT": str(os.getpid())},
    )


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
