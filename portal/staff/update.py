"""This month's file in place of last month's: hand it in, see what changes, publish."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import changes, publishing, queries, rechecking, replacing
from datasets.kernel import jobs
from datasets.kernel.actors import Permission
from datasets.models.change import VersionChange
from datasets.models.dataset import Dataset
from datasets.tables.difference import Difference
from portal.staff.frame import staff_blueprint
from portal.staff.report import FileReport, file_report, job_of
from portal.staff.standing import Stand, Standing, by_version, newest_files, standing
from portal.web.change_words import ChangeWords, change_words
from portal.web.context import Page, actor, services
from portal.web.forms import FormError, Option
from portal.web.language import words, words_lang
from portal.web.uploads import ACCEPTED, filename, store

REFRESH_S = 2
_LOOKED_AT_JOBS = 200

bp = staff_blueprint("staff_update", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class UpdatePage(Page):
    """The form.

    Attributes:
        files: Those that a new one may replace; the first is proposed.
    """

    slug: str
    files: tuple[Option, ...]
    errors: tuple[FormError, ...] = ()
    accept: str = ACCEPTED


@dataclass(frozen=True, slots=True)
class Updated:
    """A file that came, what its check says, and what it changes; `change` None if unknown."""

    report: FileReport
    change: ChangeWords | None


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """What came, before it is public.

    Attributes:
        files: Those that are not public yet.
        warnings: What makes the change large.
        needs_review: Whether another person approves it.
    """

    slug: str
    title_lang: str | None
    standing: Standing
    files: tuple[Updated, ...]
    warnings: tuple[str, ...]
    may_publish: bool
    needs_review: bool


@bp.get("/<slug>/update")
def new(slug: str) -> ResponseReturnValue:
    """Choose the new file."""
    return render_template("staff/update/new.html", page=_form(slug))


@bp.post("/<slug>/update")
def create(slug: str) -> ResponseReturnValue:
    """Take the file, and go on to what it changes."""
    file = request.files.get("file")
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    same = replacing.replaceable(dataset)
    replaced = request.form.get("replaces") or next(iter(same), "")
    error = ""
    if file is None or not filename(file):
        error = _("Choose a file.")
    elif replaced in same and not replacing.same_kind(same[replaced], filename(file)):
        error = _("Choose a file of the same kind as “%(name)s”.", name=same[replaced])
    if error or file is None:
        page = _form(slug, (FormError("file", error),))
        return render_template("staff/update/new.html", page=page), 422
    given = store(file)
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        part, version = replacing.take(uow, dataset, given, replaces=replaced, hold=True)
    if part.current_number == version.number:
        flash(_("This is the file that is public already. Nothing has changed."))
        return redirect(url_for("staff_dataset.show", slug=slug), 303)
    return redirect(url_for("staff_update.check", slug=slug), 303)


@bp.get("/<slug>/update/check")
def check(slug: str) -> ResponseReturnValue:
    """What the new file changes, and whether it may go public."""
    who = actor()
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, who)
        newest = newest_files(dataset)
        asked = queries.questions(session, [version.id for _part, version in newest])
        running = jobs.recent_jobs(session, _LOOKED_AT_JOBS, "prepare")
        waiting = [(p, v) for p, v in newest if v.number != p.current_number]
        told = changes.of_versions(session, [version.id for _part, version in waiting])
        files = tuple(
            Updated(
                file_report(
                    slug,
                    (part, version),
                    queries.quality_report(session, version.id),
                    job_of(running, version),
                    rechecking.failure(session, version),
                ),
                words_of(told.get(version.id)),
            )
            for part, version in waiting
        )
    stands = standing(dataset, by_version(asked), services().clock.now())
    if not files:
        return redirect(url_for("staff_dataset.show", slug=slug), 303)
    response = make_response(
        render_template("staff/update/check.html", page=_check(dataset, stands, files))
    )
    if stands.stand is Stand.WORKING and not any(file.report.broken for file in files):
        response.headers["Refresh"] = str(REFRESH_S)
    return response


@bp.post("/<slug>/update/aside")
def set_aside(slug: str) -> ResponseReturnValue:
    """Leave the new file where it is; what is public stays."""
    with services().begin(actor()) as uow:
        replacing.set_aside(uow, queries.staff_dataset(uow.session, slug, actor()))
    flash(_("Set aside. What is public stays as it was."))
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


def words_of(change: VersionChange | None) -> ChangeWords | None:
    """What was written down of a change, in words."""
    return change_words(Difference.from_json(change.detail)) if change is not None else None


def _form(slug: str, errors: tuple[FormError, ...] = ()) -> UpdatePage:
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    title = words(dataset.title) or slug
    return UpdatePage(
        title=_("Update “%(title)s”", title=title),
        breadcrumbs=_way(dataset, _("Update")),
        slug=slug,
        files=tuple(
            Option(name, filename) for name, filename in replacing.replaceable(dataset).items()
        ),
        errors=errors,
    )


def _check(dataset: Dataset, stands: Standing, files: Sequence[Updated]) -> CheckPage:
    title = words(dataset.title) or dataset.slug
    office = dataset.organization
    warnings = [line for file in files if file.change for line in file.change.warnings]
    return CheckPage(
        title=_("What changes in “%(title)s”", title=title),
        breadcrumbs=_way(dataset, _("Update")),
        slug=dataset.slug,
        title_lang=words_lang(dataset.title),
        standing=stands,
        files=tuple(files),
        warnings=tuple(dict.fromkeys(warnings)),
        may_publish=actor().may(Permission.PUBLISH, office.slug),
        needs_review=office.needs_review
        and not publishing.may_release(actor(), dataset, office.slug),
    )


def _way(dataset: Dataset, last: str) -> tuple[tuple[str, str | None], ...]:
    title = words(dataset.title) or dataset.slug
    return (
        (_("Staff desk"), url_for("staff_desk.show")),
        (title, url_for("staff_dataset.show", slug=dataset.slug)),
        (last, None),
    )
