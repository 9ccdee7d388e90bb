import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps_gallery import gallery, health, queries
from apps_gallery.models import AppState, CitizenApp
from datasets.kernel.actors import ANYONE, SYSTEM
from datasets.kernel.clock import SystemClock
from datasets.kernel.unit_of_work import UnitOfWork
from tests.apps_gallery.making import Letters, draft

TODAY = SystemClock().now()


class _Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(type(self).status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


@contextmanager
def site(status):
    kind = type("Site", (_Answers,), {"status": status})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def app(services, published):
    published()
    with services.begin(SYSTEM) as uow:
        return gallery.add(uow, draft(featured=True))


def note(services, app, letters, at, *, opens):
    with services.begin(SYSTEM) as uow:
        later = UnitOfWork(uow.session, uow.actor, at)
        health.note(later, app.id, opens=opens, post=letters)
    with services.reading() as session:
        return queries.public_app(session, app.slug)


@pytest.mark.parametrize(
    ("status", "opens"), [(200, True), (404, False), (500, False), (403, True)]
)
def test_an_app_answers_or_does_not(services, status, opens):
    with site(status) as url, services.http() as http:
        assert health.answers(http, url) is opens


def test_an_address_that_nobody_serves_does_not_answer(services):
    with site(200) as url:
        pass

    with services.http() as http:
        assert not health.answers(http, url)
        assert not health.answers(http, "http://169.254.169.254/")


def test_two_failures_within_a_week_hide_it_and_one_success_brings_it_back(services, app):
    letters = Letters()

    once = note(services, app, letters, TODAY, opens=False)
    assert once.alive
    twice = note(services, app, letters, TODAY + timedelta(days=1), opens=False)
    assert not twice.alive
    note(services, app, letters, TODAY + timedelta(days=2), opens=False)

    with services.reading() as session:
        assert queries.shown_first(session, 6, TODAY.date()) == []
        assert len(queries.shown(session, TODAY.date())) == 1, "it is never taken away"
    assert letters.events == ["not_opening"], "the author is told once"

    again = note(services, app, letters, TODAY + timedelta(days=3), opens=True)
    assert again.alive
    with services.reading() as session:
        assert len(queries.shown_first(session, 6, TODAY.date())) == 1


def test_two_failures_far_apart_are_no_failure(services, app):
    letters = Letters()

    note(services, app, letters, TODAY, opens=False)
    later = note(services, app, letters, TODAY + timedelta(days=8), opens=False)

    assert later.alive
    assert letters.events == []


def test_a_round_looks_at_what_is_elsewhere_and_at_nothing_else(services, published):
    published()
    with site(200) as good, site(404) as bad:
        with services.begin(SYSTEM) as uow:
            gallery.add(uow, draft(url=good))
            gallery.add(uow, draft(url=bad))
            gallery.add_builtin(uow, "graph", {}, {"title": {"ja": "絵"}, "line": {}}, ["shelters"])
        with services.http() as http:
            rounds = health.Rounds(
                sessions=services.sessions, clock=services.clock, http=http, post=Letters()
            )
            told = []
            failed = health.check_all(rounds, lambda done, total: told.append((done, total)))

    assert failed == 1
    assert told == [(1, 2), (2, 2)]


def test_what_nobody_confirmed_is_forgotten_after_a_month(services, published):
    published()
    letters = Letters()
    with services.begin(ANYONE) as uow:
        app = gallery.submit(uow, draft(), letters)
        waiting = gallery.submit(uow, draft(), letters)
        waiting.state = AppState.SUBMITTED

    with services.begin(SYSTEM) as uow:
        month = UnitOfWork(uow.session, uow.actor, uow.now + timedelta(days=31))
        assert health.forget_drafts(month) == 1

    with services.reading() as session:
        assert session.get(CitizenApp, app.id) is None
        assert session.get(CitizenApp, waiting.id) is not None
