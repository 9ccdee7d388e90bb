"""The report on every table that was ever public: as a page, and for programs."""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import queries, rechecking
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from portal.pages.dataset import way
from portal.web.caching import public, tag
from portal.web.context import Page, services
from portal.web.language import words, words_lang
from portal.web.report_forms import report_csv, report_json
from portal.web.report_kept import public_report
from portal.web.report_view import ReportView, report_downloads, report_view
from portal.web.urls import LOCALES, current_locale

_FORMS = "<any(json, csv, 'frictionless.json'):ext>"
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}

bp = Blueprint("report", __name__)


@bp.url_value_preprocessor
def take_locale(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A page has its language in its path, a download after the question mark."""
    locale = (values or {}).pop("locale", None) or request.args.get("_lang")
    if locale in LOCALES:
        g.locale = locale


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other sites read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """What the page of a report shows.

    Attributes:
        data: Title of the dataset; `lang` where it is not the page's.
        downloads: Words and address of each form.
        newest_url: Of the report on the version that is public now; empty if this is it.
    """

    data: str
    lang: str | None
    view: ReportView
    downloads: tuple[tuple[str, str], ...]
    back_url: str
    newest_url: str


@bp.get("/<any(ja, en):locale>/dataset/<slug>/<file>/report")
@bp.get("/<any(ja, en):locale>/dataset/<slug>/<file>/report/<int:number>", endpoint="version")
def show(slug: str, file: str, number: int | None = None) -> ResponseReturnValue:
    """What the check of a table found, in plain words."""
    with services().reading() as session:
        dataset, found, kept = public_report(session, slug, file, number)
        failure = rechecking.failure(session, found.version)
    is_current = found.version.number == found.distribution.current_number
    named: dict[str, Any] = {
        "slug": slug,
        "file": found.distribution.name,
        "number": found.version.number,
        "_lang": current_locale(),
    }
    title = _("Report on “%(name)s”", name=words(found.distribution.title) or words(dataset.title))
    page = ReportPage(
        title=str(title),
        breadcrumbs=(*way(dataset), (str(_("Report")), None)),
        data=words(dataset.title),
        lang=words_lang(dataset.title),
        view=report_view(found.version, kept, failure, (slug, file) if is_current else None),
        downloads=report_downloads(
            lambda ext: url_for("report.version_file", ext=ext, **named), own=True
        ),
        back_url=url_for("dataset.show", slug=slug),
        newest_url="" if is_current else url_for("report.show", slug=slug, file=file),
    )
    return render_template("pages/report/show.html", page=page)


@bp.get(f"/d/<slug>/<file>.report.{_FORMS}")
@bp.get(f"/d/<slug>/<file>@<int:number>.report.{_FORMS}", endpoint="version_file")
def file(slug: str, file: str, ext: str, number: int | None = None) -> ResponseReturnValue:
    """The same for programs; `frictionless.json` is Frictionless's own report descriptor."""
    with services().reading() as session:
        _dataset, found, kept = public_report(session, slug, file, number)
        own = queries.frictionless_report(session, found.version.id)
        failure = rechecking.failure(session, found.version)
    if ext == "frictionless.json":
        if own is None:
            raise NotFound(N_("There is no report on “{name}”."), name=file)
        body = orjson.dumps(own)
    elif ext == "json":
        body = orjson.dumps(report_json(found.version, kept, failure, dataset=slug, file=file))
    else:
        body = report_csv(kept)
    response = Response(body, content_type=_TYPES[ext.rpartition(".")[2]])
    response.set_etag(tag("report", str(found.version.id), ext, current_locale()), weak=True)
    response.headers["X-Robots-Tag"] = "noindex"
    return public(response)
