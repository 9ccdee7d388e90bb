"""One dataset from its files to the public: what its check says, and what is left to do."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import describing, publishing, queries, replacing, scheduling
from datasets.kernel import jobs
from datasets.kernel.actors import Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset, State
from portal.staff.frame import staff_blueprint
from portal.staff.privacy_questions import PrivacyStep, privacy_step
from portal.staff.report import FileReport, file_report, job_of
from portal.staff.standing import (
    Stand,
    Standing,
    by_version,
    newest_files,
    standing,
    waiting_versions,
)
from portal.staff.steps import Step, steps
from portal.web.context import Page, actor, services
from portal.web.forms import FormError, Option
from portal.web.jinja import moment
from portal.web.language import words, words_lang
from portal.web.security import FOREIGN_CSP
from portal.web.uploads import ACCEPTED, filename, store
from portal.web.when import chosen_time

REFRESH_S = 2
NEW_FILE = "+"
_LOOKED_AT_JOBS = 200

bp = staff_blueprint("staff_dataset", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class StaffDatasetPage(Page):
    """What the template shows.

    Attributes:
        title_lang: The language of the title where it is not the page's.
        replaceable: Files that a new one may replace.
    """

    slug: str
    title_lang: str | None
    organization: str
    standing: Standing
    steps: tuple[Step, ...]
    files: tuple[FileReport, ...]
    privacy: PrivacyStep
    replaceable: tuple[Option, ...]
    harvested: bool
    public: bool
    may_publish: bool
    may_review: bool
    may_erase: bool
    withdrawn_reason: str
    errors: tuple[FormError, ...] = ()
    accept: str = ACCEPTED

    @property
    def working(self) -> bool:
        """Whether a file is being checked now."""
        return self.standing.stand is Stand.WORKING


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """What was found in the files, what was asked, and what comes next."""
    page = _page(slug)
    response = make_response(render_template("staff/dataset/show.html", page=page))
    if page.working and not any(file.broken for file in page.files):
        response.headers["Refresh"] = str(REFRESH_S)
    return response


@bp.post("/<slug>/files")
def add_file(slug: str) -> ResponseReturnValue:
    """A new version of a file, or one more file."""
    file = request.files.get("file")
    replaced = request.form.get("replaces", NEW_FILE)
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    same = replacing.replaceable(dataset)
    error = ""
    if file is None or not filename(file):
        error = _("Choose a file.")
    elif replaced in same and not replacing.same_kind(same[replaced], filename(file)):
        error = _(
            "Choose a file of the same kind as “%(name)s”, or hand it in as one more file.",
            name=same[replaced],
        )
    if error or file is None:
        page = _page(slug, (FormError("file", error),))
        return render_template("staff/dataset/show.html", page=page), 422
    given = store(file)
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        old = replaced if replaced in same else ""
        # what takes the place of public data is looked at before it does
        replacing.take(uow, dataset, given, replaces=old, hold=bool(old))
        public = dataset.state is State.PUBLISHED
    if old and public:
        return redirect(url_for("staff_update.check", slug=slug), 303)
    flash(_("The file has arrived. It is being checked now."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


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


def _page(slug: str, errors: tuple[FormError, ...] = ()) -> StaffDatasetPage:
    who = actor()
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, who)
        newest = newest_files(dataset)
        asked = queries.questions(session, waiting_versions([dataset]))
        running = jobs.recent_jobs(session, _LOOKED_AT_JOBS, "prepare")
        files = tuple(
            file_report(
                slug,
                (part, version),
                queries.quality_report(session, version.id),
                job_of(running, version),
            )
            for part, version in newest
        )
    stands = standing(dataset, by_version(asked), services().clock.now())
    organization = dataset.organization.slug
    title = words(dataset.title) or slug
    return StaffDatasetPage(
        title=title,
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (title, None)),
        slug=slug,
        title_lang=words_lang(dataset.title),
        organization=words(dataset.organization.title),
        standing=stands,
        steps=steps(
            slug,
            stands,
            described=describing.is_described(dataset),
            public=dataset.state is State.PUBLISHED,
        ),
        files=files,
        privacy=privacy_step(dataset, who),
        replaceable=_replaceable(dataset),
        harvested=bool(dataset.origin_source),
        public=dataset.state is State.PUBLISHED,
        may_publish=who.may(Permission.PUBLISH, organization),
        may_review=dataset.submitted_at is not None and who.may(Permission.REVIEW, organization),
        may_erase=who.may(Permission.ADMINISTER, organization),
        withdrawn_reason=dataset.withdrawn_reason if dataset.state is State.WITHDRAWN else "",
        errors=errors,
    )


def _replaceable(dataset: Dataset) -> tuple[Option, ...]:
    files = [
        Option(name, str(_("A new version of “%(name)s”", name=filename)))
        for name, filename in replacing.replaceable(dataset).items()
    ]
    return (*files, Option(NEW_FILE, str(_("One more file of this data"))))
