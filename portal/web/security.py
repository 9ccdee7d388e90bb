"""Content security policy, headers, CSRF."""

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
FOREIGN_CSP = "sandbox; default-src 'none'"
MAX_FORM_PARTS = 100
MAX_FORM_FIELDS = 1_000
MAX_TYPED_BYTES = 4 * 1024 * 1024
"""Of all fields of a form but its files: what a person may paste from a spreadsheet."""

csrf = CSRFProtect()


def install(app: Flask, *, secure_cookies: bool, max_upload_bytes: int) -> None:
    """Set limits, cookies and headers once for every door."""
    app.config.update(
        MAX_CONTENT_LENGTH=max_upload_bytes + 1024 * 1024,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        MAX_FORM_MEMORY_SIZE=MAX_TYPED_BYTES,
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(_refuse_form_bombs)  # before anything looks into the form
    csrf.init_app(app)
    app.after_request(_headers)


def _refuse_form_bombs() -> None:
    """Refuse a form of more fields than any of ours; of parts the parser itself keeps count.

    Raises:
        RequestEntityTooLarge: if there are too many.
    """
    if request.mimetype == "application/x-www-form-urlencoded":
        fields = sum(len(values) for values in request.form.listvalues())
        if fields > MAX_FORM_FIELDS:
            raise RequestEntityTooLarge


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    if request.path.startswith("/staff"):
        response.headers["Cache-Control"] = "no-store"
    return response
