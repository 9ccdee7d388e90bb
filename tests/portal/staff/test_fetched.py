"""A file behind an address of the web: fetched once, or refused with what to do."""

import time
from dataclasses import replace

import pytest

from datasets import queries
from datasets.kernel.actors import SYSTEM
from portal.settings import Settings
from portal.staff import fetched
from portal.wiring import Services
from tests import factories
from tests.browser import Browser
from tests.harvesters.serving import send, served

CSV = "名称,定員\r\n中央小学校,950\r\n北原小学校,980\r\n".encode("cp932")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, max_upload_bytes=1000)


@pytest.fixture
def city():
    """A web server of a city."""

    answers = {
        "/list/halls.csv": (CSV, 200, "text/csv"),
        "/export?id=3": (CSV, 200, "text/csv; charset=Shift_JIS"),
        "/page": (b"<html></html>", 200, "text/html; charset=utf-8"),
        "/large.csv": (b"a,b\n" * 500, 200, "text/csv"),
        "/closed.csv": (b"", 403, "text/csv"),
    }
    moved = {"/moved": "/list/halls.csv", "/round": "/round"}

    def answer(handler):
        if handler.path in moved:
            send(handler, b"", 302, Location=moved[handler.path])
        else:
            send(handler, *answers.get(handler.path, (b"", 404, "text/html")))

    with served(answer) as url:
        yield url


def give(staff: Browser, url: str):
    page = staff.get("/staff/data/new")
    return staff.submit(page, "/staff/data/new", organization="kikikanri", url=url)


@pytest.fixture(autouse=True)
def office(services: Services) -> None:
    factories.published(services, slug="other", filename="other.csv")


@pytest.mark.parametrize(
    ("path", "filename"),
    [
        ("/list/halls.csv", "halls.csv"),
        ("/moved", "halls.csv"),
        ("/export?id=3", "export.csv"),
    ],
)
def test_a_file_is_fetched_and_goes_the_way_of_every_other(
    staff: Browser, services: Services, city: str, path: str, filename: str
):
    page = give(staff, city + path)

    assert "チェック" in page.texts("h1")[0]
    slug = filename.partition(".")[0]
    factories.prepare_all(services, slug)
    with services.reading() as session:
        (part,) = queries.staff_dataset(session, slug, SYSTEM).distributions
    assert (part.filename, part.uri) == (filename, city + path)
    assert part.versions[0].rows == 2
    assert staff.get("/staff/data/new").field("url") == ""


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nothing.csv", "404"),
        ("/closed.csv", "403"),
        ("/round", "別のアドレス"),
        ("/page", "ウェブページ"),
        ("/large.csv", "大きすぎ"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_a_sentence_and_kept_in_the_field(
    staff: Browser, city: str, path: str, told: str
):
    page = give(staff, city + path)

    assert page.status == 422
    assert told in page.texts("p", id="error-url")[0]
    assert page.field("url") == city + path
    assert staff.get("/staff/data/new").field("url") == city + path


def test_a_server_that_does_not_answer_in_time_is_named(staff: Browser, monkeypatch):
    def answer(handler):
        time.sleep(1.5)

    monkeypatch.setattr(fetched, "DEADLINE_S", 0.4)
    with served(answer) as url:
        page = give(staff, f"{url}/slow.csv")

    assert page.status == 422
    assert "127.0.0.1" in page.texts("p", id="error-url")[0]


def test_a_server_that_is_not_there_is_named(staff: Browser):
    page = give(staff, "http://127.0.0.1:9/halls.csv")

    assert page.status == 422
    assert "127.0.0.1" in page.texts("p", id="error-url")[0]
