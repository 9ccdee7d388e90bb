"""Set one's own password by a link that was handed over."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from datasets.kernel.errors import SignInRefused
from portal.accounts import invitations
from portal.accounts.passwords import SHORTEST_PASSWORD
from portal.staff.frame import frame
from portal.web.context import Page, services
from portal.web.forms import FormError
from portal.web.language import said
from portal.web.rate_limit import SIGN_IN_RATE, limiter

bp = Blueprint("staff_welcome", __name__, url_prefix="/staff/welcome")
bp.context_processor(frame)


@dataclass(frozen=True, kw_only=True)
class WelcomePage(Page):
    """What the form shows."""

    secret: str
    name: str
    email: str
    shortest: int = SHORTEST_PASSWORD
    errors: tuple[FormError, ...] = ()

    @property
    def error(self) -> str:
        """What is wrong with the password; empty if nothing is."""
        return next((error.message for error in self.errors), "")


@bp.get("/<secret>")
@limiter.limit(SIGN_IN_RATE)
def show(secret: str) -> ResponseReturnValue:
    """The form for a password."""
    return _page(secret)


@bp.post("/<secret>")
@limiter.limit(SIGN_IN_RATE)
def take_up(secret: str) -> ResponseReturnValue:
    """Set the password; then the person signs in with it."""
    with services().reading() as session:
        user = invitations.invited(session, secret, services().clock.now())
    if request.form.get("password", "") != request.form.get("again", ""):
        raise SignInRefused("The two passwords are not the same.")
    with services().begin(invitations.as_invited(user)) as uow:
        invitations.take_up(uow, secret, request.form.get("password", ""))
    flash(_("Your password is set. Sign in with it now."))
    return redirect(url_for("session.new"), 303)


@bp.errorhandler(SignInRefused)
def refused(refusal: SignInRefused) -> ResponseReturnValue:
    """The form again, with the reason."""
    secret = str((request.view_args or {})["secret"])
    return _page(secret, (FormError("password", said(refusal.message)),)), 422


def _page(secret: str, errors: tuple[FormError, ...] = ()) -> str:
    with services().reading() as session:
        user = invitations.invited(session, secret, services().clock.now())
    page = WelcomePage(
        title=_("Choose your password"),
        secret=secret,
        name=user.name,
        email=user.email,
        errors=errors,
    )
    return render_template("staff/welcome/show.html", page=page)
