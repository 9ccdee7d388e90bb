"""Hashed addresses of static files; the five style sheets are served as one."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, url_for
from werkzeug.security import safe_join

from portal.web.caching import public

STATIC = Path(__file__).parent.parent / "static"
SHEETS = ("tokens", "base", "layout", "component", "page")
YEAR_S = 365 * 24 * 3600
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}

bp = Blueprint("assets", __name__)


@cache
def digest() -> str:
    """One short digest over every static file; changes with any of them."""
    seen = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            seen.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a static file, which may be kept for ever."""
    return url_for("assets.file", version=digest(), path=path)


@cache
def _site_css() -> bytes:
    return b"\n".join((STATIC / "css" / f"{sheet}.css").read_bytes() for sheet in SHEETS)


@bp.get("/assets/<version>/<path:path>")
def file(version: str, path: str) -> Response:
    """A static file; one with an old version in its address is the present file, not kept."""
    inside = safe_join(str(STATIC), path)
    media_type = _TYPES.get(Path(path).suffix)
    if path == "css/site.css":
        body = _site_css()
    elif inside is None or media_type is None or not Path(inside).is_file():
        abort(404)
    else:
        body = Path(inside).read_bytes()
    response = Response(body, content_type=media_type)
    if version != digest():
        return public(response)
    response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return response


@bp.get("/favicon.ico")
def favicon() -> Response:
    """The mark, for browsers that ask by this name."""
    return file(digest(), "img/favicon.svg")
