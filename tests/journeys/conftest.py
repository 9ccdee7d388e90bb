"""What journeys share: one made-up city, served to a real browser."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests import rig
from tests.every_page import make_examples


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the city, made once for all test processes of this run."""
    if rig.chromium() is None:
        pytest.skip("no chromium on this machine: .ci/run installs it")
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with (shared / "city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / "city"
        if not (made / "made").exists():
            shutil.rmtree(made, ignore_errors=True)
            ready = os.environ.get(
                "PORTAL_TEST_CITY"
            )  # a home of `portal demo`, to save its minute
            if ready:
                shutil.copytree(ready, made)
            else:
                rig.make_city(made)
            make_examples(made)
            (made / "made").touch()
    own = base / "home"
    shutil.copytree(made, own)
    return own


@pytest.fixture(scope="session")
def portal(city: Path) -> Iterator[rig.LivePortal]:
    """The city, served with its worker."""
    with rig.served(city) as live:
        yield live


@pytest.fixture(scope="module")
def browser(portal: rig.LivePortal) -> Iterator[Browser]:
    """A real browser; one a module, since its event loop allows no other in this process."""
    with rig.browser() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A visitor on a phone, once with and once without JavaScript."""
    opened = browser.new_context(
        java_script_enabled=request.param,
        viewport=rig.PHONE,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()
