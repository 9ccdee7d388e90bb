"""The demo's city, made once; journeys look at the same one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases, rig
from tests.browser import Browser
from tests.sites import make_site

NOW = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)


class FixedClock:
    """It is always the same moment."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the whole city, for these tests alone; PORTAL_TEST_CITY names one ready made."""
    return rig.own_city(tmp_path_factory, worker_id, "demo-home")


@pytest.fixture(scope="session")
def made_city(made_home: Path) -> Iterator[Services]:
    """The city's portal, on a day when everything in it is still to come."""
    settings = Settings(
        home=made_home, secret_key="test" * 8, database_url=databases.url(made_home)
    )
    services = wire(settings, FixedClock())
    yield services
    services.engine.dispose()


@pytest.fixture(scope="session")
def visitor(made_city: Services) -> Browser:
    """Reads the city's pages in Japanese."""
    return Browser(make_site(made_city).test_client())
