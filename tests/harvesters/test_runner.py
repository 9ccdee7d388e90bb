import pytest
from sqlalchemy import select

from datasets import publishing, queries
from datasets.kernel.actors import SYSTEM
from datasets.models.dataset import Dataset
from datasets.models.distribution import Stage
from harvesters.kinds.folder import FolderHarvester
from harvesters.models import HarvestRun, Outcome, RunState
from harvesters.queries import last_run, records_that_failed
from tests.harvesters.making import TABLE, records, rewrite, run, source, states, write


@pytest.fixture
def city(tmp_path):
    return write(tmp_path / "city", {f"{name}.csv": TABLE for name in ("aed", "park", "toilet")})


def test_an_unchanged_second_run_opens_no_file(services, city, monkeypatch):
    harvested = source(services, city)
    run(services, harvested)
    opened = []
    monkeypatch.setattr(FolderHarvester, "read", lambda _, record: opened.append(record))

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 3}
    assert opened == []


def test_an_unchanged_second_run_makes_no_version_no_job_and_no_audit_entry(services, city):
    harvested = source(services, city)
    run(services, harvested)
    with services.reading() as session:
        before = {d.slug: (d.revision, d.updated_at) for d in session.scalars(select(Dataset))}

    run(services, harvested)

    with services.reading() as session:
        after = {d.slug: (d.revision, d.updated_at) for d in session.scalars(select(Dataset))}
    assert after == before


def test_a_file_that_was_only_touched_makes_no_new_version(services, city):
    harvested = source(services, city)
    run(services, harvested)
    rewrite(city / "aed.csv", TABLE)

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 3}


def test_a_changed_file_is_a_new_version_and_the_old_one_keeps_its_address(services, city):
    harvested = source(services, city)
    run(services, harvested)
    rewrite(city / "aed.csv", TABLE + "3,南町中学校,450\n")

    counts = run(services, harvested)

    assert counts == {Outcome.SAME: 2, Outcome.CHANGED: 1}
    with services.reading() as session:
        aed = queries.public_dataset(session, "aed")
    assert queries.public_file(aed, "aed").version.number == 2
    assert queries.public_file(aed, "aed", 1).version.rows == 2
    assert queries.public_file(aed, "aed", 2).version.rows == 3


def test_one_broken_record_does_not_stop_the_others(services, city, monkeypatch, caplog):
    whole = FolderHarvester.read

    def read(self, record):
        if record.identifier == "park.csv":
            raise ZeroDivisionError
        return whole(self, record)

    monkeypatch.setattr(FolderHarvester, "read", read)
    harvested = source(services, city)

    counts = run(services, harvested)

    assert counts == {Outcome.NEW: 2, Outcome.FAILED: 1}
    assert "ZeroDivisionError" in records(services)["park.csv"].trace
    assert "harvest record failed" in caplog.text
    with services.reading() as session:
        [(record, message)] = records_that_failed(session, harvested)
        assert last_run(session, harvested).state is RunState.COMPLETE
    assert record.identifier == "park.csv"
    assert "logged" in str(message)


def test_a_record_that_failed_is_tried_again_by_the_next_run(services, city, monkeypatch, caplog):
    harvested = source(services, city)
    with monkeypatch.context() as broken:
        broken.setattr(FolderHarvester, "read", lambda *_: 1 / 0)
        run(services, harvested)

    assert run(services, harvested) == {Outcome.NEW: 3}


def test_a_file_that_is_too_large_fails_alone(services, city):
    write(city, {"huge.csv": b"a\n" + b"1\n" * (1 << 20)})

    counts = run(services, source(services, city))

    assert counts == {Outcome.NEW: 3, Outcome.FAILED: 1}


def test_a_record_that_is_listed_no_more_is_kept_until_three_runs_agree(services, city):
    harvested = source(services, city)
    run(services, harvested)
    (city / "park.csv").unlink()

    seen = []
    for _ in range(3):
        run(services, harvested)
        seen.append(states(services)["park.csv"])

    assert seen == ["published", "published", "withdrawn"]
    assert set(states(services)) == {"aed.csv", "park.csv", "toilet.csv"}


def test_a_source_that_lists_nothing_withdraws_nothing(services, city):
    harvested = source(services, city)
    run(services, harvested)
    for path in city.iterdir():
        path.unlink()

    for _ in range(4):
        run(services, harvested)

    assert set(states(services).values()) == {"published"}
    with services.reading() as session:
        assert last_run(session, harvested).message is not None


def test_a_record_that_comes_back_is_not_missing_any_more(services, city):
    harvested = source(services, city)
    run(services, harvested)
    park = city / "park.csv"
    park.rename(city.parent / "park.csv")
    run(services, harvested)
    (city.parent / "park.csv").rename(park)

    run(services, harvested)

    assert records(services)["park.csv"].missing_runs == 0
    with services.reading() as session:
        assert queries.public_dataset(session, "park").missing_since is None


def test_what_a_person_withdrew_is_not_published_by_the_next_run(services, city):
    harvested = source(services, city)
    run(services, harvested)
    with services.begin(SYSTEM) as uow:
        park = queries.staff_dataset(uow.session, "park", SYSTEM)
        publishing.withdraw(uow, park, "誤りがありました")

    rewrite(city / "park.csv", TABLE + "3,南町中学校,450\n")
    run(services, harvested)

    assert states(services)["park.csv"] == "withdrawn"


def test_a_source_that_does_not_publish_leaves_drafts(services, city):
    harvested = source(services, city)
    with services.begin(SYSTEM) as uow:
        uow.session.merge(harvested).publish = False

    run(services, harvested)

    assert set(states(services).values()) == {"draft"}


def test_a_run_that_was_killed_is_told_apart_when_the_next_one_starts(services, city):
    harvested = source(services, city)
    with services.begin(SYSTEM) as uow:
        uow.session.add(HarvestRun(source_id=harvested.id, started_at=uow.now))

    run(services, harvested)

    with services.reading() as session:
        found = session.scalars(select(HarvestRun).order_by(HarvestRun.started_at)).all()
    assert [ended.state for ended in found] == [RunState.FAILED, RunState.COMPLETE]


def test_a_pdf_and_a_json_document_without_a_table_are_kept_as_they_are(services, tmp_path):
    json_stat = '{"class": "dataset", "dimension": {"area": {}}, "value": [1]}'
    files = {"plan.pdf": b"%PDF-1.7\n%%EOF\n", "about.json": json_stat}
    folder = write(tmp_path / "city", files)

    run(services, source(services, folder))

    assert states(services) == {"plan.pdf": "published", "about.json": "published"}
    with services.reading() as session:
        pdf = queries.public_file(queries.public_dataset(session, "plan"), "plan").version
        about = queries.public_file(queries.public_dataset(session, "about"), "about").version
    assert (pdf.format, pdf.table_key) == ("pdf", None)
    assert (about.format, about.table_key) == ("json", None)


def test_a_pdf_that_is_called_csv_is_refused_with_a_reason(services, tmp_path):
    folder = write(tmp_path / "city", {"plan.csv": b"%PDF-1.7\n%%EOF\n"})

    run(services, source(services, folder))

    assert states(services) == {"plan.csv": "draft"}
    with services.reading() as session:
        plan = queries.staff_dataset(session, "plan", SYSTEM)
    version = plan.distributions[0].versions[0]
    assert version.stage is Stage.REFUSED
    assert "PDF" in str(version.refusal)


def test_options_of_a_source_are_part_of_what_counts_as_changed(services, city):
    harvested = source(services, city)
    run(services, harvested)
    with services.begin(SYSTEM) as uow:
        uow.session.merge(harvested).options = {"license": "CC-BY-4.0"}

    counts = run(services, harvested)

    assert counts == {Outcome.CHANGED: 3}
