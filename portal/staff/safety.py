"""Step 4: personal data that were found, whose work is in it, and what others may do with it."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import declaring, drafting, leaving_out, proposing, queries
from datasets.declaring import Declaration
from datasets.models.dataset import DataClass, Dataset, Rights
from datasets.vocabulary import LICENSES
from portal.staff.begun import Begun, StepPage, begun, step_words
from portal.staff.frame import staff_blueprint
from portal.staff.privacy_questions import PrivacyStep, privacy_step
from portal.staff.steps import SAFETY
from portal.staff.typed import begun_words
from portal.web.context import actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said

RECOMMENDED_LICENSE = "CC-BY-4.0"
LEAVE_OUT = "leave"
ASK = "ask"

bp = staff_blueprint("staff_safety", __name__, "/data")


@dataclass(frozen=True, kw_only=True)
class SafetyPage(StepPage, FormPage):
    """What the template shows.

    Attributes:
        typed_at: When this person began to write what stands in the form; None if not.
        privacy: What was found about people, and who says what about it.
    """

    typed_at: datetime | None
    privacy: PrivacyStep
    hidden_sheets: tuple[Option, ...]
    classes: tuple[Option, ...]
    rights: tuple[Option, ...]
    licenses: tuple[Option, ...]


@bp.get("/<slug>/safety")
def show(slug: str) -> ResponseReturnValue:
    """What was found, and what the publisher answers for."""
    opened = begun(slug)
    typed, at = begun_words(opened.dataset, "safety")
    return _page(opened, Form(_kept(opened.dataset) | typed), at)


@bp.post("/<slug>/safety")
def save(slug: str) -> ResponseReturnValue:
    """Keep what was declared, and go on to the preview."""
    declaration = Declaration(
        data_class=request.form.get("data_class", ""),
        rights=request.form.get("rights", ""),
        rights_note=request.form.get("rights_note", ""),
        license=request.form.get("license", ""),
    )
    found = declaring.faults(declaration)
    if found:
        errors = tuple(FormError(fault.field, said(fault.message)) for fault in found)
        return _page(begun(slug), Form(request.form.to_dict(), errors)), 422
    with services().begin(actor()) as uow:
        dataset = queries.staff_dataset(uow.session, slug, actor())
        declaring.declare(uow, dataset, declaration)
        if request.form.get("hidden_sheets") == LEAVE_OUT:
            leaving_out.leave_out(uow, dataset)
        drafting.forget(uow, "safety", dataset)
    flash(_("What you declared is kept."))
    return redirect(url_for("staff_preview.show", slug=slug), 303)


def _page(opened: Begun, form: Form, typed_at: datetime | None = None) -> str:
    back = url_for("staff_safety.show", slug=opened.dataset.slug)
    page = SafetyPage(
        title=_("Safety and terms of use"),
        **step_words(opened, str(_("Safety")), SAFETY),
        form=form,
        typed_at=typed_at,
        privacy=privacy_step(opened.dataset, actor(), back),
        hidden_sheets=_hidden_sheets(),
        classes=_classes(),
        rights=_rights(),
        licenses=_licenses(),
    )
    return render_template("staff/safety/show.html", page=page)


def _kept(dataset: Dataset) -> dict[str, str]:
    license_ = proposing.said(dataset, "license")
    return {
        "data_class": "" if dataset.data_class == DataClass.ASKED else dataset.data_class,
        "rights": dataset.rights,
        "rights_note": dataset.rights_note,
        "license": RECOMMENDED_LICENSE if license_ == "notspecified" else license_,
        "hidden_sheets": LEAVE_OUT,
    }


def _hidden_sheets() -> tuple[Option, ...]:
    return (
        Option(
            LEAVE_OUT,
            str(_("Leave them out")),
            str(_("Only what is shown in the workbook is published, never the workbook itself.")),
        ),
        Option(
            ASK,
            str(_("Let another person look at them")),
            str(_("Then it waits until somebody with that right has decided.")),
        ),
    )


def _classes() -> tuple[Option, ...]:
    return (
        Option(
            DataClass.OPEN,
            str(_("Open data")),
            str(_("Everyone may know it (confidentiality 1). Only these go public.")),
        ),
        Option(
            DataClass.LIMITED,
            str(_("For some only")),
            str(_("Shared with named people or offices (confidentiality 2).")),
        ),
        Option(
            DataClass.CLOSED,
            str(_("For the office only")),
            str(_("Secret or personal (confidentiality 3A to 3C). It must leave this portal.")),
        ),
    )


def _rights() -> tuple[Option, ...]:
    return (
        Option(Rights.OWN, str(_("All of it was made by this office"))),
        Option(
            Rights.PERMITTED,
            str(_("Others made a part of it, and agreed")),
            str(_("Such as photographs, maps, or lists of a company.")),
        ),
        Option(
            Rights.UNCLEAR,
            str(_("Not sure")),
            str(_("Then it waits. Ask whoever made it first.")),
        ),
    )


def _licenses() -> tuple[Option, ...]:
    return tuple(
        Option(license_.code, f"{_(license_.title)} — {_(license_.summary)}")
        for license_ in LICENSES
        if license_.code != "notspecified"
    )
