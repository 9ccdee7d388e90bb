"""One's own account: rights, password, and tokens for scripts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.actors import Permission
from datasets.kernel.errors import DomainError, InvalidDraft, SignInRefused
from portal.accounts import people, tokens
from portal.accounts.models import ApiToken
from portal.accounts.passwords import SHORTEST_PASSWORD
from portal.accounts.tokens import LONGEST_DAYS
from portal.staff.frame import staff_blueprint
from portal.staff.office_options import office_options
from portal.staff.once import show_once, shown_once
from portal.staff.people import role_word
from portal.web import signin
from portal.web.context import actor, person, services
from portal.web.forms import Form, FormError, FormPage, Option
from portal.web.language import said, words
from portal.web.rate_limit import SIGN_IN_RATE, limiter

SHOWN_AT = "token"
USUAL_DAYS = 90

bp = staff_blueprint("staff_me", __name__, "/me")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token, without its secret.

    Attributes:
        deeds: What it may do, in words.
        alive: Whether it opens anything still.
    """

    id: UUID
    name: str
    prefix: str
    organization: str
    deeds: str
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    state: str
    tone: str
    alive: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage(FormPage):
    """What the template shows.

    Attributes:
        token: A new one; shown this once.
        example: How a script hands in a file.
    """

    name: str
    email: str
    rights: tuple[tuple[str, str], ...]
    tokens: tuple[TokenRow, ...]
    organizations: tuple[Option, ...]
    deeds: tuple[Option, ...]
    token: str
    example: str
    shortest: int = SHORTEST_PASSWORD
    longest_days: int = LONGEST_DAYS


@bp.get("")
def show() -> ResponseReturnValue:
    """What I may do, my password, my tokens."""
    return _page(Form({"days": USUAL_DAYS, "deeds": [each.value for each in tokens.SCRIPTED]}))


@bp.post("/password")
@limiter.limit(SIGN_IN_RATE)
def change_password() -> ResponseReturnValue:
    """A new password; every other session ends."""
    if request.form.get("new", "") != request.form.get("again", ""):
        raise SignInRefused("The two passwords are not the same.")
    with services().begin(actor()) as uow:
        user = people.change_password(
            uow, person().id, request.form.get("old", ""), request.form.get("new", "")
        )
    signin.enter(user)
    flash(_("Your password is changed. Other devices have to sign in again."))
    return redirect(url_for("staff_me.show"), 303)


@bp.post("/tokens")
def issue() -> ResponseReturnValue:
    """A new token; the next page shows it once."""
    deeds = set(request.form.getlist("deeds"))
    days = request.form.get("days", "")
    with services().begin(actor()) as uow:
        secret = tokens.issue(
            uow,
            person(),
            name=request.form.get("name", ""),
            organization_slug=request.form.get("organization", ""),
            permissions=[each for each in tokens.SCRIPTED if each.value in deeds],
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
        )
    show_once(SHOWN_AT, secret)
    return redirect(url_for("staff_me.show", _anchor="tokens"), 303)


@bp.post("/tokens/<uuid:token>/revoke")
def revoke(token: UUID) -> ResponseReturnValue:
    """Make a token useless."""
    with services().begin(actor()) as uow:
        tokens.revoke(uow, person(), token)
    flash(_("The token opens nothing any more."))
    return redirect(url_for("staff_me.show", _anchor="tokens"), 303)


@bp.errorhandler(InvalidDraft)
@bp.errorhandler(SignInRefused)
def refused(refusal: DomainError) -> ResponseReturnValue:
    """The page again, with what was typed but passwords."""
    typed = {name: request.form.get(name, "")[:200] for name in ("name", "organization", "days")}
    field = "name" if isinstance(refusal, InvalidDraft) else "old"
    errors = (FormError(field, said(refusal.message)),)
    return _page(Form({**typed, "deeds": request.form.getlist("deeds")}, errors)), 422


def _page(form: Form) -> str:
    me = person()
    with services().reading() as session:
        mine = tokens.of(session, me)
    page = AccountPage(
        title=_("My account"),
        breadcrumbs=((_("Staff desk"), url_for("staff_desk.show")), (_("My account"), None)),
        name=me.name,
        email=me.email,
        rights=_rights(),
        form=form,
        tokens=tuple(_row(token) for token in mine),
        organizations=office_options(Permission.EDIT),
        deeds=(
            Option(Permission.EDIT.value, str(_("Hand in files"))),
            Option(Permission.PUBLISH.value, str(_("Hand in files of data that are public"))),
        ),
        token=shown_once(SHOWN_AT),
        example=_example(),
    )
    return render_template("staff/tokens/show.html", page=page)


def _rights() -> tuple[tuple[str, str], ...]:
    me = person()
    rights = [(words(each.organization.title), role_word(each.role)) for each in me.memberships]
    if me.is_admin:
        rights.insert(0, (str(_("The whole site")), str(_("Administrator"))))
    return tuple(rights)


def _row(token: ApiToken) -> TokenRow:
    alive = token.revoked_at is None and token.expires_at > services().clock.now()
    state, tone = (_("In use"), "ok") if alive else (_("Too old"), "plain")
    if token.revoked_at is not None:
        state, tone = _("Revoked"), "plain"
    may_publish = Permission.PUBLISH in token.permissions
    return TokenRow(
        id=token.id,
        name=token.name,
        prefix=token.prefix,
        organization=words(token.organization.title),
        deeds=str(
            _("Hand in files of data that are public") if may_publish else _("Hand in files")
        ),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_on,
        state=str(state),
        tone=tone,
        alive=alive,
    )


def _example() -> str:
    address = services().settings.base_url + url_for("api_files.push", slug="SLUG")
    return (
        'curl -H "Authorization: Bearer $MACHI_TOKEN" \\\n'
        "  -F file=@monthly.csv -F replaces=FILE \\\n"
        f"  {address}"
    )
