"""ETag, Last-Modified, Cache-Control, and gzip of what is text."""

import gzip
import hashlib

from flask import Flask, Response, request

from portal import __version__
from portal.web.appearance import chosen_theme
from portal.web.urls import current_locale

SMALLEST_GZIP_BYTES = 1024
_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/geo")


def install(app: Flask) -> None:
    """Answer conditional requests and compress text, for every door."""
    app.after_request(_finish)


def tag(*parts: object) -> str:
    """An ETag of what an answer depends on, the portal's version and language included."""
    seen = "\0".join(str(part) for part in (__version__, current_locale(), chosen_theme(), *parts))
    return hashlib.sha256(seen.encode()).hexdigest()[:24]


def unchanged(etag: str) -> Response | None:
    """An empty 304 if the reader holds this version already; spares the rendering."""
    if not request.if_none_match.contains_weak(etag):
        return None
    response = Response(status=304)
    response.set_etag(etag, weak=True)
    return public(response)


def public(response: Response, *, max_age_s: int = 0) -> Response:
    """Let shared caches keep an answer, and ask again after a while."""
    response.headers["Cache-Control"] = f"public, max-age={max_age_s}, must-revalidate"
    return response


def _finish(response: Response) -> Response:
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    if response.direct_passthrough or response.is_streamed:
        return response
    if "Cache-Control" not in response.headers and not request.path.startswith("/staff"):
        public(response)
    if chosen_theme():
        response.headers["Cache-Control"] = (
            "private, no-cache"  # the page holds this reader's theme
        )
    if "ETag" not in response.headers:
        response.add_etag(weak=True)
    response.make_conditional(request)
    return _compressed(response)


def _compressed(response: Response) -> Response:
    if not (response.content_type or "").startswith(_TEXT):
        return response
    response.vary.add("Accept-Encoding")
    small = (response.content_length or 0) < SMALLEST_GZIP_BYTES
    if small or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    if not request.accept_encodings["gzip"]:
        return response
    etag, _ = response.get_etag()
    response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag, weak=True)
    return response
