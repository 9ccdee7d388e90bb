"""Step 1: hand in a file, or rows from a spreadsheet: new data."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from portal.staff.frame import staff_blueprint
from portal.staff.given import begin, given
from portal.staff.publisher import (
    LAST_OFFICE,
    chosen_publisher,
    may_add,
    may_be_kept,
    publisher_errors,
    publishers,
    to_choose,
)
from portal.staff.steps import Step, first_steps
from portal.staff.typed import begun_words, keep_of_new
from portal.web.context import services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.uploads import ACCEPTED

PAGE = "upload"

bp = staff_blueprint("staff_upload", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class UploadPage(FormPage):
    """What the template shows.

    Attributes:
        typed_at: When this person began to write what stands in the form; None if not.
        organizations: For whom this person may publish.
        may_add: Whether a new organization may be named.
        max_bytes: The largest file that is taken.
    """

    steps: tuple[Step, ...]
    typed_at: datetime | None
    organizations: tuple[Option, ...]
    may_add: bool
    max_bytes: int
    accept: str = ACCEPTED


@bp.get("/new/1")
@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form."""
    typed, at = begun_words(None, PAGE)
    form = Form({"organization": session.get(LAST_OFFICE, "")} | typed)
    return _page(form, publishers(), at)


@bp.post("/new/1")
@bp.post("/new")
def create() -> ResponseReturnValue:
    """Take the file, and go on to what its check says."""
    options = publishers()
    found = given()
    errors = publisher_errors(options)
    if found.error:
        errors = (FormError(found.field, found.error), *errors)
    if errors:
        if may_be_kept(options):
            keep_of_new(PAGE)
        return _page(Form(request.form.to_dict(), errors), options), 422
    return begin(_draft(found.stored(), chosen_publisher()), PAGE)


def _draft(files: tuple[DistributionDraft, ...], office: OrganizationDraft) -> DatasetDraft:
    name = files[0].filename
    return DatasetDraft(
        title={"ja": PurePath(name).stem},
        organization=office,
        provenance=Provenance(kind="upload", identifier=name),
        files=files,
    )


def _page(form: Form, organizations: tuple[Option, ...], typed_at: datetime | None = None) -> str:
    page = UploadPage(
        title=_("Publish new data"),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (_("Publish new data"), None),
        ),
        form=form,
        typed_at=typed_at,
        steps=first_steps(),
        organizations=to_choose(organizations, form.value("organization")),
        may_add=may_add(),
        max_bytes=services().settings.max_upload_bytes,
    )
    return render_template("staff/upload/new.html", page=page)
