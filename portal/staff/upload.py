"""Step 1: hand in a file, or rows from a spreadsheet: new data."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import declaring, drafting, intake
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import Permission
from datasets.kernel.text import slugify_ascii
from portal.staff.frame import staff_blueprint
from portal.staff.given import given
from portal.staff.office_options import office_options
from portal.staff.steps import Step, first_steps
from portal.staff.typed import begun_words, keep_of_new
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.uploads import ACCEPTED

NEW_ORGANIZATION = "+"
PAGE = "upload"
_LAST_OFFICE = "office"

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
    form = Form({"organization": session.get(_LAST_OFFICE, "")} | typed)
    return _page(form, _organizations(), at)


@bp.post("/new/1")
@bp.post("/new")
def create() -> ResponseReturnValue:
    """Take the file, and go on to what its check says."""
    options = _organizations()
    found = given()
    errors = _errors({option.value for option in options})
    if found.error:
        errors = (FormError(found.field, found.error), *errors)
    if errors:
        if request.form.get("pasted") or request.form.get("url"):
            keep_of_new(PAGE)
        return _page(Form(request.form.to_dict(), errors), options), 422
    office = _chosen_organization()
    with services().begin(actor()) as uow:
        dataset = intake.receive(uow, _draft(found.stored(), office))
        declaring.ask(dataset)
        drafting.forget(uow, PAGE)
        slug = dataset.slug
    session[_LAST_OFFICE] = office.slug
    return redirect(url_for("staff_check.show", slug=slug), 303)


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
        organizations=_to_choose(organizations, form.value("organization")),
        may_add=_may_add(),
        max_bytes=services().settings.max_upload_bytes,
    )
    return render_template("staff/upload/new.html", page=page)


def _may_add() -> bool:
    return actor().may(Permission.EDIT)


def _organizations() -> tuple[Option, ...]:
    options = office_options(Permission.EDIT)
    if _may_add():
        return (*options, Option(NEW_ORGANIZATION, str(_("Another publisher, not in this list"))))
    return options


def _to_choose(options: tuple[Option, ...], chosen: str) -> tuple[Option, ...]:
    """The same, with nothing chosen by accident where there are several."""
    if len(options) < 2 or chosen:
        return options
    return (Option("", str(_("Please choose"))), *options)


def _errors(allowed: set[str]) -> tuple[FormError, ...]:
    errors = []
    organization = request.form.get("organization", "")
    if organization not in allowed:
        errors.append(FormError("organization", _("Choose who publishes it.")))
    if organization == NEW_ORGANIZATION:
        if not request.form.get("organization_title", "").strip():
            errors.append(FormError("organization_title", _("Write the name of the publisher.")))
        if slugify_ascii(request.form.get("organization_slug", "")) is None:
            message = _("Write a short name in small Latin letters and digits, like kikikanri.")
            errors.append(FormError("organization_slug", message))
    return tuple(errors)


def _chosen_organization() -> OrganizationDraft:
    chosen = request.form["organization"]
    if chosen != NEW_ORGANIZATION:
        return OrganizationDraft(slug=chosen)
    slug = slugify_ascii(request.form["organization_slug"]) or ""
    return OrganizationDraft(slug=slug, title={"ja": request.form["organization_title"].strip()})
