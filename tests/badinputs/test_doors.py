"""Hostile words by the doors of the site: texts, names of files, searches, addresses, forms."""

import json
import logging
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import html5lib
import httpcore2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from apps_gallery.models import AppState, CitizenApp
from datasets.kernel import guarded_network
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import ForbiddenAddress
from datasets.kernel.http_client import HttpClient
from datasets.models.dataset import Dataset
from portal import logs
from portal.web import uploads
from tests import factories

CANARY = Path("/tmp/badinput_canary")  # noqa: S108 - named by the files themselves
OURS = "http://portal.test"
SLOWEST_S = 1.0
_ACTIVE = re.compile(r"^[\x00-\x20]*(?:javascript|vbscript|data|file):", re.IGNORECASE)
_LOADED = frozenset({"src", "href", "action", "formaction", "poster", "srcdoc", "data", "style"})
_DISPOSITION = re.compile(
    r"attachment; filename=\"[a-zA-Z0-9_.-]+\"; filename\*=UTF-8''[a-zA-Z0-9_.%~-]+"
)
_FROM_TEXT = frozenset({"iframe", "object", "embed", "base", "math", "noscript"})


@pytest.fixture(scope="module")
def hostile(test_data: Path):
    """The content of one of the lists of hostile words."""
    folder = test_data / "badinputs/open"
    if not folder.is_dir():
        pytest.skip(f"no hostile words: {folder} is not there")

    def read(name: str) -> Any:
        return json.loads((folder / name).read_bytes())

    return read


def active_parts(page: str) -> list[str]:
    """Whatever in a page could run, load or lead away that is none of the site's own."""
    found = []
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        tag = str(element.tag)
        is_data = element.get("type") == "application/ld+json"
        is_ours = is_data or element.get("src", "").startswith("/")
        if tag in _FROM_TEXT or (tag == "script" and not is_ours):
            found.append(tag)
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or (name in _LOADED and _ACTIVE.match(value)):
                found.append(f"{tag} {name}={value[:40]}")
            if name == "src" and not value.startswith("/"):
                found.append(f"{tag} {name}={value[:40]}")
    return found


def answers_quickly(client: FlaskClient, path: str, **asked: Any) -> TestResponse:
    """An answer without a fault of the server's, in less computing than a second."""
    began = time.process_time()
    answer = client.get(path, **asked)
    assert answer.status_code < 500, (path, str(asked)[:80])
    assert time.process_time() - began < SLOWEST_S, (path, str(asked)[:80])
    return answer


def target_host(location: str) -> str:
    """Where a browser would go: tabs and line ends gone, backslashes turned.

    Source: WHATWG URL, 4.4 (URL parsing).
    """
    plain = re.sub(r"[\t\n\r]", "", location).strip("\x00 ").replace("\\", "/")
    return urlsplit(urljoin(f"{OURS}/staff/sign-in", plain)).hostname or ""


def _came_from(wanted: str) -> dict[str, str]:
    """What a browser says that was on a page of ours under a hostile path."""
    return {"Referer": OURS + quote(wanted, safe="/:@?%\\")} if wanted.startswith("/") else {}


def test_hostile_texts_are_shown_and_never_run(hostile, services, published, client) -> None:
    dataset = published()

    for payload in hostile("f01_markdown_xss.json"):
        with services.begin(SYSTEM) as uow:
            changed = uow.session.scalars(select(Dataset).where(Dataset.slug == dataset.slug)).one()
            changed.description = changed.summary = {"ja": payload}
            changed.title = {"ja": payload[:200]}
            changed.revision += 1
        page = answers_quickly(client, f"/ja/dataset/{dataset.slug}").get_data(as_text=True)
        assert active_parts(page) == [], payload[:60]


def test_hostile_names_of_files_harm_neither_disk_nor_header(hostile, services, client) -> None:
    for number, name in enumerate(hostile("f02_upload_filenames.json")):
        kept = uploads.filename(FileStorage(filename=name))
        assert not set(kept) & set("/\\\r\n\0"), repr(name)
        if not kept:
            continue
        factories.received(services, slug=f"name-{number}", filename=kept, content=b"%PDF-1.7\n")
        answer = client.get(f"/dataset/name-{number}/datapackage.json")
        if answer.status_code != 200 or not answer.json["resources"]:
            continue  # its name said that it is a table, and it was refused
        path = urlsplit(answer.json["resources"][0]["path"]).path
        disposition = client.get(path).headers["Content-Disposition"]
        assert _DISPOSITION.fullmatch(disposition), disposition
        assert "%E2%80%AE" not in disposition, repr(name)
    assert not CANARY.exists()


def test_hostile_questions_are_answered_quickly(hostile, published, client) -> None:
    published()

    for question in hostile("f03_search_queries.json"):
        for path in ("/ja/search", "/api/v1/datasets", "/api/3/action/package_search"):
            answers_quickly(client, f"{path}?q={quote(question, errors='surrogatepass')}")


class _Connections(httpcore2.NetworkBackend):
    """Counts what would be connected to, and connects to nothing."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, **_: Any) -> httpcore2.NetworkStream:
        self.made.append((host, port))
        raise httpcore2.ConnectError("nothing is connected to here")


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> _Connections:
    made = _Connections()
    resolve = guarded_network.resolve

    def resolved(host: str, port: int, timeout_s: float) -> Any:
        if host.endswith("nip.io") or "localhost" in host:
            host = "127.0.0.1"
        elif re.search("[a-z]", host) and ":" not in host and not host.startswith("0x"):
            host = "93.184.215.14"
        return resolve(host, port, timeout_s)

    monkeypatch.setattr(guarded_network, "resolve", resolved)
    monkeypatch.setattr(httpcore2, "SyncBackend", lambda: made)
    return made


def test_addresses_that_lead_inside_are_never_connected_to(hostile, connections) -> None:
    urls = hostile("f04_harvest_urls.json")
    with HttpClient() as http:
        for url in urls:
            with pytest.raises(ForbiddenAddress):
                http.get(url, deadline_s=0.5)

    assert connections.made == []


def test_nobody_is_led_away_after_signing_in(hostile, staff, client) -> None:
    for wanted in hostile("f05_next_redirects.json"):
        answers = [
            staff.client.get("/staff/sign-in", query_string={"next": wanted}),
            staff.client.get("/staff/language/en", query_string={"next": wanted}),
            client.get(wanted if wanted.startswith("/") else f"/{wanted}", base_url=OURS),
            client.post("/theme", base_url=OURS, headers=_came_from(wanted)),
        ]
        for answer in answers:
            assert answer.status_code < 500, wanted
            location = answer.headers.get("Location", "/")
            assert target_host(location) in {"portal.test", "localhost"}, (wanted, location)


def test_an_app_with_fields_that_are_not_asked_for_is_not_shown(hostile, services, client) -> None:
    given = hostile("f08_gallery_submission.json")
    form = {
        name: [str(v) for v in value] if isinstance(value, list) else str(value)
        for name, value in given.items()
    }

    answer = client.post("/ja/apps/new", data=form)

    assert answer.status_code < 500
    assert active_parts(answer.get_data(as_text=True)) == []
    with services.reading() as session:
        shown = [
            app for app in session.scalars(select(CitizenApp)) if app.state is not AppState.DRAFT
        ]
    assert shown == []


def test_a_name_cannot_forge_a_line_of_the_log(test_data, client, capsys) -> None:
    name = (test_data / "badinputs/open/f09_log_injection.txt").read_bytes().decode()
    logs.configure("text")
    logging.getLogger("portal").warning("refused", extra={"who": name})
    client.post("/staff/sign-in", data={"email": name, "password": "x"})
    logging.getLogger().handlers.clear()

    lines = capsys.readouterr().err.splitlines()

    assert "\x1b" not in "".join(lines)
    assert [line for line in lines if line.startswith("2026-01-01T00:00:00Z")] == []


def test_forms_of_thousands_of_fields_are_refused(hostile, client) -> None:
    fields = hostile("f10_form_bombs.json")

    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n1\r\n'
    body = "".join(part.format(name[:40]) for name in fields).encode() + b"--x--\r\n"

    for path in ("/ja/apps/new", "/ja/requests/new", "/staff/sign-in"):
        assert client.post(path, data=fields).status_code in (400, 413), path
        sent = client.post(path, data=body, content_type="multipart/form-data; boundary=x")
        assert sent.status_code in (400, 413), path


def test_strange_wishes_for_a_form_are_no_fault_of_the_server(hostile, published, client) -> None:
    dataset = published()

    wishes = hostile("f12_content_negotiation.json")
    for wish in [wish for wish in wishes if wish.isprintable()]:  # no server lets others through
        for path in ("/", f"/dataset/{dataset.slug}", f"/d/{dataset.slug}.csv", "/api/v1/datasets"):
            answers_quickly(client, path, headers={"Accept": wish})
