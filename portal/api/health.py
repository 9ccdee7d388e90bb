"""For those who run a portal: is it alive, and can it work?"""

import orjson
from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from portal.api.answers import JSON
from portal.api.shapes import HealthShape
from portal.web.context import services
from portal.web.readiness import look

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """200 as long as the process answers; nothing else is asked."""
    return _answer({"alive": True}, 200)


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 if every part is reachable, else 503, and which."""
    found = look(services())
    shape = HealthShape(
        ready=found.ready, database=found.database, files=found.files, index=found.index
    )
    return _answer(shape.model_dump(), 200 if found.ready else 503)


def _answer(body: dict[str, bool], status: int) -> Response:
    response = Response(orjson.dumps(body), status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response
