"""The made-up city, handed in by the ordinary doors: the folder harvest and the staff upload."""

import json

from datasets import intake
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from datasets.kernel.unit_of_work import UnitOfWork
from harvesters import sources
from harvesters.models import HarvestSource
from portal.accounts import people
from portal.demo.city_files import CityFiles, WrittenDataset
from portal.wiring import Services

STAFF_EMAIL = "staff@matsunoki.example"
STAFF_PASSWORD = "matsunoki-demo"  # noqa: S105 - of a made-up city, printed when it starts


def add_sources(uow: UnitOfWork, files: CityFiles) -> list[HarvestSource]:
    """Add the folder of each office as a source, and the person who signs in."""
    if people.by_email(uow.session, STAFF_EMAIL) is None:
        people.add(uow, email=STAFF_EMAIL, name="データ係", password=STAFF_PASSWORD, admin=True)
    offices = sorted({dataset.organization for dataset in files.harvested})
    return [
        sources.add(
            uow,
            kind="folder",
            url=str(files.root / office),
            organization=office,
            options={"recursive": "true"},
            allow_local=True,
        )
        for office in offices
    ]


def upload_as_staff(services: Services, files: CityFiles) -> None:
    """Hand in the datasets that staff upload, through the same door."""
    for dataset in files.uploads:
        with services.begin(SYSTEM) as uow:
            intake.receive(uow, _draft(services, dataset))


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
