"""Real servers on the loopback address: any answer, and a CKAN that keeps a log."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """Serve until the block ends; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """A client that went away is no fault of a server."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    status: int = 200,
    media_type: str = "application/json;charset=utf-8",
    **headers: str,
) -> None:
    """One whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def action(result: Any, *, success: bool = True) -> bytes:
    """What CKAN wraps around a result."""
    return json.dumps({"help": "?", "success": success, "result": result}).encode()


@dataclass
class CkanCity:
    """A CKAN with its files.

    Attributes:
        packages: As package_show gives them, with `{here}` for its own address.
        files: What is downloaded, by path.
        most_rows: Larger pages are cut to this, silently.
        has_search: Whether there is a package_search.
        robots: Its robots.txt; None for none.
        asked: Paths, in the order they were asked for.
        lied_count: What it says it has; the truth if None.
    """

    packages: list[Any] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    most_rows: int = 1_000
    has_search: bool = True
    robots: str | None = None
    lied_count: int | None = None
    address: str = ""
    asked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    @property
    def fetched(self) -> list[str]:
        """Files that were sent."""
        return [path for path in self.asked if path in self.files and path not in self.unchanged]

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one question."""
        parts = urlsplit(handler.path)
        self.asked.append(parts.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/robots.txt" and self.robots is not None:
            send(handler, self.robots.encode(), media_type="text/plain")
        elif parts.path in self.files:
            self._file(handler, parts.path)
        elif parts.path.endswith("/package_search") and self.has_search:
            self._search(handler, asked)
        elif parts.path.endswith("/package_list"):
            send(handler, action([package["name"] for package in self.packages]))
        elif parts.path.endswith("/package_show"):
            named = next(p for p in self.packages if p["name"] == asked["id"])
            self._send(handler, named)
        else:
            send(handler, action("Not found", success=False), 404)

    def _search(self, handler: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        start, rows = int(asked.get("start", 0)), int(asked.get("rows", 10))
        found = self.packages
        if "fq" in asked:
            wanted = asked["fq"].removeprefix("organization:")
            found = [p for p in found if (p.get("organization") or {}).get("name") == wanted]
        page = found[start : start + min(rows, self.most_rows)]
        count = len(found) if self.lied_count is None else self.lied_count
        self._send(handler, {"count": count, "results": page})

    def _send(self, handler: BaseHTTPRequestHandler, result: Any) -> None:
        here = f"http://{handler.headers['Host']}".encode()
        send(handler, action(result).replace(b"{here}", here))

    def _file(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        body = self.files[path]
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if handler.headers.get("If-None-Match") == etag:
            self.unchanged.append(path)
            handler.send_response(304)
            handler.end_headers()
            return
        send(handler, body, media_type="application/octet-stream", ETag=etag)


def package(name: str, /, **given: Any) -> dict[str, Any]:
    """A package as CKAN gives it, with one CSV file unless others are given."""
    made = {
        "id": f"id-{name}",
        "name": name,
        "title": f"{name}一覧",
        "notes": f"{name}の位置です。毎月更新します。",
        "type": "dataset",
        "state": "active",
        "private": False,
        "license_id": "cc-by",
        "license_title": "Creative Commons Attribution",
        "metadata_modified": "2026-01-01T00:00:00.000000",
        "organization": {"id": "o", "name": "bousai-ka", "title": "防災課"},
        "groups": [{"name": "g1", "title": "安心・安全", "display_name": "安心・安全"}],
        "tags": [{"id": "t", "name": "施設", "display_name": "施設"}],
        "extras": [{"key": "更新頻度", "value": "月次"}],
        "resources": [resource(name)],
    }
    return made | given


def resource(name: str, /, **given: Any) -> dict[str, Any]:
    """A file as CKAN gives it."""
    made = {
        "id": f"file-{name}",
        "name": f"{name}のCSV",
        "description": "",
        "format": "CSV",
        "url": f"{{here}}/files/{name}.csv",
        "last_modified": "2026-01-01T00:00:00",
        "size": None,
        "hash": "",
        "resource_type": None,
    }
    return made | given
