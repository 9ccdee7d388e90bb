"""The report on any version of a file, for its publisher: also of drafts."""

from dataclasses import dataclass
from uuid import UUID

import orjson
from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import scoring
from datasets.kernel.actors import Permission
from datasets.models.dataset import Dataset
from datasets.validation.quality import QualityCheck
from portal.staff.frame import staff_blueprint
from portal.web.context import Page, actor, services
from portal.web.language import words
from portal.web.quality_words import CheckLine, check_lines
from portal.web.report_kept import staff_report
from portal.web.report_view import ReportView, report_view
from portal.web.report_words import report_csv, report_json

bp = staff_blueprint("staff_report", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class StaffReportPage(Page):
    """What the page of a report shows to staff.

    Attributes:
        score: 0..100, if the dataset went public with this version.
        checks: What the score is made of; each leads to where it is mended.
    """

    score: int
    checks: tuple[CheckLine, ...]
    view: ReportView
    downloads: tuple[tuple[str, str], ...]
    back_url: str


@bp.get("/<slug>/checked/<uuid:version_id>")
def show(slug: str, version_id: UUID) -> ResponseReturnValue:
    """What the check of a version found, public or not."""
    with services().reading() as session:
        dataset, part, version, kept = staff_report(session, slug, version_id)
    quality = scoring.score(
        dataset,
        version,
        kept,
        contact=dataset.organization.contact,
        notes=part.column_notes,
        now=services().clock.now(),
    )
    title = _("Report on “%(name)s”", name=part.sheet or version.filename)
    name = words(dataset.title) or slug
    page = StaffReportPage(
        title=str(title),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (name, url_for("staff_dataset.show", slug=slug)),
            (str(_("Report")), None),
        ),
        score=quality.score,
        checks=check_lines(quality, _mending(dataset)),
        view=report_view(version, kept),
        downloads=tuple(
            (text, url_for("staff_report.file", slug=slug, version_id=version_id, ext=ext))
            for text, ext in (
                (str(_("As a table (CSV)")), "csv"),
                (str(_("For programs (JSON)")), "json"),
            )
        ),
        back_url=url_for("staff_dataset.show", slug=slug),
    )
    return render_template("staff/checked/show.html", page=page)


@bp.get("/<slug>/checked/<uuid:version_id>.<any(csv, json):ext>")
def file(slug: str, version_id: UUID, ext: str) -> ResponseReturnValue:
    """The same to take away."""
    with services().reading() as session:
        _dataset, part, version, kept = staff_report(session, slug, version_id)
    name = f"{slug}-{part.name}-report.{ext}"
    if ext == "json":
        body = orjson.dumps(report_json(version, kept, dataset=slug, file=part.name))
        response = Response(body, content_type="application/json; charset=utf-8")
    else:
        response = Response(report_csv(kept), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _mending(dataset: Dataset) -> dict[QualityCheck, str]:
    """Where each check is mended: in the file, in its description, or at the office."""
    office = dataset.organization.slug
    file = url_for("staff_dataset.show", slug=dataset.slug, _anchor="hand-in")
    words_of_it = url_for("staff_describe.show", slug=dataset.slug)
    return {
        QualityCheck.VALID: "#findings",
        QualityCheck.DESCRIBED: f"{words_of_it}#columns-title",
        QualityCheck.KEYS: file,
        QualityCheck.STANDARD: file,
        QualityCheck.ON_TIME: file,
        QualityCheck.LICENSE: words_of_it,
        QualityCheck.STABLE: file,
        QualityCheck.CONTACT: url_for("staff_organization.show", slug=office)
        if actor().may(Permission.ADMINISTER, office)
        else "",
    }
