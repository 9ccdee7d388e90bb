"""Add people, give and take roles, shut out; let them sign in and out; a person as an Actor."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from datasets import queries
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Grant, Permission
from datasets.kernel.errors import InvalidDraft, InvalidMove, NotAllowed, NotFound, SignInRefused
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.organization import Organization, OrganizationKind
from portal.accounts import invitations, passwords, reach
from portal.accounts.models import PERMISSIONS, Membership, Role, User

LONGEST_EMAIL = 254
LONGEST_NAME = 100


def add(
    uow: UnitOfWork, *, email: str, name: str, password: str | None, admin: bool = False
) -> User:
    """Add a person; without a password they cannot sign in before they take up an invitation.

    Raises:
        NotAllowed: if the actor may not administer, or not the whole site where `admin` is set.
        InvalidDraft: if the address is taken or is none.
        SignInRefused: if the password is too short.
    """
    if admin:
        uow.require(Permission.ADMINISTER)
    reach.require_somewhere(uow.actor)
    email = email.strip().lower()
    if "@" not in email or len(email) > LONGEST_EMAIL or not email.isprintable() or " " in email:
        raise InvalidDraft("“{email}” is not an e-mail address.", email=email[:LONGEST_EMAIL])
    if by_email(uow.session, email):
        raise InvalidDraft("“{email}” may already sign in.", email=email)
    user = User(
        email=email,
        name=name.strip()[:LONGEST_NAME] or email,
        password_hash="" if password is None else passwords.hashed(password),
        is_admin=admin,
        created_at=uow.now,
    )
    uow.session.add(user)
    uow.session.flush()
    audit.record(uow, "add", "account", str(user.id), admin=admin)
    return user


def invite(
    uow: UnitOfWork,
    *,
    email: str,
    name: str,
    organization_slug: str = "",
    role: Role | None = None,
) -> tuple[User, str]:
    """Let a person work for an organization; without a role, let them administer the site.

    Returns:
        The person, and the secret of the link by which they set their password; empty where the
        person has an account already: nobody gets a link into somebody else's account this way.

    Raises:
        NotAllowed: if the actor may not administer that organization.
        InvalidDraft: if the address is none, or that of an account that would become one that
            administers the site: that takes a page of its own.
    """
    known = by_email(uow.session, email) if role is not None else None
    user = known or add(uow, email=email, name=name, password=None, admin=role is None)
    if role is not None:
        give_role(uow, user, organization_slug, role)
    return user, "" if known else invitations.offer(uow, user)


def give_role(uow: UnitOfWork, user: User, organization_slug: str, role: Role) -> None:
    """Let a person work for an organization in a role, instead of any role before.

    Their sessions end, so that none goes on with other rights. In an organization whose data
    wait for a review only an administrator of the whole site says who reviews.

    Raises:
        NotAllowed: if the actor may not administer that organization.
        NotFound: if there is no such organization.
    """
    uow.require(Permission.ADMINISTER, organization_slug)
    organization = queries.organization(uow.session, organization_slug)
    if organization.needs_review and role is Role.REVIEWER:
        uow.require(Permission.ADMINISTER)
    known = _membership(uow, user, organization)
    if known is None:
        known = Membership(account_id=user.id, organization_id=organization.id, role=role)
        uow.session.add(known)
    elif known.role is role:
        return
    _refuse_own_role(uow, user)
    known.role = role
    _end_what_is_open(uow, user)
    audit.record(
        uow, "give-role", "account", str(user.id), role=str(role), organization=organization_slug
    )


def take_role(uow: UnitOfWork, user: User, organization_slug: str) -> None:
    """Let a person work for an organization no longer; their sessions end.

    Raises:
        NotAllowed: if the actor may not administer that organization.
        NotFound: if there is no such organization, or the person has no role in it.
    """
    uow.require(Permission.ADMINISTER, organization_slug)
    organization = queries.organization(uow.session, organization_slug)
    known = _membership(uow, user, organization)
    if known is None:
        raise NotFound("This person has no role in that organization.")
    _refuse_own_role(uow, user)
    uow.session.delete(known)
    _end_what_is_open(uow, user)
    audit.record(uow, "take-role", "account", str(user.id), organization=organization_slug)


def make_admin(uow: UnitOfWork, user: User, *, admin: bool) -> None:
    """Let a person do everything everywhere, or no longer; their sessions end.

    Raises:
        NotAllowed: if the actor does not administer the whole site.
        InvalidMove: if it is the actor themselves.
    """
    uow.require(Permission.ADMINISTER)
    _refuse_own_role(uow, user)
    if user.is_admin is not admin:
        user.is_admin = admin
        _end_what_is_open(uow, user)
        audit.record(uow, "make-admin" if admin else "unmake-admin", "account", str(user.id))


def disable(uow: UnitOfWork, user: User) -> None:
    """Shut a person out at once, with all sessions and tokens.

    Raises:
        NotAllowed: if the actor may not decide about this person.
        InvalidMove: if it is the actor themselves.
    """
    reach.require_over(uow, user)
    _refuse_own_role(uow, user)
    user.is_active = False
    _end_what_is_open(uow, user)
    audit.record(uow, "disable", "account", str(user.id))


def enable(uow: UnitOfWork, user: User) -> None:
    """Let a person in again who was shut out.

    Raises:
        NotAllowed: if the actor does not administer the whole site.
    """
    uow.require(Permission.ADMINISTER)
    user.is_active = True
    audit.record(uow, "enable", "account", str(user.id))


def end_sessions(uow: UnitOfWork, user: User) -> None:
    """End every session of somebody else.

    Raises:
        NotAllowed: if the actor may not decide about this person.
    """
    reach.require_over(uow, user)
    user.session_epoch += 1
    audit.record(uow, "end-sessions", "account", str(user.id))


def change_password(uow: UnitOfWork, user_id: UUID, old: str, new: str) -> User:
    """Give oneself a new password; all sessions end.

    Raises:
        SignInRefused: if the old one is wrong, or the new one too short.
    """
    user = uow.session.get(User, user_id)
    if user is None or user.email != uow.actor.name or not user.is_active:
        raise NotAllowed("You can change only your own password")
    if not passwords.matches(old, user.password_hash):
        raise SignInRefused("The present password is not right.")
    user.password_hash = passwords.hashed(new)
    user.session_epoch += 1
    audit.record(uow, "change-password", "account", str(user.id))
    return user


def sign_in(session: Session, email: str, password: str) -> User:
    """The person of an address and password.

    Raises:
        SignInRefused: if they do not belong together; never says which of the two is wrong.
    """
    user = by_email(session, email)
    right = passwords.matches(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        raise SignInRefused("The e-mail address and the password do not belong together.")
    return user


def sign_out_everywhere(uow: UnitOfWork, user_id: UUID) -> None:
    """End every session of a person, also a copied one."""
    user = uow.session.get(User, user_id)
    if user is not None:
        user.session_epoch += 1


def by_email(session: Session, email: str) -> User | None:
    """The person who signs in with an address, or None."""
    return session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def by_session(session: Session, user_id: UUID, epoch: int) -> User | None:
    """The person of a session that is still valid, with memberships, or None."""
    user = with_memberships(session, user_id)
    if user is None or not user.is_active or user.session_epoch != epoch:
        return None
    return user


def with_memberships(session: Session, user_id: UUID) -> User | None:
    """A person with what they work for, or None."""
    return session.scalars(
        select(User)
        .options(selectinload(User.memberships).selectinload(Membership.organization))
        .where(User.id == user_id)
    ).one_or_none()


def everyone(session: Session) -> Sequence[User]:
    """All people, by address."""
    return session.scalars(select(User).order_by(User.email)).all()


def as_actor(user: User) -> Actor:
    """What a person may do; their memberships must be loaded.

    In each organization they have exactly what their role there allows.
    """
    if user.is_admin:
        return Actor(user.email, frozenset(Permission), None)
    return Actor(user.email, grants=_grants(user))


def _grants(user: User) -> Iterator[Grant]:
    for membership in user.memberships:
        office = membership.organization
        allowed = PERMISSIONS[membership.role]
        if office.needs_review and membership.role is not Role.REVIEWER:
            allowed -= {Permission.REVIEW, Permission.DISCLOSE}  # nobody lets themselves through
        yield from ((office.slug, permission) for permission in allowed)
        if office.kind is OrganizationKind.CITY and not office.needs_review:
            # what residents send in belongs to no office: any moderator of the city looks at it
            yield from ((None, each) for each in allowed & {Permission.MODERATE})


def _membership(uow: UnitOfWork, user: User, organization: Organization) -> Membership | None:
    return uow.session.scalars(
        select(Membership).where(
            Membership.account_id == user.id, Membership.organization_id == organization.id
        )
    ).one_or_none()


def _end_what_is_open(uow: UnitOfWork, user: User) -> None:
    user.session_epoch += 1
    invitations.void(uow, user)  # who made a link may have no say over the rights of now


def _refuse_own_role(uow: UnitOfWork, user: User) -> None:
    if user.email == uow.actor.name:
        raise InvalidMove("You cannot change your own rights. Ask another administrator.")
