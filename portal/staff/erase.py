"""Destroy data after a leak or by order: with a reason, and the short name typed by hand."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import erasure, queries
from datasets.kernel.actors import Permission
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset
from portal.staff.frame import staff_blueprint
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.jinja import day
from portal.web.language import words, words_lang

ALL = "all"

bp = staff_blueprint("staff_erase", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class ErasePage(FormPage):
    """What the template shows.

    Attributes:
        choices: The whole, or one version of one file.
    """

    slug: str
    shown_title: str
    lang: str | None
    choices: tuple[Option, ...]
    longest: int = erasure.LONGEST_REASON


@bp.get("/<slug>/erase")
def show(slug: str) -> ResponseReturnValue:
    """What will be destroyed, what remains, and the form."""
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
    return _page(dataset, Form({"what": ""}))


@bp.post("/<slug>/erase")
def erase(slug: str) -> ResponseReturnValue:
    """Destroy it, or show the form with what is missing."""
    chosen, reason, typed = (request.form.get(name, "") for name in ("what", "reason", "typed"))
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        faults = _faults(dataset, chosen, reason, typed)
        if faults:
            return _page(dataset, Form(request.form.to_dict(), faults)), 422
        version_id = None if chosen == ALL else UUID(chosen)
        erasure.erase(uow, dataset, reason=reason, typed=typed, version_id=version_id)
    flash(_("It is erased. Nothing of it is served any more; the last traces go within minutes."))
    if chosen == ALL:
        return redirect(url_for("staff_desk.show"), 303)
    return redirect(url_for("staff_dataset.show", slug=slug), 303)


def _page(dataset: Dataset, form: Form) -> str:
    if not actor().may(Permission.ADMINISTER, dataset.organization.slug):
        raise NotFound("There is no dataset “{slug}”.", slug=dataset.slug)
    title = words(dataset.title) or dataset.slug
    page = ErasePage(
        title=_("Erase “%(title)s”", title=title),
        breadcrumbs=(
            (_("Staff desk"), url_for("staff_desk.show")),
            (title, url_for("staff_dataset.show", slug=dataset.slug)),
            (_("Erase"), None),
        ),
        slug=dataset.slug,
        shown_title=title,
        lang=words_lang(dataset.title),
        choices=_choices(dataset),
        form=form,
    )
    return render_template("staff/erase/show.html", page=page)


def _choices(dataset: Dataset) -> tuple[Option, ...]:
    versions = tuple(
        Option(
            str(version.id),
            str(
                _(
                    "Only version %(number)s of “%(name)s”, received on %(day)s",
                    number=version.number,
                    name=version.filename,
                    day=day(version.received_at),
                )
            ),
        )
        for part in dataset.distributions
        if not part.sheet
        for version in part.versions
        if version.erased_at is None
    )
    whole = str(_("All of it: every file in every version, and its description"))
    return (Option(ALL, whole), *versions)


def _faults(dataset: Dataset, chosen: str, reason: str, typed: str) -> tuple[FormError, ...]:
    found = []
    if chosen not in {choice.value for choice in _choices(dataset)}:
        found.append(FormError("what", _("Choose what is to be erased.")))
    if not reason.strip():
        found.append(FormError("reason", _("Write the reason; it is all that remains.")))
    if typed.strip() != dataset.slug:
        found.append(
            FormError("typed", _("Type “%(slug)s” exactly as it stands here.", slug=dataset.slug))
        )
    return tuple(found)
