"""One dataset from its files to the public: what its check says, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import describing, intake, publishing, queries
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel import jobs
from datasets.kernel.actors import Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import Decision, DisclosureQuestion
from portal.staff.forms import FormError, Option
from portal.staff.frame import staff_blueprint
from portal.staff.report import FileReport, file_report, job_of
from portal.staff.standing import Stand, Standing, by_version, newest_files, standing
from portal.staff.steps import Step, steps
from portal.staff.upload import ACCEPTED, filename, store
from portal.web.context import Page, actor, services
from portal.web.language import stored, words, words_lang
from portal.web.security import FOREIGN_CSP

REFRESH_S = 2
NEW_FILE = "+"
_LOOKED_AT_JOBS = 200

bp = staff_blueprint("staff_dataset", __name__, "/data")


@dataclass(frozen=True, slots=True)
class Question:
    """A privacy question.

    Attributes:
        answer: What was decided, in words; empty while it is open.
    """

    id: UUID
    filename: str
    sentence: str
    blocking: bool
    answer: str
    allowed: bool
    reason: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class StaffDatasetPage(Page):
    """What the template shows.

    Attributes:
        title_lang: The language of the title where it is not the page's.
        replaceable: Files that a new one may replace.
        may_decide: Whether this person may answer privacy questions.
    """

    slug: str
    title_lang: str | None
    organization: str
    standing: Standing
    steps: tuple[Step, ...]
    files: tuple[FileReport, ...]
    questions: tuple[Question, ...]
    replaceable: tuple[Option, ...]
    harvested: bool
    public: bool
    may_decide: bool
    may_publish: bool
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
    same = {part.name: part.filename for part in dataset.distributions if not part.sheet}
    error = ""
    if file is None or not filename(file):
        error = _("Choose a file.")
    elif replaced in same and _ending(same[replaced]) != _ending(filename(file)):
        error = _(
            "Choose a file of the same kind as “%(name)s”, or hand it in as one more file.",
            name=same[replaced],
        )
    if error or file is None:
        page = _page(slug, (FormError("file", error),))
        return render_template("staff/dataset/show.html", page=page), 422
    given = store(file)
    if replaced in same:
        given = DistributionDraft(
            filename=same[replaced],
            uri=same[replaced],
            sha256=given.sha256,
            size_bytes=given.size_bytes,
        )
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        intake.receive(uow, _redrafted(dataset, given))
    flash(_("The file has arrived. It is being checked now."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


@bp.post("/<slug>/publish")
def publish(slug: str) -> ResponseReturnValue:
    """Show a dataset to everyone."""
    with services().begin(actor()) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, slug, actor()))
    flash(_("Published. Everyone can see it now."))
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
        asked = queries.questions(session, [version.id for _part, version in newest])
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
        questions=_questions(dataset, asked),
        replaceable=_replaceable(dataset),
        harvested=bool(dataset.origin_source),
        public=dataset.state is State.PUBLISHED,
        may_decide=who.may(Permission.DISCLOSE, organization),
        may_publish=who.may(Permission.PUBLISH, organization),
        withdrawn_reason=dataset.withdrawn_reason if dataset.state is State.WITHDRAWN else "",
        errors=errors,
    )


def _questions(dataset: Dataset, asked: Sequence[DisclosureQuestion]) -> tuple[Question, ...]:
    names = {version.id: version.filename for _part, version in newest_files(dataset)}
    answers = {
        Decision.PENDING: "",
        Decision.ALLOWED: _("May be published"),
        Decision.REFUSED: _("Stays inside"),
    }
    return tuple(
        Question(
            id=question.id,
            filename=names[question.version_id],
            sentence=stored(question.message),
            blocking=question.blocking,
            answer=str(answers[question.decision]),
            allowed=question.decision is Decision.ALLOWED,
            reason=question.reason,
            decided_by=question.decided_by,
        )
        for question in asked
    )


def _replaceable(dataset: Dataset) -> tuple[Option, ...]:
    files = [
        Option(part.name, str(_("A new version of “%(name)s”", name=part.filename)))
        for part in dataset.distributions
        if not part.sheet
    ]
    return (*files, Option(NEW_FILE, str(_("One more file of this data"))))


def _redrafted(dataset: Dataset, given: DistributionDraft) -> DatasetDraft:
    """The dataset as it is, with a file that has come; the others stay in their places."""
    others = tuple(
        DistributionDraft(
            filename=part.filename,
            uri=part.uri,
            sha256=version.sha256,
            size_bytes=version.size_bytes,
        )
        for part, version in newest_files(dataset)
        if not part.sheet
    )
    names = [file.filename for file in others]
    files = [given if file.filename == given.filename else file for file in others]
    return DatasetDraft(
        title=dataset.title,
        summary=dataset.summary,
        description=dataset.description,
        themes=tuple(dataset.themes),
        keywords=tuple(dataset.keywords),
        license=dataset.license_text or dataset.license,
        frequency=dataset.frequency,
        organization=OrganizationDraft(slug=dataset.organization.slug),
        slug=dataset.slug,
        provenance=Provenance(
            kind=dataset.origin_kind,
            source=dataset.origin_source,
            identifier=dataset.origin_identifier,
            uri=dataset.origin_uri,
            path=dataset.origin_path,
        ),
        files=tuple(files if given.filename in names else [*files, given]),
    )


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
