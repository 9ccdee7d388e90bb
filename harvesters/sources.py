"""What staff do with sources: add one, look at what it would give."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from datasets.drafts import DatasetDraft, OrganizationDraft
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft, NotFound
from datasets.kernel.http_client import HttpClient
from datasets.kernel.text import slugify_ascii
from datasets.kernel.unit_of_work import UnitOfWork
from harvesters import registry
from harvesters.base import Harvester, Place, read_options
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
    """Add a source, or change the options of the one with the same kind and address.

    A path on this machine is an address only where `allow_local` says so: never from a page.

    Raises:
        NotAllowed: if the actor may not harvest for the organization.
        NotFound: if there is no such kind.
        InvalidDraft: if the address or an option cannot be used.
    """
    uow.require(Permission.HARVEST, organization)
    read_options(registry.kind(kind).options_type, options)
    url = _address(url, allow_local=allow_local)
    known = uow.session.scalars(
        select(HarvestSource).where(HarvestSource.kind == kind, HarvestSource.url == url)
    ).one_or_none()
    source = known or HarvestSource(
        slug=_free_slug(uow.session, organization, kind),
        kind=kind,
        url=url,
        organization_slug=organization,
        created_at=uow.now,
    )
    source.options = dict(options)
    uow.session.add(source)
    uow.session.flush()
    audit.record(uow, "add", "harvest-source", str(source.id), kind=kind, url=url)
    return source


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


def harvester(source: HarvestSource, http: HttpClient) -> Harvester[object]:
    """The harvester of a source, ready to list."""
    kind = registry.kind(source.kind)
    place = Place(
        slug=source.slug,
        url=source.url,
        organization=OrganizationDraft(slug=source.organization_slug),
    )
    return kind(place, read_options(kind.options_type, source.options), http)


def first_drafts(kind: Harvester[object], limit: int) -> list[DatasetDraft]:
    """The first drafts a harvester would hand in; nothing is stored.

    Raises:
        SourceUnavailable: if the source does not answer.
    """
    return [kind.read(record) for record in islice(kind.discover(), limit)]


def _address(url: str, *, allow_local: bool) -> str:
    if urlsplit(url).scheme in {"http", "https"}:
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
