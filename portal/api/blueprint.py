"""/api/v1: registers the parts, and opens them to every page."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.api import catalogue, gallery, rows, versions
from portal.api.answers import answer, opened
from portal.api.registry import described
from portal.api.shapes import IndexShape
from portal.web.context import services

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.after_request(opened)


@bp.after_request
def unkept(response: Response) -> Response:
    """Nobody keeps an answer to who showed a token, though all of these are anonymous."""
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/")
@described("/api/v1/", "Where everything is", IndexShape)
def index() -> ResponseReturnValue:
    """Addresses of the parts."""
    base = services().settings.base_url
    return answer(
        IndexShape(
            datasets=base + url_for("api.datasets"),
            organizations=base + url_for("api.organizations"),
            apps=base + url_for("api.apps"),
            suggest=base + url_for("api.suggest"),
            openapi=base + url_for("openapi.show"),
        )
    )


bp.add_url_rule("/datasets", "datasets", catalogue.datasets)
bp.add_url_rule("/datasets/<slug>", "dataset", catalogue.dataset)
bp.add_url_rule("/datasets/<slug>/files/<file>/rows", "rows", rows.rows)
bp.add_url_rule("/datasets/<slug>/files/<file>/versions", "versions", versions.versions)
bp.add_url_rule("/organizations", "organizations", catalogue.organizations)
bp.add_url_rule("/apps", "apps", gallery.apps)
bp.add_url_rule("/apps/<slug>", "app", gallery.app)
bp.add_url_rule("/suggest", "suggest", catalogue.suggest)


def complete() -> Blueprint:
    """The blueprint with every part."""
    return bp
