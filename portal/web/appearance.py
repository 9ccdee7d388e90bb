"""Light or dark, as the reader's device has it or as the reader chose."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.web.security import csrf

THEMES = ("light", "dark")
YEAR_S = 365 * 24 * 3600

bp = Blueprint("theme", __name__)
csrf.exempt(bp)  # it changes nothing but a colour, and public pages hold no token


def chosen_theme() -> str:
    """What the reader chose, `light` or `dark`; empty for what the device has."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else ""


@bp.post("/theme")
def choose() -> Response:
    """Remember the choice and go back to the page."""
    back = urlsplit(request.referrer or "")
    here = back.netloc == request.host and re.match(r"/(?![/\\])", back.path) is not None
    target = f"{back.path}?{back.query}" if here and back.query else back.path
    response = redirect(target if here else url_for("home.show"), 303)
    theme = request.form.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=YEAR_S, samesite="Lax", secure=request.is_secure
        )
    else:
        response.delete_cookie("theme")
    return response
