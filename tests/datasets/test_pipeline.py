import pytest
from sqlalchemy import func, select

from datasets import intake, pipeline, queries
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import StorageFull, TookTooLong
from datasets.models.distribution import Distribution, FileVersion, Stage
from tests import factories
from tests.portal.test_privacy_gate import phones_workbook

WORKBOOK = phones_workbook(hide=False)


@pytest.fixture
def workshop(services):
    return factories.workshop(services)


def receive(services, **given):
    with services.begin(SYSTEM) as uow:
        dataset = intake.receive(uow, factories.draft(services, **given))
        return newest(uow.session, dataset.slug)


def newest(session, slug="shelters"):
    dataset = queries.staff_dataset(session, slug, SYSTEM)
    return dataset.distributions[0].versions[-1]


def counts(services):
    models = (FileVersion.id, Distribution.id, AuditEntry.id, pipeline.QualityReport.version_id)
    with services.reading() as session:
        return [session.scalar(select(func.count(model))) for model in models]


def test_a_prepared_version_knows_its_table_and_where_it_lies(services, workshop):
    version = receive(services)

    pipeline.prepare(workshop, version.id, run=prepare_file)

    with services.reading() as session:
        made = newest(session)
    assert (made.stage, made.format, made.rows) == (Stage.PACKAGED, "csv", 3)
    assert [column["name"] for column in made.columns] == ["名称", "地区", "定員"]
    assert services.tables.has(made.table_key)
    assert services.files.verify(made.clean_sha256)
    assert services.files.verify(made.sha256)


def test_preparing_again_changes_nothing(services, workshop):
    version = receive(services, content=WORKBOOK, filename="list.xlsx")
    pipeline.prepare(workshop, version.id, run=prepare_file)
    before = counts(services)

    def never(*_):
        raise AssertionError

    pipeline.prepare(workshop, version.id, run=never)

    assert counts(services) == before


def test_a_worker_that_comes_second_writes_nothing(services, workshop):
    version = receive(services, content=WORKBOOK, filename="list.xlsx")

    def while_another_is_quicker(path, filename, folder, options):
        pipeline.prepare(workshop, version.id, run=prepare_file)
        while_another_is_quicker.counts = counts(services)
        return prepare_file(path, filename, folder, options)

    pipeline.prepare(workshop, version.id, run=while_another_is_quicker)

    assert counts(services) == while_another_is_quicker.counts


def test_several_sheets_are_several_files_of_one_dataset(services, workshop):
    version = receive(services, content=WORKBOOK, filename="list.xlsx")

    pipeline.prepare(workshop, version.id, run=prepare_file)

    with services.reading() as session:
        dataset = queries.staff_dataset(session, "shelters", SYSTEM)
    names = [(file.name, file.sheet) for file in dataset.distributions]
    assert names == [("list", ""), ("list-2", "担当")]
    assert {file.versions[0].stage for file in dataset.distributions} == {Stage.PACKAGED}
    assert len({file.versions[0].table_key for file in dataset.distributions}) == 2


def test_a_file_that_takes_too_long_is_refused_with_that_reason(services, workshop):
    version = receive(services)

    def slow(*_):
        raise TookTooLong("The work took longer than {limit_s} seconds", limit_s=300)

    pipeline.prepare(workshop, version.id, run=slow)

    with services.reading() as session:
        refused = newest(session)
    assert refused.stage is Stage.REFUSED
    assert refused.refusal["places"] == {"limit_s": 300}


def test_a_full_disk_says_nothing_about_the_file(services, workshop):
    version = receive(services)

    def full(*_):
        raise StorageFull("There is no room left")

    with pytest.raises(StorageFull):
        pipeline.prepare(workshop, version.id, run=full)

    with services.reading() as session:
        assert newest(session).stage is Stage.STORED


def test_strangers_bytes_are_parsed_in_a_process_of_their_own(services, workshop):
    version = receive(services)

    pipeline.prepare(workshop, version.id)

    with services.reading() as session:
        assert newest(session).stage is Stage.PACKAGED


def test_a_dataset_of_two_files_waits_for_both(services, workshop):
    first = factories.draft(services, filename="a1.csv").files[0]
    second = factories.draft(services, filename="b1.csv", csv="名称\n北\n").files[0]
    receive(services, files=(first, second))
    with services.reading() as session:
        dataset = queries.staff_dataset(session, "shelters", SYSTEM)
        versions = [file.versions[0].id for file in dataset.distributions]

    seen = []
    for version_id in versions:
        pipeline.prepare(workshop, version_id, run=prepare_file)
        with services.reading() as session:
            seen.append(str(queries.staff_dataset(session, "shelters", SYSTEM).state))

    assert seen == ["draft", "published"]
