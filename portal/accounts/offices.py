"""Add and edit organizations: what an administrator decides, and what their own people may."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from datasets import queries
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.organization import Organization, OrganizationKind

LONGEST_TITLE = 100
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")
_AREA_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDraft:
    """What is said of an organization.

    Attributes:
        kind: With `area_code` and `needs_review`, only for who administers the whole site.
    """

    title_ja: str
    title_en: str = ""
    contact: str = ""
    kind: OrganizationKind = OrganizationKind.CITY
    area_code: str = ""
    needs_review: bool = False


def add(uow: UnitOfWork, slug: str, draft: OfficeDraft) -> Organization:
    """Add an organization; one that is there already stays as it is.

    Raises:
        NotAllowed: if the actor does not administer the whole site.
        InvalidDraft: if the short name is taken or unfit, or something else is wrong.
    """
    uow.require(Permission.ADMINISTER)
    if not _SLUG.fullmatch(slug):
        raise InvalidDraft(
            "“{slug}” cannot be the short name of an organization: "
            "use 2 to 60 of a-z, 0-9, - and _.",
            slug=slug[:60],
        )
    if uow.session.scalars(select(Organization).where(Organization.slug == slug)).one_or_none():
        raise InvalidDraft("There is an organization “{slug}” already.", slug=slug)
    organization = Organization(slug=slug, created_at=uow.now)
    _write(organization, draft)
    _place(organization, draft)
    uow.session.add(organization)
    uow.session.flush()
    audit.record(uow, "add", "organization", str(organization.id))
    return organization


def edit(uow: UnitOfWork, slug: str, draft: OfficeDraft) -> Organization:
    """Change what is said of an organization.

    Its own administrators change its name and contact; what kind it is, where it belongs and
    whether its data wait for a review stay with who administers the whole site.

    Raises:
        NotAllowed: if the actor does not administer it.
        NotFound: if there is none of that short name.
        InvalidDraft: if something is wrong.
    """
    uow.require(Permission.ADMINISTER, slug)
    organization = queries.organization(uow.session, slug)
    _write(organization, draft)
    if uow.actor.may(Permission.ADMINISTER):
        _place(organization, draft)
    audit.record(uow, "edit", "organization", str(organization.id))
    return organization


def require(actor: Actor, slug: str | None) -> None:
    """Refuse unless an actor administers an organization, or the whole site for None.

    Raises:
        NotAllowed: if they do not; alike for one that is not there.
    """
    if not actor.may(Permission.ADMINISTER, slug):
        raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")


def _write(organization: Organization, draft: OfficeDraft) -> None:
    told = {"ja": draft.title_ja.strip(), "en": draft.title_en.strip()}
    if not told["ja"]:
        raise InvalidDraft("Write the name of the organization.")
    organization.title = {lang: words[:LONGEST_TITLE] for lang, words in told.items() if words}
    organization.contact = draft.contact.strip()[:200]


def _place(organization: Organization, draft: OfficeDraft) -> None:
    if draft.area_code and not _AREA_CODE.fullmatch(draft.area_code):
        raise InvalidDraft("A local government code has six digits.")
    organization.kind = draft.kind
    organization.area_code = draft.area_code
    organization.needs_review = draft.needs_review
