"""JSON out: bytes, ETag, and open to every page."""

from typing import Any

import orjson
from flask import Response

from portal.api.shapes import Shape
from portal.web.caching import public

JSON = "application/json; charset=utf-8"
EXPOSED = "ETag, Last-Modified, Link, Content-Disposition, Retry-After"


def answer(shape: Shape, etag: str | None = None) -> Response:
    """A shape as JSON; nothing is left out, so that a program need not ask what is there."""
    return raw(shape.model_dump(mode="json"), etag)


def body(shape: Shape) -> bytes:
    """A shape as the bytes of an answer."""
    return orjson.dumps(shape.model_dump(mode="json"))


def raw(body: Any, etag: str | None = None) -> Response:
    """JSON values as an answer, kept by shared caches until they change."""
    response = Response(orjson.dumps(body), content_type=JSON)
    if etag is not None:
        response.set_etag(etag, weak=True)
    return public(response)


def opened(response: Response) -> Response:
    """Let pages of other sites read an answer; it never depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
