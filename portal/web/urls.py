"""Addresses: the language in front, and what is canonical."""

from typing import Any

from flask import Blueprint, current_app, g, has_request_context, request, url_for

LOCALES = ("ja", "en")


def public_blueprint(name: str, import_name: str, prefix: str = "") -> Blueprint:
    """A blueprint of pages under `/{ja|en}{prefix}`; views do not see the locale."""
    bp = Blueprint(name, import_name, url_prefix=f"/<any(ja, en):locale>{prefix}")

    @bp.url_value_preprocessor
    def take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            g.locale = values.pop("locale")

    return bp


def fill_locale(endpoint: str, values: dict[str, Any]) -> None:
    """Put the present language into an address that has one and does not say it."""
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = current_locale()


def current_locale() -> str:
    """The language of this answer: of the address, else of the reader's cookie, else the site's."""
    if "locale" in g:
        return str(g.locale)
    chosen = request.cookies.get("locale", "") if has_request_context() else ""
    if chosen in LOCALES:
        return chosen
    return str(current_app.config["DEFAULT_LOCALE"])


def alternate_url(locale: str) -> str:
    """This page in another language, with its query; home where it has no address of its own."""
    if request.path.startswith("/staff"):
        here = request.full_path.rstrip("?")
        return url_for("session.language", code=locale, next=here)
    if request.endpoint is None or "locale" not in g:
        return url_for("home.show", locale=locale)
    path = url_for(request.endpoint, **{**(request.view_args or {}), "locale": locale})
    query = request.query_string.decode("utf-8", "replace")
    return f"{path}?{query}" if query else path
