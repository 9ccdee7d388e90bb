import dataclasses

import pytest
from sqlalchemy import func, select

from datasets import intake, queries
from datasets.drafts import DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import InvalidDraft, NotAllowed
from datasets.kernel.jobs import Job
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import Distribution, FileVersion, Stage
from tests import factories

HARVESTED = Provenance(kind="folder", source="machi-folder", identifier="shelters.csv")


def receive(services, actor=SYSTEM, **given):
    with services.begin(actor) as uow:
        return intake.receive(uow, factories.draft(services, **given))


def count(services, model):
    with services.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_received_draft_waits_unseen_with_a_job_for_its_file(services):
    received = receive(services)

    with services.reading() as session:
        version = session.scalars(select(FileVersion)).one()
        job = session.scalars(select(Job).where(Job.name == "prepare")).one()
    assert (received.state, received.wants_publishing) == (State.DRAFT, True)
    assert (version.stage, version.number) == (Stage.STORED, 1)
    assert job.payload == {"version": str(version.id)}


def test_who_may_not_edit_hands_nothing_in(services):
    with pytest.raises(NotAllowed):
        receive(services, Actor("reader"))

    assert count(services, Dataset) == 0


def test_who_edits_for_one_organization_hands_nothing_in_for_another(services):
    editor = Actor("editor", frozenset({Permission.EDIT}), frozenset({"kikikanri"}))

    receive(services, editor)
    with pytest.raises(NotAllowed):
        receive(services, editor, organization=OrganizationDraft(slug="zaisei"))

    assert count(services, Dataset) == 1


def test_a_draft_without_a_title_is_refused(services):
    with pytest.raises(InvalidDraft):
        receive(services, title=" ", title_en="")


@pytest.mark.parametrize("slug", ["", "a", "../etc", "危機管理課", "A B", "a" * 101])
def test_an_organization_is_named_in_plain_letters(services, slug):
    with pytest.raises(InvalidDraft):
        receive(services, organization=OrganizationDraft(slug=slug))


def test_a_file_that_has_not_arrived_is_refused_and_nothing_is_kept(services):
    with pytest.raises(InvalidDraft):
        receive(services, files=(DistributionDraft(filename="a.csv"),))

    assert count(services, Dataset) == count(services, Job) == count(services, AuditEntry) == 0


def test_the_same_draft_again_changes_nothing(services):
    first = receive(services, provenance=HARVESTED)

    second = receive(services, provenance=HARVESTED)

    assert (second.id, second.revision) == (first.id, first.revision)
    assert count(services, FileVersion) == 1
    assert count(services, AuditEntry) == 1


def test_new_bytes_are_a_new_version_of_the_same_file(services):
    first = receive(services, provenance=HARVESTED)

    second = receive(services, provenance=HARVESTED, csv="名称\n北\n")

    assert second.id == first.id
    assert second.revision > first.revision
    assert (count(services, Distribution), count(services, FileVersion)) == (1, 2)


def test_a_dataset_of_another_organization_is_never_changed_by_its_name(services):
    first = receive(services)

    second = receive(services, organization=OrganizationDraft(slug="zaisei"))

    assert second.id != first.id
    assert (first.slug, second.slug) == ("shelters", "shelters-2")


def test_the_same_file_of_two_sources_is_two_datasets(services):
    first = receive(services, provenance=HARVESTED)

    other = dataclasses.replace(HARVESTED, source="other-folder")
    second = receive(services, provenance=other)

    assert {first.slug, second.slug} == {"shelters", "shelters-2"}


@pytest.mark.parametrize("slug", [None, "避難所", "x", "Shelters/1"])
def test_a_dataset_has_an_address_of_plain_letters_whatever_it_is_called(services, slug):
    origin = dataclasses.replace(HARVESTED, identifier="避難所 一覧.csv")

    received = receive(services, slug=slug, provenance=origin)

    assert received.slug.startswith("data-")
    assert received.slug.isascii()


def test_files_of_one_dataset_have_names_of_their_own(services):
    files = [
        factories.draft(services, csv=f"名称\n{n}\n", filename=name).files[0]
        for n, name in enumerate(["list.csv", "list.xlsx", "一覧.csv", "地図.csv"])
    ]

    receive(services, files=tuple(files))

    with services.reading() as session:
        names = session.scalars(select(Distribution.name).order_by(Distribution.position)).all()
    assert names == ["list", "list-2", "table-1", "table-2"]


def test_words_of_the_controlled_lists_are_kept_and_others_left_out(services):
    received = receive(
        services,
        themes=("bousai", "nonsense"),
        frequency="now and then",
        keywords=("防災", " 防災 ", "", "避難"),
        license="クリエイティブ・コモンズ 表示 4.0",
    )

    assert received.themes == ["bousai"]
    assert received.frequency == "unknown"
    assert received.keywords == ["防災", "避難"]
    assert received.license_text == "クリエイティブ・コモンズ 表示 4.0"


def test_a_changed_title_is_noted_without_a_new_version(services):
    receive(services, provenance=HARVESTED)

    receive(services, provenance=HARVESTED, title="避難場所一覧")

    with services.reading() as session:
        found = queries.staff_dataset(session, "shelters", SYSTEM)
    assert found.title["ja"] == "避難場所一覧"
    assert [len(file.versions) for file in found.distributions] == [1]
