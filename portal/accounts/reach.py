"""Whom an administrator may see, and about whom they may decide."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import NotAllowed, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.organization import Organization
from portal.accounts.models import Membership, User


def require_somewhere(actor: Actor) -> None:
    """Refuse unless the actor administers the site or at least one organization.

    Raises:
        NotAllowed: if they administer nothing.
    """
    if not actor.may_somewhere(Permission.ADMINISTER):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def require_over(uow: UnitOfWork, user: User) -> None:
    """Refuse unless the actor administers everything this person works for.

    Who administers one organization decides nothing about a person who also works elsewhere or
    administers the site: a link for a new password would give them that person's other rights.

    Raises:
        NotAllowed: if the actor may not decide about this person.
    """
    places = uow.session.scalars(
        select(Organization.slug)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.account_id == user.id)
    ).all()
    if not _over(uow.actor, user, places):
        raise NotAllowed("This person also works elsewhere. Ask an administrator of the whole site")


def decides(actor: Actor, user: User) -> bool:
    """Whether `require_over` would let an actor; the person's memberships must be loaded."""
    return _over(actor, user, [each.organization.slug for each in user.memberships])


def managed(session: Session, actor: Actor) -> Sequence[User]:
    """The people an actor may see: everyone, or those of the organizations they administer.

    Raises:
        NotAllowed: if they administer nothing.
    """
    require_somewhere(actor)
    places = actor.organizations_for(Permission.ADMINISTER)
    found = select(User).options(
        selectinload(User.memberships).selectinload(Membership.organization)
    )
    if places is not None:
        theirs = (
            select(Membership.account_id)
            .join(Organization, Organization.id == Membership.organization_id)
            .where(Organization.slug.in_(places))
        )
        found = found.where(User.id.in_(theirs))
    return session.scalars(found.order_by(User.is_active.desc(), User.email)).all()


def one_managed(session: Session, actor: Actor, user_id: UUID) -> User:
    """One person an actor may see.

    Raises:
        NotAllowed: if they administer nothing.
        NotFound: if there is no such person, or none they may know of.
    """
    for user in managed(session, actor):
        if user.id == user_id:
            return user
    raise NotFound("There is no such person")


def head_count(session: Session) -> dict[UUID, int]:
    """How many people work for each organization, by its id."""
    found = session.execute(
        select(Membership.organization_id, func.count()).group_by(Membership.organization_id)
    )
    return {row[0]: row[1] for row in found}


def _over(actor: Actor, user: User, places: Sequence[str]) -> bool:
    if actor.may(Permission.ADMINISTER):
        return True
    everywhere = all(actor.may(Permission.ADMINISTER, place) for place in places)
    return bool(places) and everywhere and not user.is_admin
