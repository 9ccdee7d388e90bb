"""The organizations that publish: add one, and say what kind it is."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets import queries
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft
from datasets.models.organization import Organization, OrganizationKind
from portal.accounts import offices, reach
from portal.staff.frame import staff_blueprint
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words

bp = staff_blueprint("staff_organization", __name__, "/organizations")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One organization of the list."""

    slug: str
    title: str
    kind: str
    people: int
    needs_review: bool


@dataclass(frozen=True, kw_only=True)
class OrganizationsPage(Page):
    """What the list shows.

    Attributes:
        may_add: Whether the reader administers the whole site.
    """

    rows: tuple[OfficeRow, ...]
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class OrganizationPage(FormPage):
    """What the form shows.

    Attributes:
        slug: Of the one that is edited; empty for a new one.
        may_place: Whether kind, place and review are the reader's to decide.
    """

    slug: str
    kinds: tuple[Option, ...]
    may_place: bool


@bp.get("")
def index() -> ResponseReturnValue:
    """Those this person administers."""
    who = actor()
    reach.require_somewhere(who)
    with services().reading() as session:
        counts = reach.head_count(session)
        rows = tuple(
            OfficeRow(
                slug=office.slug,
                title=words(office.title),
                kind=_called(office),
                people=counts.get(office.id, 0),
                needs_review=office.needs_review,
            )
            for office in queries.every_organization(session)
            if who.may(Permission.ADMINISTER, office.slug)
        )
    page = OrganizationsPage(
        title=_("Organizations"),
        breadcrumbs=_steps(),
        rows=rows,
        may_add=who.may(Permission.ADMINISTER),
    )
    return render_template("staff/organization/index.html", page=page)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new one."""
    return _page("", Form({"kind": OrganizationKind.CITY.value}))


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Add an organization."""
    with services().begin(actor()) as uow:
        slug = offices.add(uow, request.form.get("slug", "").strip(), _draft()).slug
    flash(_("The organization is there. Now add its people."))
    return redirect(url_for("staff_organization.show", slug=slug), 303)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """The form of one."""
    return _page(slug, _kept(slug))


@bp.post("/<slug>")
def edit(slug: str) -> ResponseReturnValue:
    """Keep what was changed."""
    with services().begin(actor()) as uow:
        offices.edit(uow, slug, _draft())
    flash(_("Kept."))
    return redirect(url_for("staff_organization.show", slug=slug), 303)


@bp.errorhandler(InvalidDraft)
def refused(refusal: InvalidDraft) -> ResponseReturnValue:
    """The form again, with what was typed."""
    msgid = refusal.message.msgid
    field = "title_ja" if "name of the org" in msgid else "slug" if "“{slug}”" in msgid else "area"
    errors = (FormError(field, said(refusal.message)),)
    slug = str((request.view_args or {}).get("slug", ""))
    return _page(slug, Form(request.form.to_dict(), errors)), 422


def _called(office: Organization) -> str:
    own = services().settings.area_code
    elsewhere = own and office.area_code and office.area_code != own
    if elsewhere and office.kind is OrganizationKind.CITY:
        return str(_("Another town"))
    return _kind_word(office.kind)


def _kind_word(kind: OrganizationKind) -> str:
    return {
        OrganizationKind.CITY: str(_("Office of the city")),
        OrganizationKind.UNIVERSITY: str(_("University or school")),
        OrganizationKind.COMPANY: str(_("Company")),
        OrganizationKind.RESIDENTS: str(_("Residents' group")),
    }[kind]


def _draft() -> offices.OfficeDraft:
    kind = request.form.get("kind", "")
    return offices.OfficeDraft(
        title_ja=request.form.get("title_ja", ""),
        title_en=request.form.get("title_en", ""),
        contact=request.form.get("contact", ""),
        kind=OrganizationKind(kind) if kind in list(OrganizationKind) else OrganizationKind.CITY,
        area_code=request.form.get("area", "").strip(),
        needs_review="needs_review" in request.form,
    )


def _kept(slug: str) -> Form:
    offices.require(actor(), slug)
    with services().reading() as session:
        office: Organization = queries.organization(session, slug)
    return Form(
        {
            "title_ja": office.title.get("ja", ""),
            "title_en": office.title.get("en", ""),
            "contact": office.contact,
            "kind": office.kind.value,
            "area": office.area_code,
            "needs_review": office.needs_review,
        }
    )


def _page(slug: str, form: Form) -> str:
    who = actor()
    offices.require(who, slug or None)
    title = str(_("Edit an organization") if slug else _("Add an organization"))
    page = OrganizationPage(
        title=title,
        breadcrumbs=_steps((title, None)),
        slug=slug,
        form=form,
        kinds=tuple(Option(kind.value, _kind_word(kind)) for kind in OrganizationKind),
        may_place=who.may(Permission.ADMINISTER),
    )
    return render_template("staff/organization/edit.html", page=page)


def _steps(*more: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    here = url_for("staff_organization.index") if more else None
    return (
        (_("Staff desk"), url_for("staff_desk.show")),
        (_("People"), url_for("staff_people.index")),
        (_("Organizations"), here),
        *more,
    )
