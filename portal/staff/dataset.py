"""One dataset: where it stands, its files, and the way back from the public."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import publishing, queries, scheduling
from datasets.kernel.actors import Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import State
from portal.staff.begun import StepPage, begun, step_words
from portal.staff.check import file_reports, verdict
from portal.staff.frame import staff_blueprint
from portal.staff.report import FileReport
from portal.staff.standing import Stand
from portal.web.context import actor, services
from portal.web.jinja import moment
from portal.web.security import FOREIGN_CSP
from portal.web.when import chosen_time

bp = staff_blueprint("staff_dataset", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class StaffDatasetPage(StepPage):
    """What the template shows.

    Attributes:
        sentence: What the check says of all files; empty while there is nothing to say.
        may_publish: Whether this person may publish and withdraw.
    """

    files: tuple[FileReport, ...]
    sentence: str
    may_publish: bool
    may_review: bool
    may_erase: bool
    withdrawn_reason: str

    @property
    def working(self) -> bool:
        """Whether a file is being checked now."""
        return self.standing.stand is Stand.WORKING


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Where it stands, and the one thing to do next."""
    who = actor()
    opened = begun(slug)
    dataset = opened.dataset
    organization = dataset.organization.slug
    files = file_reports(opened)
    page = StaffDatasetPage(
        title=opened.title,
        **step_words(opened),
        files=files,
        sentence=verdict(files),
        may_publish=who.may(Permission.PUBLISH, organization),
        may_review=dataset.submitted_at is not None and who.may(Permission.REVIEW, organization),
        may_erase=who.may(Permission.ADMINISTER, organization),
        withdrawn_reason=dataset.withdrawn_reason if dataset.state is State.WITHDRAWN else "",
    )
    return render_template("staff/dataset/show.html", page=page)


@bp.post("/<slug>/publish")
def publish(slug: str) -> ResponseReturnValue:
    """Show a dataset to everyone, now or at a time."""
    at, agreed = chosen_time(request.form), bool(request.form.get("agreed"))
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        if at is not None:
            scheduling.schedule(uow, dataset, at, agreed=agreed)
        shown = at is None and publishing.publish(uow, dataset, agreed=agreed)
        submitted = dataset.submitted_at is not None
    if at is not None:
        flash(_("It goes public on %(time)s. Until then nobody sees it.", time=moment(at)))
    elif shown:
        flash(_("Published. Everyone can see it now."))
    elif not submitted:
        flash(_("It goes public by itself as soon as the thorough check has ended."))
    else:
        flash(_("Submitted. It goes public when another person has approved it."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


@bp.post("/<slug>/unschedule")
def unschedule(slug: str) -> ResponseReturnValue:
    """Let a dataset not go public by itself after all."""
    with services().begin(actor()) as uow:
        scheduling.cancel(uow, queries.staff_dataset(uow.session, slug, actor()))
    flash(_("It does not go public by itself any more."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


@bp.post("/<slug>/withdraw")
def withdraw(slug: str) -> ResponseReturnValue:
    """Take a dataset from the public."""
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        publishing.withdraw(uow, dataset, request.form.get("reason", ""))
    flash(_("Withdrawn. Its address now tells why."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


@bp.get("/<slug>/original/<uuid:version_id>")
def original(slug: str, version_id: UUID) -> ResponseReturnValue:
    """The bytes as they were handed in, of any version, for its publisher."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    for distribution in dataset.distributions:
        for version in distribution.versions:
            if version.id == version_id:
                response = send_file(
                    services().files.path(version.sha256),
                    "application/octet-stream",
                    as_attachment=True,
                    download_name=version.filename,
                )
                response.headers["Content-Security-Policy"] = FOREIGN_CSP
                return response
    raise NotFound("There is no such version of a file")
