"""Flask-Login, sessions, the staff gate."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Request, g, redirect, session, url_for
from flask import Response as FlaskResponse
from flask import request as flask_request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from portal.accounts import people
from portal.accounts.models import User
from portal.web.context import services

login = LoginManager()


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person in a session; the session is dead once their epoch counts up."""

    def __init__(self, user: User) -> None:
        self.user = user

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.user.name

    def get_id(self) -> str:
        """What the session keeps: the person and the epoch."""
        return f"{self.user.id}:{self.user.session_epoch}"


class StaffSessions(SecureCookieSessionInterface):
    """Sessions under `/staff` only: no other page reads a cookie for one, or sets one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a staff page; an empty one anywhere else."""
        return super().open_session(app, request) if _is_staff(request) else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        """Keep the session of a staff page; nothing anywhere else."""
        if _is_staff(flask_request):
            super().save_session(app, session, response)


def _is_staff(request: Request) -> bool:
    return request.path == "/staff" or request.path.startswith("/staff/")


def install(app: Flask) -> None:
    """Let people sign in."""
    app.session_interface = StaffSessions()
    login.init_app(app)
    login.session_protection = "strong"

    def load(kept: str) -> SignedIn | None:
        user_id, _, epoch = kept.partition(":")
        with services().reading() as reading:
            user = people.by_session(reading, UUID(user_id), int(epoch))
        return SignedIn(user) if user else None

    login.user_loader(load)


def guard(bp: Blueprint) -> Blueprint:
    """Open the doors of a blueprint only to people who have signed in."""

    @bp.before_request
    def check() -> Response | None:
        g.staff_door = True
        if current_user.is_authenticated:
            return None
        return redirect(url_for("session.new", next=flask_request.path))

    return bp


def enter(user: User) -> None:
    """Begin a new session for a person; nothing of the old one is kept."""
    session.clear()
    login_user(SignedIn(user))


def leave() -> None:
    """End this session and every copy of it."""
    signed_in: Any = current_user
    if signed_in.is_authenticated:
        with services().begin(people.as_actor(signed_in.user)) as uow:
            people.sign_out_everywhere(uow, signed_in.user.id)
    logout_user()
    session.clear()
