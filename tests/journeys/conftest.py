"""What journeys share: one made-up city, served to a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests import rig


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the city, made once for all test processes of this run."""
    if rig.chromium() is None:
        pytest.skip("no chromium on this machine: .ci/run installs it")
    return rig.own_city(tmp_path_factory, worker_id, "home")


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
