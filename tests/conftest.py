"""Fixtures: a portal of its own for each test, and the people who use it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import argon2
import hypothesis
import jinja2
import pytest
import pytest_socket
from flask import Flask
from flask.testing import FlaskClient

from datasets.kernel.actors import SYSTEM
from datasets.models.dataset import Dataset
from portal.accounts import passwords, people
from portal.settings import Settings
from portal.web.rate_limit import limiter
from portal.wiring import Services, wire
from tests import databases, factories
from tests.browser import Browser
from tests.sites import make_site

# a busy machine is no fault; what decides tries the same examples every time, `make test` new ones
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("house")

DATABASE_FIXTURES = frozenset({"database_url", "city", "made_home", "office", "survivor", "world"})

PASSWORD = "correct horse battery"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: runs on the database that was chosen")
    databases.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(autouse=True, scope="session")
def _quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is slow on purpose is cheap here, and templates are compiled once for all portals."""
    compiled = jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": compiled})
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_NOBODY", cheap.hash("nobody"))
        yield


@pytest.fixture(autouse=True)
def _only_loopback() -> None:
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real and hostile files; the test is skipped where there is none."""
    named = os.environ.get("PORTAL_TEST_DATA") or "../shared"
    folder = Path(__file__).parent.parent / named
    if not (folder / "data" / "index.csv").exists():
        pytest.skip(f"no real files: {named} is not there (PORTAL_TEST_DATA names the folder)")
    return folder


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A database with all tables and no rows."""
    with databases.lent(tmp_path) as lent:
        yield lent


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    (tmp_path / "home").mkdir()
    return Settings(
        home=tmp_path / "home",
        database_url=database_url,
        secret_key="test" * 8,
        allow_loopback=True,
    )


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    services = wire(settings)
    yield services
    services.engine.dispose()


@pytest.fixture
def app(services: Services) -> Flask:
    return make_site(services)


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Whoever asks too often has to wait."""
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.reset()
    limiter.enabled = False


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def resident(app: Flask) -> Browser:
    """Reads in Japanese, without an account."""
    return Browser(app.test_client())


@pytest.fixture
def published(services: Services) -> Callable[..., Dataset]:
    """Publish a dataset through the ordinary door and the whole pipeline."""

    def publish(**given: object) -> Dataset:
        return factories.published(services, **given)

    return publish


@pytest.fixture
def staff(app: Flask, services: Services) -> Browser:
    """An administrator who has signed in."""
    with services.begin(SYSTEM) as uow:
        people.add(uow, email="staff@example.jp", name="職員", password=PASSWORD, admin=True)
    browser = Browser(app.test_client())
    page = browser.get("/staff/sign-in")
    browser.submit(page, "/staff/sign-in", email="staff@example.jp", password=PASSWORD)
    return browser
