"""Step 1 of data that were begun: which files there are, and one more or a new version."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import drafting, queries, replacing
from datasets.models.dataset import State
from portal.staff.begun import Begun, StepPage, begun, step_words
from portal.staff.check import file_reports
from portal.staff.frame import staff_blueprint
from portal.staff.given import Given, given
from portal.staff.report import FileReport
from portal.staff.steps import FILE
from portal.staff.typed import begun_words
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.uploads import ACCEPTED

NEW_FILE = "+"

bp = staff_blueprint("staff_files", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class FilesPage(StepPage, FormPage):
    """What the template shows.

    Attributes:
        typed_at: When this person began to write what stands in the form; None if not.
        replaceable: Files that a new one may replace.
    """

    typed_at: datetime | None

    files: tuple[FileReport, ...]
    replaceable: tuple[Option, ...]
    max_bytes: int
    accept: str = ACCEPTED


@bp.get("/<slug>/files")
def show(slug: str) -> ResponseReturnValue:
    """What was handed in, and the form for more."""
    opened = begun(slug)
    typed, at = begun_words(opened.dataset, "files")
    return _page(opened, Form(typed), at)


@bp.post("/<slug>/files")
def add(slug: str) -> ResponseReturnValue:
    """A new version of a file, or one more file, or several."""
    replaced = request.form.get("replaces", NEW_FILE)
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    same = replacing.replaceable(dataset)
    found = given()
    error = found.error or _misfit(found, same.get(replaced, ""))
    if error:
        form = Form(request.form.to_dict(), (FormError(found.field, error),))
        return _page(begun(slug), form), 422
    drafts = found.stored()
    old, public = replaced if replaced in same else "", False
    with services().begin(actor()) as uow:
        for draft in drafts:
            dataset = queries.staff_dataset(uow.session, slug, actor())
            # what takes the place of public data is looked at before it does
            replacing.take(uow, dataset, draft, replaces=old, hold=bool(old))
            public = dataset.state is State.PUBLISHED
            drafting.forget(uow, "files", dataset)
            uow.session.expire_all()
    if old and public:
        return redirect(url_for("staff_update.check", slug=slug), 303)
    flash(_("The file has arrived. It is being checked now."))
    return redirect(url_for("staff_check.show", slug=slug), 303)


def _misfit(found: Given, filename: str) -> str:
    """Why what was given cannot take the place of a file; empty if it can, or replaces none."""
    if not filename:
        return ""
    if len(found.names) > 1:
        return str(_("One file only can take the place of “%(name)s”.", name=filename))
    if replacing.same_kind(filename, found.names[0]):
        return ""
    return str(
        _(
            "Choose a file of the same kind as “%(name)s”, or hand it in as one more file.",
            name=filename,
        )
    )


def _page(opened: Begun, form: Form, typed_at: datetime | None = None) -> str:
    page = FilesPage(
        title=_("Files"),
        **step_words(opened, str(_("File")), FILE),
        form=form,
        typed_at=typed_at,
        files=file_reports(opened),
        replaceable=_replaceable(replacing.replaceable(opened.dataset)),
        max_bytes=services().settings.max_upload_bytes,
    )
    return render_template("staff/files/show.html", page=page)


def _replaceable(files: dict[str, str]) -> tuple[Option, ...]:
    known = [
        Option(name, str(_("A new version of “%(name)s”", name=filename)))
        for name, filename in files.items()
    ]
    return (*known, Option(NEW_FILE, str(_("One more file of this data"))))
