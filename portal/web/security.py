"""Content security policy, headers, CSRF."""

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
FOREIGN_CSP = "sandbox; default-src 'none'"
MAX_FORM_PARTS = 100

csrf = CSRFProtect()


def install(app: Flask, *, secure_cookies: bool, max_upload_bytes: int) -> None:
    """Set limits, cookies and headers once for every door."""
    app.config.update(
        MAX_CONTENT_LENGTH=max_upload_bytes + 1024 * 1024,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf.init_app(app)
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    if request.path.startswith("/staff"):
        response.headers["Cache-Control"] = "no-store"
    return response
