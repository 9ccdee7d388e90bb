"""Pictures of apps, as we encoded them; never the bytes that came."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from apps_gallery import queries
from datasets.kernel.errors import NotFound
from portal.web.context import services
from portal.web.pictures import picture_response

bp = Blueprint("app_picture", __name__, url_prefix="/apps/pictures")


@bp.get("/<sha256>.webp")
def show(sha256: str) -> ResponseReturnValue:
    """A picture of an app that the public sees."""
    with services().reading() as session:
        if not queries.is_public_picture(session, sha256):
            raise NotFound("There is no such picture.")
    return _for_ever(picture_response(sha256))


def _for_ever(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
