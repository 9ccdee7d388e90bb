"""Real web servers on this machine, as the neighbours would run them."""

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

_LARGEST_QUESTION_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answers.

    Attributes:
        modified: The day its content last changed, YYYY-MM-DD; empty if it is made anew each time.
    """

    body: bytes
    media_type: str
    modified: str = ""
    status: int = 200

    @property
    def headers(self) -> dict[str, str]:
        """What is said of the body."""
        told = {"Content-Type": self.media_type, "Content-Length": str(len(self.body))}
        if self.modified:
            day = datetime.fromisoformat(self.modified).replace(tzinfo=UTC)
            told["Last-Modified"] = format_datetime(day, usegmt=True)
            told["ETag"] = f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'
        return told


class Site(ABC):
    """A web site: a reply for each path."""

    def __init__(self) -> None:
        self.url = ""

    @abstractmethod
    def reply(self, path: str, asked: Mapping[str, str]) -> Reply | None:
        """What is at a path; None if nothing is.

        Args:
            path: Decoded, with a slash before it.
            asked: The question's words, the first of each name.
        """


@contextmanager
def serving(site: Site, port: int = 0) -> Iterator[Site]:
    """Serve a site on this machine until the block ends.

    Args:
        site: Learns its address.
        port: Taken if it is free; else any that is.
    """
    server = _bound(site, port)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def port_of(site: Site) -> int:
    """Where a served site is."""
    return urlsplit(site.url).port or 0


def _bound(site: Site, port: int) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"site": site})
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


class _Handler(BaseHTTPRequestHandler):
    """Reads a question, asks the site, writes its reply."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        """Answer with the body, or with 304 if the asker has it already."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Say nothing: the portal's own lines are enough."""

    def _answer(self, *, with_body: bool) -> None:
        parts = urlsplit(self.path[:_LARGEST_QUESTION_BYTES])
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        reply = self.site.reply(unquote(parts.path), asked)
        reply = reply or Reply(b"Not found\n", "text/plain; charset=utf-8", status=404)
        told = reply.headers
        known = self.headers.get("If-None-Match", "")
        status = 304 if "ETag" in told and known == told["ETag"] else reply.status
        self.send_response(status)
        for name, value in told.items():
            if status != 304 or name != "Content-Length":
                self.send_header(name, value)
        self.end_headers()
        if with_body and status != 304:
            self.wfile.write(reply.body)
