"""For whom new data are published: an office of this person's own, or a new one."""

from flask import request
from flask_babel import gettext as _

from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import Permission
from datasets.kernel.text import slugify_ascii
from portal.staff.office_options import office_options
from portal.web.context import actor
from portal.web.forms import FormError, Option

NEW_ORGANIZATION = "+"
LAST_OFFICE = "office"
"""Where the session keeps the one that was chosen last."""


def may_add() -> bool:
    """Whether this person may name a new publisher."""
    return actor().may(Permission.EDIT)


def publishers() -> tuple[Option, ...]:
    """For whom this person may publish."""
    options = office_options(Permission.EDIT)
    if may_add():
        return (*options, Option(NEW_ORGANIZATION, str(_("Another publisher, not in this list"))))
    return options


def to_choose(options: tuple[Option, ...], chosen: str) -> tuple[Option, ...]:
    """The same, with nothing chosen by accident where there are several."""
    if len(options) < 2 or chosen:
        return options
    return (Option("", str(_("Please choose"))), *options)


def publisher_errors(options: tuple[Option, ...]) -> tuple[FormError, ...]:
    """What is wrong with the publisher that this request names."""
    errors = []
    organization = request.form.get("organization", "")
    if organization not in {option.value for option in options}:
        errors.append(FormError("organization", _("Choose who publishes it.")))
    if organization == NEW_ORGANIZATION:
        if not request.form.get("organization_title", "").strip():
            errors.append(FormError("organization_title", _("Write the name of the publisher.")))
        if slugify_ascii(request.form.get("organization_slug", "")) is None:
            message = _("Write a short name in small Latin letters and digits, like kikikanri.")
            errors.append(FormError("organization_slug", message))
    return tuple(errors)


def may_be_kept(options: tuple[Option, ...]) -> bool:
    """Whether this request names a publisher that its page offers, or none yet.

    Whoever names another one has no business here, and what they send changes nothing.
    """
    return request.form.get("organization", "") in {"", *(option.value for option in options)}


def chosen_publisher() -> OrganizationDraft:
    """The publisher that this request names."""
    chosen = request.form["organization"]
    if chosen != NEW_ORGANIZATION:
        return OrganizationDraft(slug=chosen)
    slug = slugify_ascii(request.form["organization_slug"]) or ""
    return OrganizationDraft(slug=slug, title={"ja": request.form["organization_title"].strip()})
