"""Hand in a file: new data."""

from dataclasses import dataclass
from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from datasets import intake
from datasets.drafts import DatasetDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import Permission
from datasets.kernel.text import slugify_ascii
from portal.staff.frame import staff_blueprint
from portal.staff.office_options import office_options
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.uploads import ACCEPTED, filename, store

NEW_ORGANIZATION = "+"

bp = staff_blueprint("staff_upload", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class UploadPage(FormPage):
    """What the template shows.

    Attributes:
        organizations: For whom this person may publish.
        may_add: Whether a new organization may be named.
        max_bytes: The largest file that is taken.
    """

    organizations: tuple[Option, ...]
    may_add: bool
    max_bytes: int
    accept: str = ACCEPTED


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form."""
    return _page(Form({}), _organizations())


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Take the file, and go on to what its check says."""
    options = _organizations()
    file = request.files.get("file")
    errors = _errors(file, {option.value for option in options})
    if errors or file is None:
        return _page(Form(request.form.to_dict(), errors), options), 422
    stored = store(file)
    name = filename(file)
    title = request.form.get("title", "").strip() or PurePath(name).stem
    draft = DatasetDraft(
        title={"ja": title},
        organization=_chosen_organization(),
        provenance=Provenance(kind="upload", identifier=name),
        files=(stored,),
    )
    with services().begin(actor()) as uow:
        slug = intake.receive(uow, draft).slug
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


def _page(form: Form, organizations: tuple[Option, ...]) -> str:
    page = UploadPage(
        title=_("Publish new data"),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (_("Publish new data"), None),
        ),
        form=form,
        organizations=organizations,
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


def _errors(file: FileStorage | None, allowed: set[str]) -> tuple[FormError, ...]:
    errors = []
    if file is None or not filename(file):
        errors.append(FormError("file", _("Choose a file.")))
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
