"""What staff do with sources: add and change one, agree to what it needs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets.drafts import OrganizationDraft
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidDraft, NotFound
from datasets.kernel.text import slugify_ascii
from datasets.kernel.unit_of_work import UnitOfWork
from harvesters import queries, registry, schedule, twins
from harvesters.base import Fetcher, Harvester, Place, read_options
from harvesters.models import HarvestSource


def add(
    uow: UnitOfWork,
    *,
    kind: str,
    url: str,
    organization: str,
    options: Mapping[str, str],
    allow_local: bool = False,
) -> HarvestSource:
    """Add a source, or change the options of the one that brings the same datasets.

    A path on this machine is an address only where `allow_local` says so: never from a page.

    Raises:
        NotAllowed: if the actor may not harvest for the organization.
        NotFound: if there is no such kind.
        InvalidDraft: if the address or an option cannot be used.
    """
    uow.require(Permission.HARVEST, organization)
    wanted = unsaved(
        kind=kind, url=url, organization=organization, options=options, allow_local=allow_local
    )
    known = twins.twin_of(uow.session, kind=kind, url=wanted.url, options=options)
    source = known or wanted
    if known is None:
        source.slug = _free_slug(uow.session, organization, kind)
        source.created_at = uow.now
    uow.require(Permission.HARVEST, source.organization_slug)
    source.options = dict(options)
    uow.session.add(source)
    uow.session.flush()
    audit.record(uow, "add", "harvest-source", str(source.id), kind=kind, url=source.url)
    return source


def unsaved(
    *,
    kind: str,
    url: str,
    organization: str,
    options: Mapping[str, str],
    agreement: str = "",
    allow_local: bool = False,
) -> HarvestSource:
    """A source that is kept nowhere yet, to be looked at or added.

    Raises:
        NotFound: if there is no such kind.
        InvalidDraft: if the address or an option cannot be used.
    """
    read_options(registry.kind(kind).options_type, options)
    return HarvestSource(
        slug="",
        kind=kind,
        url=_address(url, allow_local=allow_local),
        organization_slug=organization,
        options=dict(options),
        agreement=agreement,
    )


def change(
    uow: UnitOfWork, source: HarvestSource, *, url: str, options: Mapping[str, str], publish: bool
) -> None:
    """Change where a source is, its options, and whether its datasets go public by themselves.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        InvalidDraft: if the address or an option cannot be used.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    read_options(registry.kind(source.kind).options_type, options)
    # a folder of this machine stays what its operator named; a page can name no other
    url = url if url == source.url else _address(url, allow_local=False)
    source.url, source.options, source.publish = url, dict(options), publish
    audit.record(uow, "change", "harvest-source", str(source.id), url=url, publish=publish)


def agree(uow: UnitOfWork, source: HarvestSource, agreement: str) -> None:
    """Note why robots.txt does not bind us at a source; an empty text takes it back.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        InvalidDraft: if the text does not say with whom it was agreed.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    source.agreement = schedule.reason_of(agreement) if agreement.strip() else ""
    audit.record(uow, "agree", "harvest-source", str(source.id), agreement=source.agreement)


def agree_to_absence(uow: UnitOfWork, source: HarvestSource, shown: int) -> None:
    """Let the next run withdraw what its source has not listed for long, and start that run.

    Args:
        uow: Of somebody who has read the list.
        source: Whose datasets are held.
        shown: How many datasets the list had that was read.

    Raises:
        NotAllowed: if the actor may not harvest for its organization.
        InvalidDraft: if the list has changed since it was read.
    """
    uow.require(Permission.HARVEST, source.organization_slug)
    if shown != len(queries.held_records(uow.session, source)):
        raise InvalidDraft("The list has changed meanwhile. Read it again before you agree.")
    source.absence_agreed_at = uow.now
    audit.record(uow, "agree-absence", "harvest-source", str(source.id), datasets=shown)
    schedule.run_now(uow, source)


def everything(session: Session) -> Sequence[HarvestSource]:
    """All sources, by slug."""
    return session.scalars(select(HarvestSource).order_by(HarvestSource.slug)).all()


def by_slug(session: Session, slug: str) -> HarvestSource:
    """One source.

    Raises:
        NotFound: if there is none of that slug.
    """
    found = session.scalars(select(HarvestSource).where(HarvestSource.slug == slug)).one_or_none()
    if found is None:
        raise NotFound("There is no harvest source “{slug}”.", slug=slug)
    return found


def by_slug_of(session: Session, slug: str, actor: Actor) -> HarvestSource:
    """One source that this actor looks after.

    Raises:
        NotFound: if there is none of that slug, or none this actor may know of.
    """
    found = by_slug(session, slug)
    if not actor.may(Permission.HARVEST, found.organization_slug):
        raise NotFound("There is no harvest source “{slug}”.", slug=slug)
    return found


def harvester(source: HarvestSource, http: Fetcher) -> Harvester[object]:
    """The harvester of a source, ready to list."""
    kind = registry.kind(source.kind)
    place = Place(
        slug=source.slug,
        url=source.url,
        organization=OrganizationDraft(slug=source.organization_slug),
    )
    return kind(place, read_options(kind.options_type, source.options), http)


def _address(url: str, *, allow_local: bool) -> str:
    try:
        is_web = urlsplit(url).scheme in {"http", "https"}
    except ValueError as fault:  # such as half a pair of brackets
        raise InvalidDraft("The address of a source begins with http:// or https://.") from fault
    if is_web:
        return url
    if not allow_local:
        raise InvalidDraft("The address of a source begins with http:// or https://.")
    path = Path(url).expanduser().absolute()
    if not path.is_dir():
        raise InvalidDraft("There is no folder {path}.", path=str(path))
    return str(path)


def _free_slug(session: Session, organization: str, kind: str) -> str:
    wanted = slugify_ascii(f"{organization}-{kind}") or kind
    taken = set(session.scalars(select(HarvestSource.slug)))
    numbered = (f"{wanted}-{n}" for n in range(2, 10_000))
    return wanted if wanted not in taken else next(n for n in numbered if n not in taken)
