"""What of the record an administrator may read: all of it, or what is their organizations'."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from apps_gallery.models import CitizenApp
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.audit import AuditEntry, Wanted
from datasets.kernel.errors import NotFound
from datasets.models.dataset import Dataset
from datasets.models.organization import Organization
from harvesters.models import HarvestSource
from portal.accounts import reach
from portal.accounts.models import ApiToken, User

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that something was done to.

    Attributes:
        title: By language; empty once it was erased.
        slug: Its short name; empty for what has none.
    """

    title: dict[str, str]
    slug: str


def readable(session: Session, actor: Actor) -> Wanted:
    """The entries an actor may read.

    Raises:
        NotFound: if they administer nothing: then there is no such page for them.
    """
    if not actor.may_somewhere(Permission.ADMINISTER):
        raise NotFound("There is no such page.")
    places = actor.organizations_for(Permission.ADMINISTER)
    if places is None:
        return Wanted()
    organizations = session.scalars(
        select(Organization.id).where(Organization.slug.in_(places))
    ).all()
    subjects: dict[str, Iterable[UUID]] = {
        "dataset": session.scalars(
            select(Dataset.id).where(Dataset.organization_id.in_(organizations))
        ),
        "harvest-source": session.scalars(
            select(HarvestSource.id).where(HarvestSource.organization_slug.in_(places))
        ),
        "account": [user.id for user in reach.managed(session, actor)],
        "api-token": session.scalars(
            select(ApiToken.id).where(ApiToken.organization_id.in_(organizations))
        ),
        "organization": organizations,
    }
    return Wanted(
        subjects={kind: frozenset(map(str, ids)) for kind, ids in subjects.items()},
        organizations=places,
    )


def subjects(session: Session, entries: Iterable[AuditEntry]) -> dict[str, Subject]:
    """The things some entries are about, by the ids they are known by."""
    ids = [UUID(entry.subject_id) for entry in entries if _UUID.fullmatch(entry.subject_id)]
    found: dict[str, Subject] = {}
    for data in session.execute(
        select(Dataset.id, Dataset.title, Dataset.slug).where(Dataset.id.in_(ids))
    ):
        found[str(data.id)] = Subject(data.title, data.slug)
    for office in session.execute(
        select(Organization.id, Organization.title, Organization.slug).where(
            Organization.id.in_(ids)
        )
    ):
        found[str(office.id)] = Subject(office.title, office.slug)
    for user in session.execute(select(User.id, User.name).where(User.id.in_(ids))):
        found[str(user.id)] = Subject({"ja": user.name}, "")
    for source in session.execute(
        select(HarvestSource.id, HarvestSource.slug).where(HarvestSource.id.in_(ids))
    ):
        found[str(source.id)] = Subject({"ja": source.slug}, source.slug)
    for app in session.execute(
        select(CitizenApp.id, CitizenApp.title, CitizenApp.slug).where(CitizenApp.id.in_(ids))
    ):
        found[str(app.id)] = Subject(app.title, app.slug)
    return found
