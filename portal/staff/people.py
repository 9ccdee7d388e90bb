"""Colleagues and roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove
from portal.accounts import invitations, people, reach
from portal.accounts.models import Role, User
from portal.staff.frame import staff_blueprint
from portal.staff.office_options import office_options
from portal.staff.once import show_once, shown_once
from portal.web.context import Page, actor, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words

WHOLE_SITE = "*"
NO_ROLE = ""

bp = staff_blueprint("staff_people", __name__, "/people")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """What somebody is in one organization."""

    slug: str
    organization: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; of their roles only those the reader may know of."""

    id: UUID
    name: str
    email: str
    state: str
    tone: str
    admin: bool
    active: bool
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """What the list shows."""

    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, kw_only=True)
class InvitePage(FormPage):
    """What the form for a new person shows."""

    organizations: tuple[Option, ...]
    roles: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """What the page of one person shows.

    Attributes:
        link: By which they set their password; shown this once.
        may_decide: Whether the reader may shut them out and make links for them.
        may_everything: Whether the reader administers the whole site.
        is_self: Whether it is the reader.
    """

    person: PersonRow
    link: str
    valid_days: int
    organizations: tuple[Option, ...]
    roles: tuple[Option, ...]
    may_decide: bool
    may_everything: bool
    is_self: bool


@bp.get("")
def index() -> ResponseReturnValue:
    """Everyone this person may decide about."""
    who = actor()
    with services().reading() as session:
        rows = tuple(_row(user, who) for user in reach.managed(session, who))
    page = PeoplePage(title=_("People"), breadcrumbs=_steps(), rows=rows)
    return render_template("staff/people/index.html", page=page)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new person."""
    return _form(Form({"role": Role.PUBLISHER.value}))


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Invite a person; the next page shows the link to hand over."""
    reach.require_somewhere(actor())
    chosen, role = request.form.get("organization", ""), request.form.get("role", "")
    if not chosen:
        raise InvalidDraft("Choose the organization.")
    if chosen != WHOLE_SITE and role not in list(Role):
        raise InvalidDraft("Choose what the person does.")
    with services().begin(actor()) as uow:
        user, secret = people.invite(
            uow,
            email=request.form.get("email", ""),
            name=request.form.get("name", ""),
            organization_slug=chosen,
            role=None if chosen == WHOLE_SITE else Role(role),
        )
    if secret:
        show_once(str(user.id), secret)
    flash(_("%(name)s has been added.", name=user.name))
    return redirect(url_for("staff_people.show", person=user.id), 303)


@bp.errorhandler(InvalidDraft)
def refused(refusal: InvalidDraft) -> ResponseReturnValue:
    """The form again, with what was typed."""
    fields = {"Choose the organization.": "organization", "Choose what the person does.": "role"}
    field = fields.get(refusal.message.msgid, "email")
    errors = (FormError(field, said(refusal.message)),)
    return _form(Form(request.form.to_dict(), errors)), 422


@bp.get("/<uuid:person>")
def show(person: UUID) -> ResponseReturnValue:
    """One person: roles, sessions, a new link."""
    who = actor()
    with services().reading() as session:
        user = reach.one_managed(session, who, person)
    secret = shown_once(str(user.id))
    page = PersonPage(
        title=user.name,
        breadcrumbs=_steps((user.name, None)),
        person=_row(user, who),
        link=_link(secret) if secret else "",
        valid_days=invitations.VALID_DAYS,
        organizations=_organizations(),
        roles=_roles(),
        may_decide=reach.decides(who, user),
        may_everything=who.may(Permission.ADMINISTER),
        is_self=user.email == who.name,
    )
    return render_template("staff/people/show.html", page=page)


@bp.post("/<uuid:person>/role")
def change_role(person: UUID) -> ResponseReturnValue:
    """Give a role in an organization, or take it."""
    organization, role = request.form.get("organization", ""), request.form.get("role", "")
    with services().begin(actor()) as uow:
        user = reach.one_managed(uow.session, actor(), person)
        if role not in {NO_ROLE, *Role}:
            raise InvalidMove("Choose what the person does.")
        if role == NO_ROLE:
            people.take_role(uow, user, organization)
        else:
            people.give_role(uow, user, organization, Role(role))
    flash(_("Done. The new rights hold from the next sign-in."))
    return _back(person)


@bp.post("/<uuid:person>/link")
def make_link(person: UUID) -> ResponseReturnValue:
    """A new link by which a person sets their password."""
    with services().begin(actor()) as uow:
        user = reach.one_managed(uow.session, actor(), person)
        secret = invitations.make(uow, user)
    show_once(str(person), secret)
    flash(_("A new link is made. Older ones no longer work."))
    return _back(person)


@bp.post("/<uuid:person>/<any(disable, enable, end):deed>")
def decide(person: UUID, deed: str) -> ResponseReturnValue:
    """Shut a person out, let them in again, or end their sessions."""
    deeds = {"disable": people.disable, "enable": people.enable, "end": people.end_sessions}
    with services().begin(actor()) as uow:
        user = reach.one_managed(uow.session, actor(), person)
        deeds[deed](uow, user)
    told = {
        "disable": _("%(name)s is shut out, and every session has ended.", name=user.name),
        "enable": _("%(name)s may sign in again.", name=user.name),
        "end": _("Every session of %(name)s has ended.", name=user.name),
    }
    flash(told[deed])
    return _back(person)


@bp.post("/<uuid:person>/admin")
def make_admin(person: UUID) -> ResponseReturnValue:
    """Let a person administer the whole site, or no longer."""
    with services().begin(actor()) as uow:
        user = reach.one_managed(uow.session, actor(), person)
        people.make_admin(uow, user, admin=request.form.get("admin") == "1")
    flash(_("Done. The new rights hold from the next sign-in."))
    return _back(person)


def role_word(role: Role) -> str:
    """What a role is called."""
    return {
        Role.PUBLISHER: str(_("Publishes")),
        Role.REVIEWER: str(_("Reviews and publishes")),
        Role.ADMIN: str(_("Administers the organization")),
    }[role]


def _link(secret: str) -> str:
    """The whole address, by the setting: never by a host that a request names."""
    return services().settings.base_url + url_for("staff_welcome.show", secret=secret)


def _back(person: UUID) -> ResponseReturnValue:
    with services().reading() as session:
        known = {user.id for user in reach.managed(session, actor())}
    if person in known:
        return redirect(url_for("staff_people.show", person=person), 303)
    return redirect(url_for("staff_people.index"), 303)


def _form(form: Form) -> str:
    reach.require_somewhere(actor())
    page = InvitePage(
        title=_("Add a person"),
        breadcrumbs=_steps((_("Add a person"), None)),
        form=form,
        organizations=_organizations(whole_site=True),
        roles=_roles(),
    )
    return render_template("staff/people/new.html", page=page)


def _row(user: User, who: Actor) -> PersonRow:
    state, tone = _("May sign in"), "ok"
    if not user.is_active:
        state, tone = _("Shut out"), "bad"
    elif not user.password_hash:
        state, tone = _("Has not set a password yet"), "warn"
    return PersonRow(
        id=user.id,
        name=user.name,
        email=user.email,
        state=str(state),
        tone=tone,
        admin=user.is_admin,
        active=user.is_active,
        roles=tuple(
            RoleRow(each.organization.slug, words(each.organization.title), role_word(each.role))
            for each in user.memberships
            if who.may(Permission.ADMINISTER, each.organization.slug)
        ),
    )


def _organizations(*, whole_site: bool = False) -> tuple[Option, ...]:
    options = office_options(Permission.ADMINISTER)
    if whole_site and actor().may(Permission.ADMINISTER):
        return (*options, Option(WHOLE_SITE, str(_("The whole site (administrator)"))))
    return options


def _roles() -> tuple[Option, ...]:
    hints = {
        Role.PUBLISHER: _("Hands in files, describes them and makes them public."),
        Role.REVIEWER: _("Also decides about personal data, and lets others' data through."),
        Role.ADMIN: _("Also adds and removes people of this organization."),
    }
    return tuple(Option(role.value, role_word(role), str(hints[role])) for role in Role)


def _steps(*more: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    people_url = url_for("staff_people.index") if more else None
    steps: Sequence[tuple[str, str | None]] = (
        (_("Staff desk"), url_for("staff_desk.show")),
        (_("People"), people_url),
        *more,
    )
    return tuple(steps)
