"""Pictures that strangers sent and we encoded anew, on their way out."""

from flask import Response

from apps_gallery.pictures import MEDIA_TYPE
from portal.web.context import services
from portal.web.security import FOREIGN_CSP


def picture_response(sha256: str) -> Response:
    """A kept picture, of a type that we chose, which can do nothing where it is shown."""
    with services().files.open(sha256) as stream:
        response = Response(stream.read(), content_type=MEDIA_TYPE)
    response.headers["Content-Security-Policy"] = FOREIGN_CSP
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
