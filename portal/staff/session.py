"""Sign in, sign out, and the language of the pages for staff."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from datasets.kernel.errors import SignInRefused
from portal.accounts import people
from portal.staff.frame import frame, own_path
from portal.web import signin
from portal.web.context import Page, services
from portal.web.forms import FormError
from portal.web.language import said
from portal.web.rate_limit import SIGN_IN_RATE, limiter

YEAR_S = 365 * 24 * 3600

bp = Blueprint("session", __name__, url_prefix="/staff")
bp.context_processor(frame)


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """What the template shows.

    Attributes:
        email: As typed.
        next: Where it goes on, a page of ours.
    """

    email: str = ""
    next: str
    errors: tuple[FormError, ...] = ()


@bp.get("/sign-in")
def new() -> ResponseReturnValue:
    """The form; who has signed in already goes on."""
    going = own_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(going)
    page = SignInPage(title=_("Sign in"), next=going)
    return render_template("staff/session/new.html", page=page)


@bp.post("/sign-in")
@limiter.limit(SIGN_IN_RATE)
def create() -> ResponseReturnValue:
    """Sign in, and go on to the page that was wanted."""
    with services().reading() as session:
        user = people.sign_in(
            session, request.form.get("email", ""), request.form.get("password", "")
        )
    signin.enter(user)
    return redirect(own_path(request.form.get("next")), 303)


@bp.errorhandler(SignInRefused)
def refused(refusal: SignInRefused) -> ResponseReturnValue:
    """The form again, with the reason; the address stays, the password does not."""
    page = SignInPage(
        title=_("Sign in"),
        email=request.form.get("email", "")[:320],
        next=own_path(request.form.get("next")),
        errors=(FormError("email", said(refusal.message)),),
    )
    return render_template("staff/session/new.html", page=page), 401


@bp.post("/sign-out")
def end() -> ResponseReturnValue:
    """End every session of this person."""
    signin.leave()
    flash(_("You have signed out."))
    return redirect(url_for("session.new"), 303)


@bp.get("/language/<any(ja, en):code>")
def language(code: str) -> ResponseReturnValue:
    """Keep the choice of a language, and go back to the page."""
    wanted = request.args.get("next", "")
    back = wanted if wanted == url_for("session.new") else own_path(wanted)
    response = redirect(back)
    response.set_cookie(
        "locale",
        code,
        max_age=YEAR_S,
        samesite="Lax",
        httponly=True,
        secure=services().settings.base_url.startswith("https://"),
    )
    return response
