"""Step 2: what the check of the files says, what was mended, what is left to put right."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import mending, queries, rechecking
from datasets.kernel import jobs
from datasets.validation.deciding import FOLLOWS, decision_key
from portal.staff.begun import Begun, StepPage, begun, step_words
from portal.staff.frame import staff_blueprint
from portal.staff.offered import chosen
from portal.staff.read_as import told
from portal.staff.report import FileReport, file_report, job_of
from portal.staff.standing import Stand, newest_files
from portal.staff.steps import CHECK
from portal.web.context import actor, services
from portal.web.jinja import number

REFRESH_S = 2
_LOOKED_AT_JOBS = 200

bp = staff_blueprint("staff_check", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class CheckPage(StepPage):
    """What the template shows.

    Attributes:
        sentence: All files in one sentence; empty while they are being checked.
        left: Places that are left to put right, in all files.
    """

    files: tuple[FileReport, ...]
    sentence: str
    left: int

    @property
    def working(self) -> bool:
        """Whether a file is being checked now."""
        return self.standing.stand is Stand.WORKING

    @property
    def broken(self) -> bool:
        """Whether a check broke off, which is our fault."""
        return any(file.broken for file in self.files)

    @property
    def refused(self) -> bool:
        """Whether a file could not be taken."""
        return any(file.state == "refused" for file in self.files)

    @property
    def done(self) -> int:
        """How many files are through."""
        return sum(file.state != "working" for file in self.files)


@bp.get("/<slug>/check")
def show(slug: str) -> ResponseReturnValue:
    """The report; a page that goes on by itself while there is none."""
    opened = begun(slug)
    files = file_reports(opened)
    page = CheckPage(
        title=_("Check of the file"),
        **step_words(opened, str(_("Check")), CHECK),
        files=files,
        sentence=verdict(files),
        left=sum(file.left for file in files),
    )
    response = make_response(render_template("staff/check/show.html", page=page))
    coming = any(file.quickly and not file.failure for file in files)
    if (page.working or coming) and not page.broken:
        response.headers["Refresh"] = str(REFRESH_S)
    return response


@bp.post("/<slug>/check")
def mend(slug: str) -> ResponseReturnValue:
    """Mend a file as it was chosen, from the same bytes."""
    wanted = request.form.getlist("offer")
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        for _part, version in newest_files(dataset):
            kept = queries.quality_report(uow.session, version.id)
            if kept is None or str(version.id) != request.form.get("version"):
                continue
            choices = chosen(kept, wanted)
            if choices:
                mending.choose(uow, version.id, choices)
    return redirect(url_for("staff_check.show", slug=slug), 303)


@bp.post("/<slug>/check/standard")
def follow(slug: str) -> ResponseReturnValue:
    """Take it that a file follows a standard, or that it does not."""
    named = request.form.get("standard", "")
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        for _part, version in newest_files(dataset):
            if str(version.id) == request.form.get("version"):
                wanted = request.form.get("follows") == "yes"
                mending.choose(uow, version.id, {decision_key(FOLLOWS, named): wanted})
    return redirect(url_for("staff_check.show", slug=slug), 303)


@bp.post("/<slug>/check/reading")
def read_otherwise(slug: str) -> ResponseReturnValue:
    """Read a file as a person says, from the same bytes."""
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        for _part, version in newest_files(dataset):
            kept = queries.quality_report(uow.session, version.id)
            if kept is not None and str(version.id) == request.form.get("version"):
                mending.tell(uow, version.id, told(request.form, kept))
    return redirect(url_for("staff_check.show", slug=slug), 303)


def file_reports(opened: Begun) -> tuple[FileReport, ...]:
    """What became of each newest file of a dataset."""
    with services().reading() as session:
        running = jobs.recent_jobs(session, _LOOKED_AT_JOBS, "prepare")
        return tuple(
            file_report(
                opened.dataset.slug,
                (part, version),
                queries.quality_report(session, version.id),
                job_of(running, version),
                rechecking.failure(session, version),
            )
            for part, version in opened.newest
        )


def verdict(files: Sequence[FileReport]) -> str:
    """All files in one sentence; empty while none has been checked."""
    checked = [file for file in files if file.checked is not None]
    if not checked:
        return ""
    rows = number(sum(file.checked or 0 for file in checked))
    left = sum(file.left for file in checked)
    if not left:
        return str(_("All of %(rows)s rows are in order.", rows=rows))
    sound = number(sum(file.sound for file in checked))
    return str(
        _(
            "%(sound)s of %(rows)s rows are in order; %(left)s places to put right.",
            sound=sound,
            rows=rows,
            left=number(left),
        )
    )
