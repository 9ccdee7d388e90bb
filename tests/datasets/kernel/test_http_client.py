import gzip
import io
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from datasets.kernel.errors import ForbiddenAddress, SourceUnavailable, TooLarge
from datasets.kernel.http_client import HttpClient

BOMB = gzip.compress(bytes(50 << 20))


class _City(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter] = Counter()
    sent: ClassVar[dict] = {}

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path, _, query = self.path.partition("?")
        _City.asked[path] += 1
        _City.sent = {name.lower(): value for name, value in self.headers.items()}
        getattr(self, path.strip("/").replace("-", "_"))(query)

    def plain(self, _):
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(304, ETag='"one"')
        else:
            self.answer(200, "避難所".encode(), ETag='"one"', Set_Cookie="track=me")

    def missing(self, _):
        self.answer(404, b"no")

    def squeezed(self, _):
        self.answer(200, gzip.compress(b"squeezed"), Content_Encoding="gzip")

    def bomb(self, _):
        self.answer(200, BOMB, Content_Encoding="gzip")

    def brotli(self, _):
        self.answer(200, b"x", Content_Encoding="br")

    def large(self, _):
        self.answer(200, bytes(100_000))

    def away(self, query):
        self.answer(302, Location=query)

    def round(self, _):
        self.answer(302, Location="/round")

    def busy_once(self, _):
        busy = _City.asked["/busy-once"] == 1
        self.answer(503 if busy else 200, b"half" if busy else b"whole")

    def busy(self, _):
        self.answer(503)

    def trickle(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(1000):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def endless_headers(self, _):
        self.send_response(200)
        self.flush_headers()
        try:
            for number in range(100):
                self.wfile.write(b"X-%d: y\r\n" % number)
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def cut(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A client that leaves early is what these tests are about."""


@pytest.fixture(scope="module")
def city():
    server = _Server(("127.0.0.1", 0), _City)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def http():
    _City.asked.clear()
    with HttpClient(allow_loopback=True, user_agent="Test/1") as client:
        yield client


@pytest.fixture
def careful():
    _City.asked.clear()
    with HttpClient() as client:
        yield client


def test_an_answer_says_what_it_is_and_where_it_came_from(http, city):
    answer = http.get(f"{city}/plain")

    assert (answer.status, answer.body.decode()) == (200, "避難所")
    assert answer.etag == '"one"'
    assert answer.final_url == f"{city}/plain"
    assert _City.sent["user-agent"] == "Test/1"
    assert _City.sent["accept-encoding"] == "gzip"


def test_what_has_not_changed_is_not_sent_again(http, city):
    landing = io.BytesIO()

    assert http.get(f"{city}/plain", etag='"one"').status == 304
    assert http.download(f"{city}/plain", landing, max_bytes=100, etag='"one"').status == 304
    assert landing.getvalue() == b""


def test_a_mark_tells_whether_something_changed(http, city):
    assert http.head_mark(f"{city}/plain") == '"one" 9'
    assert http.head_mark(f"{city}/missing") == ""


def test_a_download_is_written_to_a_file(http, city):
    landing = io.BytesIO()

    answer = http.download(f"{city}/squeezed", landing, max_bytes=100)

    assert landing.getvalue() == b"squeezed"
    assert answer.body == b""


def test_a_download_that_is_not_there_is_refused(http, city):
    with pytest.raises(SourceUnavailable, match="There is nothing at"):
        http.download(f"{city}/missing", io.BytesIO(), max_bytes=100)

    assert http.get(f"{city}/missing").status == 404


def test_no_cookie_is_kept(http, city):
    http.get(f"{city}/plain")
    http.get(f"{city}/plain")

    assert "cookie" not in _City.sent


@pytest.mark.parametrize("page", ["bomb", "large"])
def test_more_than_asked_for_is_refused(http, city, page):
    with pytest.raises(TooLarge):
        http.get(f"{city}/{page}", max_bytes=50_000)


def test_an_encoding_that_was_not_asked_for_is_refused(http, city):
    with pytest.raises(SourceUnavailable):
        http.get(f"{city}/brotli")


def test_a_busy_server_is_asked_again(http, city):
    landing = io.BytesIO()

    http.download(f"{city}/busy-once", landing, max_bytes=100)

    assert landing.getvalue() == b"whole"


def test_a_server_that_stays_busy_is_left_alone(http, city):
    with pytest.raises(SourceUnavailable, match="503"):
        http.get(f"{city}/busy")

    assert _City.asked["/busy"] == 3


@pytest.mark.parametrize("page", ["trickle", "endless-headers"])
def test_a_slow_server_is_left_at_the_deadline(http, city, page):
    with pytest.raises(SourceUnavailable, match="within 1 seconds"):
        http.get(f"{city}/{page}", deadline_s=0.6)


def test_half_an_answer_is_none(http, city):
    with pytest.raises(SourceUnavailable):
        http.get(f"{city}/cut")


def test_a_closed_port_is_a_source_that_cannot_be_reached(http):
    with pytest.raises(SourceUnavailable):
        http.get("http://127.0.0.1:1/")


def test_a_redirect_is_followed(http, city):
    answer = http.get(f"{city}/away?/plain")

    assert answer.final_url == f"{city}/plain"


def test_a_redirect_in_circles_is_left(http, city):
    with pytest.raises(SourceUnavailable, match="never arrives"):
        http.get(f"{city}/round")

    assert _City.asked["/round"] == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:password@127.0.0.1/",
    ],
)
def test_no_redirect_leads_into_a_private_network(http, city, target):
    with pytest.raises(ForbiddenAddress):
        http.get(f"{city}/away?{target}")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_the_loopback_is_fetched_only_where_a_setting_allows_it(careful, city, host):
    port = city.rpartition(":")[2]

    with pytest.raises(ForbiddenAddress):
        careful.get(f"http://{host}:{port}/plain")

    assert not _City.asked


def test_a_proxy_in_the_environment_changes_nothing(http, city, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    with HttpClient(allow_loopback=True) as client:
        assert client.get(f"{city}/plain").status == 200
