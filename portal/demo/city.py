"""The made-up city, handed in by the ordinary doors: harvests, uploads, people and offices."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from datasets import intake
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.organization import Organization, OrganizationKind
from harvesters import sources
from harvesters.models import HarvestSource
from portal.accounts import offices, people
from portal.accounts.models import Role
from portal.accounts.offices import OfficeDraft
from portal.demo.catalogue import office_facts, organizations
from portal.demo.cities import HOME, NEIGHBOURS
from portal.demo.city_files import CityFiles, WrittenDataset
from portal.demo.neighbours import CitySite, CkanSite, FolderSite, ListingSite
from portal.demo.recipes import names_of
from portal.wiring import Services

STAFF_EMAIL = "staff@matsunoki.example"
STAFF_PASSWORD = "matsunoki-demo"  # noqa: S105 - of a made-up city, printed when it starts
OTHERS = (
    # address, name, organizations, role
    (
        "publisher@matsunoki.example",
        "観光課 公開担当",
        ("tourism", "river-friends"),
        Role.PUBLISHER,
    ),
    (
        "reviewer@matsunoki.example",
        "情報統計課 確認担当",
        ("statistics", "river-friends"),
        Role.REVIEWER,
    ),
)


def settle(uow: UnitOfWork) -> None:
    """Open the offices and let the people in; those who are there already stay."""
    known = set(uow.session.scalars(select(Organization.slug)))
    for slug, draft in _offices():
        if slug not in known:
            offices.add(uow, slug, draft)
    if people.by_email(uow.session, STAFF_EMAIL) is None:
        people.add(uow, email=STAFF_EMAIL, name="データ係", password=STAFF_PASSWORD, admin=True)
    for email, name, slugs, role in OTHERS:
        if people.by_email(uow.session, email) is None:
            user = people.add(uow, email=email, name=name, password=STAFF_PASSWORD)
            for slug in slugs:
                people.give_role(uow, user, slug, role)


def add_sources(uow: UnitOfWork, files: CityFiles) -> list[HarvestSource]:
    """Add the folder of each office of the home city as a source."""
    return [
        sources.add(
            uow,
            kind="folder",
            url=str(files.root / office),
            organization=office,
            options={"recursive": "true"},
            allow_local=True,
        )
        for office in sorted({dataset.organization for dataset in files.harvested})
    ]


def add_neighbours(uow: UnitOfWork, sites: Sequence[CitySite]) -> list[HarvestSource]:
    """Add the site of each neighbour as a source, or follow it to where it is served now."""
    return [_neighbour(uow, site) for site in sites]


def upload_as_staff(services: Services, files: CityFiles) -> None:
    """Hand in the datasets that staff upload, through the same door."""
    for dataset in files.uploads:
        with services.begin(SYSTEM) as uow:
            intake.receive(uow, _draft(services, dataset))


def _offices() -> Iterator[tuple[str, OfficeDraft]]:
    for slug, words in organizations().items():
        kind, needs_review = office_facts(slug)
        yield (
            slug,
            OfficeDraft(
                title_ja=words["ja"],
                title_en=words["en"],
                contact="0000-00-0000",
                kind=OrganizationKind(kind),
                area_code=HOME.code,
                needs_review=needs_review,
            ),
        )
    for city in NEIGHBOURS:
        words = names_of(city, city.slug)
        yield (
            city.slug,
            OfficeDraft(
                title_ja=words["ja"],
                title_en=words["en"],
                contact="0000-00-0000",
                area_code=city.code,
            ),
        )


def _neighbour(uow: UnitOfWork, site: CitySite) -> HarvestSource:
    kind, path, options = _told(site)
    organization, url = site.city.slug, f"{site.url}{path}"
    known = uow.session.scalars(
        select(HarvestSource).where(
            HarvestSource.kind == kind, HarvestSource.organization_slug == organization
        )
    ).one_or_none()
    if known is None:
        return sources.add(uow, kind=kind, url=url, organization=organization, options=options)
    sources.change(uow, known, url=url, options=options, publish=known.publish)
    return known


def _told(site: CitySite) -> tuple[str, str, dict[str, str]]:
    """Kind, path and options of a neighbour's site.

    Raises:
        LookupError: if it is of no kind that can be harvested.
    """
    if isinstance(site, CkanSite):
        return "ckan", "", {"page_size_rows": "50"}
    if isinstance(site, ListingSite):
        return "listing", f"/opendata/{site.list_name}", {}
    if isinstance(site, FolderSite):
        return "folder", "/data/", {"recursive": "true"}
    raise LookupError(type(site).__name__)


def _draft(services: Services, dataset: WrittenDataset) -> DatasetDraft:
    told = json.loads(dataset.sidecar.read_text(encoding="utf-8"))
    stored = []
    for path in dataset.files:
        with path.open("rb") as stream:
            kept = services.files.put(stream, services.settings.max_upload_bytes)
        about = told["files"][path.name]
        stored.append(
            DistributionDraft(
                filename=path.name,
                uri=path.name,
                sha256=kept.sha256,
                size_bytes=kept.size_bytes,
                title=about["title"],
                columns=about["columns"],
            )
        )
    return DatasetDraft(
        title=told["title"],
        summary=told["summary"],
        description=told["description"],
        organization=OrganizationDraft(**told["organization"]),
        provenance=Provenance(kind="upload", identifier=dataset.slug),
        slug=dataset.slug,
        themes=(told["theme"],),
        keywords=tuple(told["keywords"]),
        license=told["license"],
        frequency=told["frequency"],
        files=tuple(stored),
        publish=True,
    )
