"""A member of staff adds a neighbour's data, sees one file fail, and fetches that one alone."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests import rig
from tests.journeys.hand import Hand

_TABLE = "番号,名称,定員\n1,中央小学校,950\n2,北原小学校,980\n"
_DONE_MS = 90_000


@dataclass
class Neighbour:
    """A city's server with an index page and three files.

    Attributes:
        broken: The file that answers 404 for now; empty if none.
        fetched: How often each file was fetched.
    """

    url: str = ""
    broken: str = ""
    fetched: Counter[str] = field(default_factory=Counter)


@contextmanager
def _neighbour(name: str) -> Iterator[Neighbour]:
    city = Neighbour(broken=f"/{name}-parks.csv")
    files = [f"/{name}-{what}.csv" for what in ("aed", "parks", "toilets")]

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(b"")

        def do_GET(self) -> None:
            if self.path == "/":
                links = "".join(f'<a href="{file}">{file}</a>' for file in files)
                self._answer(links.encode())
                return
            if self.path in files:
                city.fetched[self.path] += 1
            self._answer(_TABLE.encode())

        def _answer(self, body: bytes) -> None:
            is_gone = self.command == "GET" and self.path == city.broken
            known = self.path in {"/", *files} and not is_gone
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html" if self.path == "/" else "text/csv")
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body) if known else 0))
            self.end_headers()
            if known:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    city.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield city
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_staff_add_a_source_and_try_only_the_failed_file_again(context, portal, request):
    name = request.node.callspec.id.replace("-", "")
    rig.speak(context, portal, "ja")
    rig.sign_in(context, portal)
    hand = Hand(context.new_page(), by_keyboard=name == "withoutscripts")
    if hand.by_keyboard:
        hand.tab.set_viewport_size(rig.DESK)
    with _neighbour(name) as city:
        hand.tab.goto(f"{portal.url}/staff/harvest")
        hand.press("main .page-head a[href$='/staff/harvest/new']")
        hand.choose("kind", "folder")
        hand.press("main form button[type=submit]")
        hand.tab.select_option("[name=organization]", "crisis-management")
        hand.write("[name=url]", city.url)
        hand.press("main form button[type=submit]")
        assert hand.tab.locator("#drafts + ul > li, .rows > li").count() == 3
        assert not city.fetched
        hand.press("main form button[type=submit]")
        hand.tab.wait_for_selector("#troubles", timeout=_DONE_MS)
        result = hand.tab.locator("#runs ~ ul").inner_text()
        assert "2件" in result
        assert "1件" in result
        assert f"{name}-parks" in hand.tab.locator("#troubles ~ ul").inner_text()

        city.broken = ""
        before = dict(city.fetched)
        hand.press("form[action$='/retry'] button")
        hand.tab.wait_for_selector("#runs ~ ul li:nth-child(2)", timeout=_DONE_MS)
        hand.tab.wait_for_selector("main:not(:has(#troubles))", timeout=_DONE_MS)
        again = {path: n - before.get(path, 0) for path, n in city.fetched.items()}
    assert {path for path, n in again.items() if n} == {f"/{name}-parks.csv"}
    assert portal.get(f"/api/v1/datasets/{name}-parks").status_code in {200, 404}
