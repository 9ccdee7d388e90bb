"""The report on any version of a file, for its publisher: also of drafts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import mending, queries, rechecking, scoring
from datasets.kernel.actors import Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset
from datasets.models.distribution import Stage
from datasets.validation.quality import QualityCheck
from portal.staff.frame import staff_blueprint
from portal.staff.promises import PromisesForm, promised_choices, promises_form
from portal.staff.standing import newest_files
from portal.web.context import Page, actor, services
from portal.web.language import words
from portal.web.quality_words import CheckLine, check_lines
from portal.web.report_forms import report_csv, report_json
from portal.web.report_kept import staff_report
from portal.web.report_view import ReportView, report_downloads, report_view

bp = staff_blueprint("staff_report", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class StaffReportPage(Page):
    """What the page of a report shows to staff.

    Attributes:
        score: 0..100, if the dataset went public with this version.
        checks: What the score is made of; each leads to where it is mended.
        mend_url: Where a repair that is offered is switched on; empty once the version is public.
        again_url: Where a thorough check that failed is started again; empty if it did not.
        promises: What may be decided; None once the version is public, or while it is made.
    """

    slug: str
    version_id: UUID
    score: int
    checks: tuple[CheckLine, ...]
    view: ReportView
    downloads: tuple[tuple[str, str], ...]
    mend_url: str
    again_url: str
    promises: PromisesForm | None
    back_url: str


@bp.get("/<slug>/checked")
def newest(slug: str) -> ResponseReturnValue:
    """The report on the first table in its newest version."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    tables = [version for _part, version in newest_files(dataset) if version.table_key]
    if not tables:
        raise NotFound("There is no table to report on yet.")
    return redirect(url_for("staff_report.show", slug=slug, version_id=tables[0].id))


@bp.get("/<slug>/checked/<uuid:version_id>")
def show(slug: str, version_id: UUID) -> ResponseReturnValue:
    """What the check of a version found, public or not."""
    with services().reading() as session:
        dataset, part, version, kept = staff_report(session, slug, version_id)
        failure = rechecking.failure(session, version)
    quality = scoring.score(
        dataset,
        version,
        kept,
        contact=dataset.organization.contact,
        notes=part.column_notes,
        now=services().clock.now(),
    )
    may_choose = version.published_at is None and version.stage is Stage.PACKAGED
    named: dict[str, Any] = {"slug": slug, "version_id": version_id}
    page = StaffReportPage(
        title=str(_("Report on “%(name)s”", name=part.sheet or version.filename)),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (words(dataset.title) or slug, url_for("staff_dataset.show", slug=slug)),
            (str(_("Report")), None),
        ),
        slug=slug,
        version_id=version_id,
        score=quality.score,
        checks=check_lines(quality, _mending(dataset)),
        view=report_view(version, kept, failure),
        downloads=report_downloads(lambda ext: url_for("staff_report.file", ext=ext, **named)),
        mend_url=url_for("staff_check.show", slug=slug) if may_choose else "",
        again_url=url_for("staff_report.check_again", **named) if failure else "",
        promises=promises_form(version, kept) if may_choose else None,
        back_url=url_for("staff_dataset.show", slug=slug),
    )
    return render_template("staff/checked/show.html", page=page)


@bp.get("/<slug>/checked/<uuid:version_id>.<any(csv, json):ext>")
def file(slug: str, version_id: UUID, ext: str) -> ResponseReturnValue:
    """The same to take away."""
    with services().reading() as session:
        _dataset, part, version, kept = staff_report(session, slug, version_id)
        failure = rechecking.failure(session, version)
    name = f"{slug}-{part.name}-report.{ext}"
    if ext == "json":
        body = orjson.dumps(report_json(version, kept, failure, dataset=slug, file=part.name))
        response = Response(body, content_type="application/json; charset=utf-8")
    else:
        response = Response(report_csv(kept), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/<slug>/checked/<uuid:version_id>/again")
def check_again(slug: str, version_id: UUID) -> ResponseReturnValue:
    """Start a thorough check again that was given up."""
    with services().begin(actor()) as uow:
        dataset, _part, version, _kept = staff_report(uow.session, slug, version_id)
        rechecking.start_again(uow, dataset, version)
    flash(_("The thorough check was started again."))
    return redirect(url_for("staff_report.show", slug=slug, version_id=version_id), 303)


@bp.post("/<slug>/checked/<uuid:version_id>/promises")
def promise(slug: str, version_id: UUID) -> ResponseReturnValue:
    """Say what a table is to be checked against, and let it be checked anew."""
    with services().begin(actor()) as uow:
        _dataset, _part, version, kept = staff_report(uow.session, slug, version_id)
        choices = promised_choices(request.form, version, kept)
        if choices:
            mending.choose(uow, version.id, choices)
    if not choices:
        return redirect(url_for("staff_report.show", slug=slug, version_id=version_id), 303)
    return redirect(url_for("staff_check.show", slug=slug), 303)


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
