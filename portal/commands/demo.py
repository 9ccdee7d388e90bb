"""portal demo: a made-up city and its neighbours, harvested and served."""

import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import Namespace, _SubParsersAction
from contextlib import suppress
from pathlib import Path
from typing import Any

from datasets.kernel.errors import SourceUnavailable
from portal import schema
from portal.commands.serving import add_address, server, start_worker
from portal.commands.terminal import say
from portal.commands.working import finish_jobs
from portal.demo import city, filling
from portal.demo.filling import Filled
from portal.mail import GalleryPost
from portal.wiring import Services

LOOK_S = 1.0
LINE_S = 10.0
FIRST_PAGE_S = 60.0


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the command of this module."""
    demo = subparsers.add_parser("demo", help="a made-up city, harvested and served")
    add_address(demo)
    demo.add_argument("--home", type=Path, default=Path("var/demo"))
    demo.add_argument("--no-serve", action="store_true", help="make the city, then end")
    demo.add_argument(
        "--alone", action="store_true", help="without neighbours, and only the best known data"
    )
    demo.set_defaults(run=make_demo)


def make_demo(services: Services, given: Namespace) -> int:
    """Hand the city in by the ordinary doors and serve it; it fills in behind the first page."""
    if given.no_serve:
        schema.upgrade(services.engine)
        return 0 if _make(services, alone=given.alone) else 1
    command = server(services.settings, given.host, given.port)
    schema.upgrade(services.engine)
    site = subprocess.Popen(command)  # noqa: S603 - our own command and our own words
    base = services.settings.base_url
    for email in (city.STAFF_EMAIL, *(email for email, *_ in city.OTHERS)):
        say(f"{email} / {city.STAFF_PASSWORD}  → {base}/staff/")
    _see_first_page(services, given.port, site)
    say(f"{base}/")
    worker = start_worker(services.settings)
    threading.Thread(target=_fill, args=(services, given.alone), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return site.wait()
    finally:
        for process in (site, worker):
            process.terminate()
            process.wait()


def _make(services: Services, *, alone: bool) -> bool:
    post = GalleryPost(services.settings)
    with filling.surroundings(services, alone=alone) as around:
        filling.begin(services, around, alone=alone)
        done = finish_jobs(services)
        filled = filling.go_on(services, around, post)
        say(_line(filled))
        return finish_jobs(services) and done


def _see_first_page(services: Services, port: int, site: "subprocess.Popen[bytes]") -> None:
    """Wait until the site answers: before that, nothing else may take the machine's time."""
    until = time.monotonic() + FIRST_PAGE_S
    while site.poll() is None and time.monotonic() < until and not _is_open(port):
        time.sleep(0.1)
    with services.http() as http, suppress(SourceUnavailable):
        http.get(f"http://127.0.0.1:{port}/", deadline_s=FIRST_PAGE_S)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _fill(services: Services, alone: bool) -> None:
    """Fill the city beside the site, then keep its neighbours where they are."""
    began = time.monotonic()
    said_at, said = began, ""
    post = GalleryPost(services.settings)
    with filling.surroundings(services, alone=alone) as around:
        filling.begin(services, around, alone=alone)
        while True:
            filled = filling.go_on(services, around, post)
            line = _line(filled)
            if line != said and (time.monotonic() - said_at > LINE_S):
                said_at, said = time.monotonic(), line
                say(line)
            if filled.is_idle:
                break
            time.sleep(LOOK_S)
        say(f"{_line(filled)}: the city is complete after {time.monotonic() - began:.0f} s")
        threading.Event().wait()


def _line(filled: Filled) -> str:
    return f"{filled.datasets}/{filled.all_datasets} datasets, {filled.apps}/{filled.all_apps} apps"
