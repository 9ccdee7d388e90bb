"""A catalogue that does everything a catalogue should not: one bad behaviour at a time."""

import gzip
import json
import os
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.harvesters.serving import action, package, send

Handler = BaseHTTPRequestHandler
GOOD = [package(f"d{number:02}", resources=[]) for number in range(20)]


def search(packages: list[Any], total: int | None = None) -> bytes:
    """An answer of package_search."""
    return action({"count": len(packages) if total is None else total, "results": packages})


def start_of(handler: Handler) -> int:
    """Which page is asked for."""
    return int(parse_qs(urlsplit(handler.path).query).get("start", ["0"])[0])


def good(handler: Handler) -> None:
    """What the catalogue gave before it went bad."""
    send(handler, search(GOOD if start_of(handler) == 0 else [], len(GOOD)))


def once(packages: list[Any]) -> Callable[[Handler], None]:
    """One page, then an empty one."""
    return lambda handler: send(handler, search(packages if start_of(handler) == 0 else []))


def status(code: int, **headers: str) -> Callable[[Handler], None]:
    """Only a status."""
    return lambda handler: send(handler, b"no", code, "text/plain", **headers)


def raw(body: bytes, media_type: str = "application/json") -> Callable[[Handler], None]:
    """Always the same bytes."""
    return lambda handler: send(handler, body, media_type=media_type)


def redirect(target: str) -> Callable[[Handler], None]:
    """Elsewhere."""
    return lambda handler: send(handler, b"", 302, Location=target)


def truncated(handler: Handler) -> None:
    """Less than was announced."""
    body = search(GOOD)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.close_connection = True


def cut_json(handler: Handler) -> None:
    """Half a document, well announced."""
    send(handler, search(GOOD)[:-200])


def reset(handler: Handler) -> None:
    """The connection ends before an answer."""
    handler.connection.close()
    handler.close_connection = True


def silent(handler: Handler) -> None:
    """Takes the question and never answers."""
    time.sleep(3)


def slow(handler: Handler) -> None:
    """A byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def endless_headers(handler: Handler) -> None:
    """Never gets to the body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"a" * 100))


def endless_body(handler: Handler) -> None:
    """Never comes to an end."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(100_000):
        handler.wfile.write(b" " * 65_536)


def gzip_bomb(handler: Handler) -> None:
    """A hundred megabytes in a hundred kilobytes."""
    send(handler, _BOMB, Content_Encoding="gzip")


_BOMB = gzip.compress(b" " * 100_000_000, 9)


def same_page(handler: Handler) -> None:
    """Does not know of pages."""
    send(handler, search(GOOD, 1_000))


def loop_of_pages(handler: Handler) -> None:
    """Comes round to the first page again."""
    page = (start_of(handler) // 5) % 3
    send(handler, search(GOOD[page * 5 : page * 5 + 5], 1_000))


def new_ids(handler: Handler) -> None:
    """Invents datasets for ever."""
    start = start_of(handler)
    send(handler, search([package(f"n{start + n}", resources=[]) for n in range(50)], 10**9))


def one_by_one(handler: Handler) -> None:
    """As many pages as datasets, and no end."""
    send(handler, search([package(f"n{start_of(handler)}", resources=[])], 10**9))


def lying_count(handler: Handler) -> None:
    """Says more than it has."""
    send(handler, search(GOOD if start_of(handler) == 0 else [], 1_000_000_000))


def redirect_loop(handler: Handler) -> None:
    """Leads round and round."""
    number = next(_turns)
    send(handler, b"", 302, Location=f"/again/{number}")


_turns = count()


def nested(depth: int) -> bytes:
    """A list in a list in a list."""
    return b'{"success": true, "result": ' + b"[" * depth + b"]" * depth + b"}"


def cp932(handler: Handler) -> None:
    """UTF-8 is announced, and something else comes."""
    body = json.dumps({"success": True, "result": {"count": 1, "results": ["表"]}})
    send(handler, body.replace('"\\u8868"', '"表"').encode("cp932"))


def _changed(**given: Any) -> list[dict[str, Any]]:
    return [each | {"metadata_modified": "2026-09-09"} | given for each in GOOD]


def large_pages(handler: Handler) -> None:
    """Pages just below what is taken at once, of whole datasets, and no end."""
    start = start_of(handler)
    send(
        handler,
        search([package(f"n{start + n}", notes="長い説明" * 1_400) for n in range(500)], 10**9),
    )


HTML = b"<!DOCTYPE html><html><title>Sign in</title><form></form></html>"
NOT_A_NUMBER = b'{"success": true, "result": {"count": NaN, "results": []}}'
HUGE = b'{"success": true, "result": {"count": 1' + b"0" * 400 + b', "results": []}}'

REFUSED: dict[str, Callable[[Handler], None]] = {
    "a fault of the server": status(500),
    "a bad gateway": status(502),
    "too many requests": status(429, Retry_After="3600"),
    "out of order for a day": status(503, Retry_After="86400"),
    "forbidden": status(403),
    "cut off": truncated,
    "half a document": cut_json,
    "a closed connection": reset,
    "no answer": silent,
    "a byte now and then": slow,
    "headers without end": endless_headers,
    "a body without end": endless_body,
    "a gzip bomb": gzip_bomb,
    "a page to sign in": raw(HTML, "text/html"),
    "another encoding": cp932,
    "an error that says so": raw(b'{"success": false, "error": {"message": "Internal"}}'),
    "a bare string": raw(b'"Bad request: JSON Error"'),
    "a result of another shape": raw(b'{"success": true, "result": {"results": {"a": 1}}}'),
    "deeply nested": raw(nested(100_000)),
    "not a number": raw(NOT_A_NUMBER),
    "a huge number": raw(HUGE),
    "random bytes": raw(os.urandom(2_000)),
    "datasets without end": new_ids,
    "pages without end": one_by_one,
    "addresses without end": redirect_loop,
    "a file of this machine": redirect("file:///etc/passwd"),
    "the metadata service": redirect("http://169.254.169.254/latest/meta-data/"),
    "a private address": redirect("http://10.0.0.1/"),
    "a mapped private address": redirect("http://[::ffff:10.0.0.1]/"),
    "another port of the network": redirect("http://192.0.2.1:22/"),
}
"""Behaviours after which nothing of the list can be used."""

DOUBTED: dict[str, Callable[[Handler], None]] = {
    "a count that lies": lying_count,
    "the same page again": same_page,
    "pages in a loop": loop_of_pages,
    "entries that are no datasets": once([None, 5, "x", [], {}, *GOOD[:3]]),
}
"""Behaviours after which what was listed is used, and nothing is held absent."""

HELD: dict[str, Callable[[Handler], None]] = {
    "nothing at all": once([]),
    "a tenth": once(GOOD[:2]),
    "only other ids": once([each | {"id": f"new-{each['id']}"} for each in GOOD]),
}
"""Lists that end well and leave out too much."""

TAKEN: dict[str, Callable[[Handler], None]] = {
    "all titles changed": once(_changed(title="別の題")),
    "every dataset twice": once([*GOOD, *GOOD]),
    "odd values": once(_changed(tags=5, groups={"a": 1}, extras=[1], license_id=[], notes=12)),
}
"""Odd lists that are complete."""

HEAVY: dict[str, Callable[[Handler], None]] = {
    "large pages without end": large_pages,
    **{
        name: REFUSED[name]
        for name in (
            "a gzip bomb",
            "a body without end",
            "headers without end",
            "datasets without end",
            "deeply nested",
        )
    },
}
"""Behaviours that cost a careless reader its memory."""
