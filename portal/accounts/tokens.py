"""API tokens: issue, recognise, revoke."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from datasets import queries
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed, NotFound, TokenRefused
from datasets.kernel.unit_of_work import UnitOfWork
from portal.accounts import passwords, people
from portal.accounts.models import ApiToken, User

PREFIX = "machi_"
LONGEST_DAYS = 365
MOST_TOKENS = 20
SCRIPTED = (Permission.EDIT, Permission.PUBLISH)
"""What a script may be allowed; what takes a person's judgement is not among it."""
_SHOWN_LETTERS = len(PREFIX) + 6
_TOKEN = re.compile(r"machi_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks with a token.

    Attributes:
        actor: Their person's name, and what the token and the person both may.
    """

    actor: Actor
    token_id: UUID
    prefix: str
    last_used_on: date | None


def issue(
    uow: UnitOfWork,
    owner: User,
    *,
    name: str,
    organization_slug: str,
    permissions: Iterable[Permission],
    days: int,
) -> str:
    """A new token for a person's own scripts; it is shown this once.

    Raises:
        NotAllowed: if the owner is not the actor, or may not do this for the organization.
        InvalidDraft: if it has no name, nothing it may do, or would live longer than a year.
    """
    wanted = [each for each in SCRIPTED if each in set(permissions)]
    if owner.email != uow.actor.name:
        raise NotAllowed("You can make tokens only for yourself")
    for permission in wanted:
        uow.require(permission, organization_slug)
    if not name.strip() or not wanted:
        raise InvalidDraft("Give the token a name, and choose what it may do.")
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidDraft("A token lives from 1 to {days} days.", days=LONGEST_DAYS)
    if len([token for token in of(uow.session, owner) if not token.revoked_at]) >= MOST_TOKENS:
        raise InvalidDraft("You have {count} tokens. Revoke one you do not use.", count=MOST_TOKENS)
    secret = passwords.new_secret(PREFIX)
    token = ApiToken(
        account_id=owner.id,
        organization_id=queries.organization(uow.session, organization_slug).id,
        name=name.strip()[:100],
        prefix=secret[:_SHOWN_LETTERS],
        digest=passwords.digest(secret),
        permissions=[str(each) for each in wanted],
        created_at=uow.now,
        expires_at=uow.now + timedelta(days=days),
    )
    uow.session.add(token)
    uow.session.flush()
    audit.record(uow, "issue", "api-token", str(token.id), organization=organization_slug)
    return secret


def revoke(uow: UnitOfWork, owner: User, token_id: UUID) -> None:
    """Make a token of one's own useless at once.

    Raises:
        NotFound: if the owner has no such token.
    """
    token = uow.session.get(ApiToken, token_id)
    if token is None or token.account_id != owner.id or owner.email != uow.actor.name:
        raise NotFound("There is no such token")
    if token.revoked_at is None:
        token.revoked_at = uow.now
        audit.record(uow, "revoke", "api-token", str(token.id))


def of(session: Session, owner: User) -> Sequence[ApiToken]:
    """A person's tokens, the newest first; also those that are of no use any more."""
    return session.scalars(
        select(ApiToken)
        .options(selectinload(ApiToken.organization))
        .where(ApiToken.account_id == owner.id)
        .order_by(ApiToken.created_at.desc())
    ).all()


def recognise(session: Session, secret: str, now: datetime) -> Bearer:
    """Who shows a token, with no more than both the token and its owner may now.

    Raises:
        TokenRefused: if it is none of ours, revoked, too old, or its owner was shut out.
    """
    token = None
    if _TOKEN.fullmatch(secret):
        token = session.scalars(
            select(ApiToken)
            .options(selectinload(ApiToken.organization))
            .where(ApiToken.digest == passwords.digest(secret))
        ).one_or_none()
    owner = people.with_memberships(session, token.account_id) if token else None
    if token is None or owner is None or not owner.is_active or not _alive(token, now):
        raise TokenRefused("This address needs a valid token: “Authorization: Bearer machi_…”.")
    person, place = people.as_actor(owner), token.organization.slug
    both = [
        permission
        for permission in SCRIPTED
        if permission in token.permissions and person.may(permission, place)
    ]
    actor = Actor(owner.email, both, [place])
    return Bearer(actor, token.id, token.prefix, token.last_used_on)


def note_use(uow: UnitOfWork, bearer: Bearer) -> None:
    """Keep the day of a token's last use; written once a day, however often it is used."""
    token = uow.session.get(ApiToken, bearer.token_id)
    if token is not None and token.last_used_on != uow.now.date():
        token.last_used_on = uow.now.date()


def note_push(uow: UnitOfWork, bearer: Bearer, dataset_id: UUID) -> None:
    """Keep with what token a file was handed in, beside what its person did."""
    audit.record(uow, "push", "dataset", str(dataset_id), token=bearer.prefix)


def _alive(token: ApiToken, now: datetime) -> bool:
    return token.revoked_at is None and token.expires_at > now
