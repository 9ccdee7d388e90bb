"""Links by which a person sets their own password: valid a week, used once."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from datasets.kernel import audit
from datasets.kernel.actors import Actor
from datasets.kernel.errors import NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from portal.accounts import passwords, reach
from portal.accounts.models import Invitation, User

VALID_DAYS = 7


def make(uow: UnitOfWork, user: User) -> str:
    """The secret of a new link for a person who lost their password; older links are void.

    Raises:
        NotAllowed: if the actor may not decide about this person.
    """
    reach.require_over(uow, user)
    return offer(uow, user)


def offer(uow: UnitOfWork, user: User) -> str:
    """The secret of a new link for a person; whoever calls has asked who may."""
    void(uow, user)
    secret = passwords.new_secret()
    uow.session.add(
        Invitation(
            account_id=user.id,
            digest=passwords.digest(secret),
            created_at=uow.now,
            expires_at=uow.now + timedelta(days=VALID_DAYS),
        )
    )
    audit.record(uow, "invite", "account", str(user.id))
    return secret


def void(uow: UnitOfWork, user: User) -> None:
    """Make every open link of a person useless."""
    uow.session.execute(
        update(Invitation)
        .where(Invitation.account_id == user.id, Invitation.used_at.is_(None))
        .values(used_at=uow.now)
    )


def invited(session: Session, secret: str, now: datetime) -> User:
    """The person a link is for.

    Raises:
        NotFound: if the link is none, was used, is too old, or the person was shut out.
    """
    return _open(session, secret, now)[1]


def as_invited(user: User) -> Actor:
    """A person who has shown their link, and may do nothing but set their password."""
    return Actor(user.email)


def take_up(uow: UnitOfWork, secret: str, password: str) -> User:
    """Set the password of the person a link is for; the link is used up, all sessions end.

    Raises:
        NotFound: if the link is none, was used, is too old, or the person was shut out.
        SignInRefused: if the password is too short.
    """
    _, user = _open(uow.session, secret, uow.now)
    user.password_hash = passwords.hashed(password)
    user.session_epoch += 1
    void(uow, user)
    audit.record(uow, "set-password", "account", str(user.id))
    return user


def _open(session: Session, secret: str, now: datetime) -> tuple[Invitation, User]:
    found = session.execute(
        select(Invitation, User)
        .join(User, User.id == Invitation.account_id)
        .where(
            Invitation.digest == passwords.digest(secret),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            User.is_active,
        )
    ).one_or_none()
    if found is None:
        raise NotFound(
            "This link has been used, or is older than a week. Ask for a new one where you got it."
        )
    return found[0], found[1]
