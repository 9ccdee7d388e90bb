"""portal demo: a made-up city, harvested and served."""

import signal
import subprocess
import sys
import threading
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from datasets.kernel.actors import SYSTEM
from portal import schema
from portal.commands.harvesting import queue
from portal.commands.serving import add_address, server, start_worker
from portal.commands.terminal import say
from portal.commands.working import finish_jobs, watch
from portal.demo import city
from portal.demo.city_files import write_city
from portal.wiring import Services


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the command of this module."""
    demo = subparsers.add_parser("demo", help="a made-up city, harvested and served")
    add_address(demo)
    demo.add_argument("--home", type=Path, default=Path("var/demo"))
    demo.add_argument("--no-serve", action="store_true", help="make the city, then end")
    demo.set_defaults(run=make_demo)


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
    command = server(services.settings, given.host, given.port)
    say(f"{city.STAFF_EMAIL} / {city.STAFF_PASSWORD}  → {services.settings.base_url}/staff/")
    site = subprocess.Popen(command)  # noqa: S603 - our own command and our own words
    worker = start_worker(services.settings)
    threading.Thread(target=_announce, args=(services,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return site.wait()
    finally:
        for process in (site, worker):
            process.terminate()
            process.wait()


def _announce(services: Services) -> None:
    watch(services)
    say(f"the city is complete: {services.settings.base_url}/")
