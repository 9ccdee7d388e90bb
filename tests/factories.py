"""Drafts and datasets with sensible defaults."""

import io
from datetime import UTC, datetime

from datasets import checking, intake, pipeline, queries
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.confinement import CellLimits
from datasets.models.dataset import Dataset
from datasets.models.distribution import FINAL_STAGES
from datasets.validation.verdict import check_table
from portal.wiring import Services

CSV = "名称,地区,定員\n中央小学校,中央,950\n北原小学校,北原,980\n南町中学校,南町,450\n"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def draft(services: Services, **given: object) -> DatasetDraft:
    """A draft with one stored file; `csv` is its text, `content` its bytes."""
    content = given.pop("content", None) or str(given.pop("csv", CSV)).encode()
    filename = str(given.pop("filename", "shelters.csv"))
    stored = services.files.put(io.BytesIO(content), 1 << 30)
    file = DistributionDraft(
        filename=filename,
        uri=filename,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        columns=given.pop("columns", {}),
    )
    title = given.pop("title", "避難所一覧")
    title_en = given.pop("title_en", "Shelters")
    values = {
        "title": {"ja": title, "en": title_en},
        "summary": {"ja": "市内の避難所です。", "en": "Shelters of the city."},
        "organization": OrganizationDraft(slug="kikikanri", title={"ja": "危機管理課"}),
        "provenance": Provenance(kind="upload"),
        "slug": "shelters",
        "themes": ("bousai",),
        "keywords": ("防災",),
        "license": "CC-BY-4.0",
        "frequency": "monthly",
        "publish": True,
        "files": (file,),
    }
    return DatasetDraft(**(values | given))


def received(services: Services, **given: object) -> Dataset:
    """A dataset through the door, its files prepared in this process."""
    with services.begin(SYSTEM) as uow:
        slug = intake.receive(uow, draft(services, **given)).slug
    prepare_all(services, slug)
    with services.reading() as session:
        return queries.staff_dataset(session, slug, SYSTEM)


def published(services: Services, **given: object) -> Dataset:
    """A dataset that is public and can be found."""
    dataset = received(services, **given)
    pipeline.index(workshop(services))
    return dataset


def prepare_all(services: Services, slug: str) -> None:
    """Do what the prepare jobs of a dataset would do."""
    with services.reading() as session:
        dataset = queries.staff_dataset(session, slug, SYSTEM)
        waiting = [
            version.id
            for distribution in dataset.distributions
            for version in distribution.versions
            if version.stage not in FINAL_STAGES
        ]
    for version_id in waiting:
        pipeline.prepare(workshop(services), version_id, run=prepare_file)
        checking.check(workshop(services), version_id, run=check_table)


def workshop(services: Services) -> pipeline.Workshop:
    return pipeline.Workshop(
        sessions=services.sessions,
        clock=services.clock,
        files=services.files,
        tables=services.tables,
        index=services.index,
        limits=CellLimits(),
    )
