"""Built-in apps on other sites: nothing around them, and any page may frame them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from apps_gallery import queries
from apps_gallery.models import AppState
from datasets.kernel.errors import Gone
from datasets.kernel.messages import N_
from portal.web.builtin import part
from portal.web.builtin_part import AppPart
from portal.web.context import Page, services
from portal.web.language import words, words_lang
from portal.web.security import CSP
from portal.web.urls import LOCALES, current_locale

EMBED_CSP = CSP.replace("frame-ancestors 'self'", "frame-ancestors *")

bp = Blueprint("embed", __name__, url_prefix="/embed")


@bp.url_value_preprocessor
def take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The language stands after the question mark."""
    if request.args.get("lang") in LOCALES:
        g.locale = request.args["lang"]


@dataclass(frozen=True, kw_only=True)
class EmbedPage(Page):
    """What the template shows.

    Attributes:
        lang: Language of the title where it is not the page's.
        url: Of the app's own page, with its host.
    """

    lang: str | None
    url: str
    app_part: AppPart


@bp.get("/apps/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """An app by itself; `height` is for the page that frames it and says nothing here."""
    with services().reading() as session:
        app = queries.public_app(session, slug)
    if app.state is AppState.RETIRED:
        raise Gone(N_("This app is no longer shown."))
    page = EmbedPage(
        title=words(app.title),
        description=words(app.line),
        lang=words_lang(app.title),
        url=f"{services().settings.base_url}/{current_locale()}/apps/{slug}",
        app_part=part(app, request.args),
    )
    html = render_template("pages/embed/show.html", page=page, app_part=page.app_part)
    response = make_response(html)
    response.headers["Content-Security-Policy"] = EMBED_CSP
    response.headers["X-Robots-Tag"] = "noindex"
    return response
