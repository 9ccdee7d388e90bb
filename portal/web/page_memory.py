"""Pages as they were rendered last, kept until what they show changes."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, current_app, request

from datasets import queries
from portal.web.assets import digest
from portal.web.caching import public, tag, unchanged
from portal.web.context import services

P = ParamSpec("P")

MOST_BYTES = 16 << 20
HTML = "text/html; charset=utf-8"


class PageMemory:
    """Rendered answers of one process, compressed; the one that rested longest goes first.

    Args:
        most_bytes: How much all answers together may take.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._size_bytes = 0
        self._pages: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> bytes | None:
        """What was kept under a tag and an address."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[str, str], packed: bytes) -> None:
        """Keep an answer; one that is larger than an eighth of the room is not kept."""
        if len(packed) > self._most_bytes // 8:
            return
        with self._lock:
            self._size_bytes += len(packed) - len(self._pages.pop(key, b""))
            self._pages[key] = packed
            while self._size_bytes > self._most_bytes:
                self._size_bytes -= len(self._pages.popitem(last=False)[1])


def install(app: Flask) -> None:
    """Give a site its memory."""
    app.extensions["pages"] = PageMemory()


def kept(etag: str, render: Callable[[], str | bytes], content_type: str = HTML) -> Response:
    """An answer that depends on nothing but its address and what its tag was made of.

    Args:
        etag: By `portal.web.caching.tag`.
        render: Makes the body; asked only when neither the reader nor we have it.
        content_type: Of the body.
    """
    same = unchanged(etag)
    if same is not None:
        return same
    memory: PageMemory = current_app.extensions["pages"]
    key = (etag, request.full_path)
    packed = memory.get(key)
    if packed is None:
        body = render()
        packed = gzip.compress(
            body.encode() if isinstance(body, str) else body, compresslevel=5, mtime=0
        )
        memory.put(key, packed)
    if request.accept_encodings["gzip"]:
        response = Response(packed, content_type=content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(packed), content_type=content_type)
    response.set_etag(etag, weak=True)
    return public(response)


def kept_with_catalogue(
    content_type: str = HTML,
) -> Callable[[Callable[P, str | bytes]], Callable[P, Response]]:
    """Keep what a view renders until anything in the catalogue or the search index changes.

    It is kept no longer than a day, since ages are told in days.
    """

    def around(view: Callable[P, str | bytes]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            parts = services()
            with parts.reading() as session:
                mark = queries.catalogue_mark(session)
            seen = (*mark, parts.index.state(), parts.clock.now().date())
            etag = tag("catalogue", *seen, parts.settings.base_url, digest(), request.full_path)
            return kept(etag, lambda: view(*args, **kwargs), content_type)

        return answer

    return around
