"""Domain error to page or problem document; the status table. Source: RFC 9457."""

import logging
import uuid

import orjson
from flask import Flask, Response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from datasets.kernel.errors import (
    DisclosureBlocked,
    DomainError,
    ForbiddenAddress,
    Gone,
    InvalidApp,
    InvalidDraft,
    InvalidMail,
    InvalidMove,
    InvalidQuery,
    InvalidSettings,
    LargeChange,
    NotAllowed,
    NotFound,
    SignInRefused,
    SourceUnavailable,
    StorageFull,
    TokenRefused,
    TookTooLong,
    TooLarge,
    UnreadableFile,
)
from harvesters.base import UnusableRecord
from portal.web.context import Page
from portal.web.language import said

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Gone: 410,
    NotAllowed: 403,
    SignInRefused: 401,
    TokenRefused: 401,
    InvalidDraft: 422,
    InvalidApp: 422,
    InvalidQuery: 400,
    InvalidMail: 422,
    InvalidMove: 409,
    LargeChange: 409,
    DisclosureBlocked: 409,
    UnreadableFile: 422,
    UnusableRecord: 422,
    TooLarge: 413,
    TookTooLong: 503,
    StorageFull: 507,
    ForbiddenAddress: 422,
    SourceUnavailable: 502,
    InvalidSettings: 500,
}
RETRY_S = 30


def install(app: Flask) -> None:
    """Answer every refusal and failure, as a page or as a problem document."""

    @app.errorhandler(DomainError)
    def refused(refusal: DomainError) -> Response:
        status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
        return answer(status, refusal.code, said(refusal.message))

    @app.errorhandler(CSRFError)
    def stale(refusal: CSRFError) -> Response:
        return answer(
            400, "stale-form", _("This form was open for too long. Go back, reload, and try again.")
        )

    @app.errorhandler(HTTPException)
    def http(refusal: HTTPException) -> Response:
        if refusal.response is not None:
            return Response(status=refusal.code or 500, headers=refusal.get_headers())
        status = refusal.code or 500
        return answer(status, f"http-{status}", _sentence(status))

    @app.errorhandler(OperationalError)
    def busy(failure: OperationalError) -> Response:
        log.error("database unavailable", exc_info=failure)
        return answer(503, "busy", _("The portal is busy. Try again in 30 seconds."))

    @app.errorhandler(Exception)
    def failed(failure: Exception) -> Response:
        number = uuid.uuid4().hex[:8]
        log.error("request failed", exc_info=failure, extra={"number": number})
        return answer(
            500, "failed", _("Our fault; logged as %(number)s. Your data is safe.", number=number)
        )


def wants_problem() -> bool:
    """Whether a program asks: by its address, or by the form it accepts."""
    if request.path.startswith(("/api/", "/d/", "/healthz", "/readyz")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def answer(status: int, code: str, sentence: str) -> Response:
    """A refusal as the asker wants it; private and missing things answer alike."""
    if wants_problem():
        body = {"type": f"about:blank#{code}", "title": sentence, "status": status, "code": code}
        response = Response(
            orjson.dumps(body), status, content_type="application/problem+json; charset=utf-8"
        )
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        page = Page(title=_title(status), description=sentence)
        html = render_template("errors/refused.html", page=page, status=status, code=code)
        response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_S)
    return response


def _title(status: int) -> str:
    return str(
        {
            400: _("This address cannot be answered"),
            401: _("Sign in"),
            403: _("This is not open to you"),
            404: _("Page not found"),
            405: _("This address cannot be answered"),
            410: _("No longer published"),
            413: _("The file is too big"),
            429: _("Too many requests"),
        }.get(status, _("This did not work"))
    )


def _sentence(status: int) -> str:
    return str(
        {
            404: _("Page not found. It may have been renamed."),
            405: _("This address does not take that kind of request."),
            413: _("The file is larger than this portal takes."),
            429: _("Too many requests. Try again in 30 seconds."),
        }.get(status, _("This address cannot be answered. Check it and try again."))
    )
