"""Add people, let them sign in and out; a person as an Actor."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from datasets import queries
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidDraft, SignInRefused
from datasets.kernel.unit_of_work import UnitOfWork
from portal.accounts import passwords
from portal.accounts.models import PERMISSIONS, Membership, Role, User


def add(uow: UnitOfWork, *, email: str, name: str, password: str, admin: bool = False) -> User:
    """Add a person.

    Raises:
        NotAllowed: if the actor may not administer.
        InvalidDraft: if the address is taken or is none.
        SignInRefused: if the password is too short.
    """
    uow.require(Permission.ADMINISTER)
    email = email.strip().lower()
    if "@" not in email:
        raise InvalidDraft("“{email}” is not an e-mail address.", email=email)
    if uow.session.scalars(select(User).where(User.email == email)).one_or_none():
        raise InvalidDraft("“{email}” may already sign in.", email=email)
    user = User(
        email=email,
        name=name.strip() or email,
        password_hash=passwords.hashed(password),
        is_admin=admin,
        created_at=uow.now,
    )
    uow.session.add(user)
    uow.session.flush()
    audit.record(uow, "add", "account", str(user.id))
    return user


def give_role(uow: UnitOfWork, user: User, organization_slug: str, role: Role) -> None:
    """Let a person work for an organization in a role, instead of any role before.

    Raises:
        NotAllowed: if the actor may not administer.
        NotFound: if there is no such organization.
    """
    uow.require(Permission.ADMINISTER)
    organization = queries.organization(uow.session, organization_slug)
    known = uow.session.scalars(
        select(Membership).where(
            Membership.account_id == user.id, Membership.organization_id == organization.id
        )
    ).one_or_none()
    if known is None:
        known = Membership(account_id=user.id, organization_id=organization.id, role=role)
        uow.session.add(known)
    known.role = role
    audit.record(uow, "give-role", "account", str(user.id), role=str(role))


def disable(uow: UnitOfWork, user: User) -> None:
    """Shut a person out at once.

    Raises:
        NotAllowed: if the actor may not administer.
    """
    uow.require(Permission.ADMINISTER)
    user.is_active = False
    user.session_epoch += 1
    audit.record(uow, "disable", "account", str(user.id))


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
    user = session.scalars(
        select(User)
        .options(selectinload(User.memberships).selectinload(Membership.organization))
        .where(User.id == user_id)
    ).one_or_none()
    if user is None or not user.is_active or user.session_epoch != epoch:
        return None
    return user


def everyone(session: Session) -> Sequence[User]:
    """All people, by address."""
    return session.scalars(select(User).order_by(User.email)).all()


def as_actor(user: User) -> Actor:
    """What a person may do; their memberships must be loaded.

    A person with different roles in different organizations has, everywhere they work, only
    what the least of those roles allows.
    """
    if user.is_admin:
        return Actor(user.email, frozenset(Permission), None)
    roles = [PERMISSIONS[membership.role] for membership in user.memberships]
    permissions = frozenset.intersection(*roles) if roles else frozenset()
    return Actor(
        user.email,
        permissions,
        frozenset(membership.organization.slug for membership in user.memberships),
    )
