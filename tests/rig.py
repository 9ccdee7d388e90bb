"""A live portal for a real browser: the made-up city, served as it is served to everybody."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from portal.demo.city import STAFF_EMAIL, STAFF_PASSWORD
from tests import databases
from tests.every_page import EveryPage
from tests.examples import make_examples

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
START_S = 60
CITY_S = 600
_sessions: dict[str, list[Any]] = {}  # of the data steward, by the portal's address
# a quiet browser: nothing of its own goes out, and it starts as root in a container
CHROMIUM_WORDS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class LivePortal:
    """A portal that answers at an address of this machine.

    Attributes:
        url: Without a slash at its end.
        home: What it serves.
    """

    url: str
    home: Path

    def get(self, path: str, **options: Any) -> httpx2.Response:
        """What a program gets; an answer in the 400s or 500s is an answer too."""
        return httpx2.get(self.url + path, timeout=30, follow_redirects=True, **options)


def chromium() -> str | None:
    """The browser of this machine; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window, ended with the block."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_WORDS), chromium_sandbox=False
        )
        try:
            yield started
        finally:
            started.close()


def make_city(home: Path) -> Path:
    """Make the city of `portal demo` in a folder, through its ordinary doors; some minutes."""
    home.parent.mkdir(parents=True, exist_ok=True)
    _portal(home, "demo", "--home", str(home), "--no-serve")
    return home


def own_city(factory: pytest.TempPathFactory, worker_id: str, name: str) -> Path:
    """A copy of the city for one test process; the city is made once for all of this run.

    `PORTAL_TEST_CITY` names a home of `portal demo` on SQLite, to save the minutes of making it.
    """
    base = factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    made, own = shared / "city", base / name
    with (shared / "city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "made").exists():
            shutil.rmtree(made, ignore_errors=True)
            ready = os.environ.get("PORTAL_TEST_CITY")
            if ready and not databases.on_postgresql():
                shutil.copytree(ready, made)
            else:
                make_city(made)
            make_examples(made)
            (made / "made").touch()
    shutil.copytree(made, own)
    databases.copy(made, own)
    return own


@contextmanager
def served(home: Path) -> Iterator[LivePortal]:
    """Serve a home with its worker, on a port nobody uses, until the block ends."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = home / "serve.log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [_command(), "serve", "--port", str(port)],
            env=_environment(home, url),
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(url, server, log)
            yield LivePortal(url, home)
        finally:
            _end(server)


def sign_in(context: BrowserContext, portal: LivePortal) -> None:
    """Sign the city's data steward in: by the form, and with the same session from then on.

    An address may try ten times a minute, and all browsers of the tests have one.
    """
    context.add_cookies(_sessions.get(portal.url, []))
    page = context.new_page()
    page.goto(f"{portal.url}/staff/")
    if "/staff/sign-in" in page.url:
        page.fill("[name=email]", STAFF_EMAIL)
        page.fill("[name=password]", STAFF_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{portal.url}/staff/")
        _sessions[portal.url] = [
            {"name": cookie["name"], "value": cookie["value"], "url": portal.url}
            for cookie in context.cookies()
            if cookie["name"] == "session"
        ]
    page.close()


def address(tab: Page, portal: LivePortal, page: EveryPage, locale: str) -> str:
    """The whole address of a page; where only a link knows it, that link is looked up."""
    here = portal.url + page.in_language(locale)
    if not page.link:
        return here
    tab.goto(here)
    found = tab.locator(page.link).first.get_attribute("href")
    return portal.url + str(found)


def speak(context: BrowserContext, portal: LivePortal, locale: str) -> None:
    """Choose the language of pages whose address holds none."""
    context.add_cookies([{"name": "locale", "value": locale, "url": portal.url}])


def _command() -> str:
    return str(Path(sys.executable).with_name("portal"))


def _environment(home: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | {
        "PORTAL_HOME": str(home),
        "PORTAL_BASE_URL": url,
        "PORTAL_SITE_TITLE": "まつのき市 データひろば",
        "PORTAL_OPERATOR": "まつのき市（つくりものの市）",
        "PORTAL_CONTACT": "情報統計課 データ係 0000-00-0000",
        "PORTAL_AREA_CODE": "072991",
        "PORTAL_ALLOW_LOOPBACK": "true",
        **databases.settings(home),
    }


def _portal(home: Path, *words: str) -> None:
    done = subprocess.run(
        [_command(), *words],
        env=_environment(home, "http://127.0.0.1:8000"),
        capture_output=True,
        timeout=CITY_S,
        check=False,
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace")[-2000:]
        raise RuntimeError(f"portal {' '.join(words)} ended with {done.returncode}: {told}")


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{url}/healthz", timeout=2).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the portal does not answer: {log.read_text(errors='replace')[-2000:]}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
