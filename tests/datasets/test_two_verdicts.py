"""A large table is judged twice: at once by the sieve, then by Frictionless before it is public."""

import logging

import pytest
from sqlalchemy import select

from datasets import checking, intake, pipeline, publishing, queries
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidMove, TookTooLong
from datasets.kernel.jobs import Job
from datasets.models.dataset import State
from datasets.models.distribution import Stage
from datasets.validation import verdict
from datasets.validation.report import Report
from datasets.validation.verdict import check_table
from tests import factories


@pytest.fixture(autouse=True)
def every_table_is_large(monkeypatch):
    monkeypatch.setattr(verdict, "AT_ONCE_CELLS", 0)


@pytest.fixture
def workshop(services):
    return factories.workshop(services)


@pytest.fixture
def judged(services, workshop):
    """A version that the sieve has judged, of a dataset that wants to be public or not."""

    def judge(**given):
        with services.begin(SYSTEM) as uow:
            intake.receive(uow, factories.draft(services, **given))
        version_id = newest(services)[1].id
        pipeline.prepare(workshop, version_id, run=prepare_file)
        return version_id

    return judge


def newest(services):
    with services.reading() as session:
        dataset = queries.staff_dataset(session, "shelters", SYSTEM)
        version = dataset.distributions[0].versions[-1]
        return dataset, version, queries.quality_report(session, version.id)


def act(services, what):
    with services.begin(SYSTEM) as uow:
        return what(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))


def test_staff_read_the_sieves_verdict_at_once_and_nothing_is_public_yet(services, judged):
    judged()

    dataset, version, kept = newest(services)
    report = Report.from_json(kept.report)
    assert (report.valid, report.row_count, report.frictionless_version) == (True, 3, "")
    assert version.stage is Stage.TABULATED
    assert (dataset.state, version.published_at) == (State.DRAFT, None)
    with services.reading() as session:
        names = session.scalars(select(Job.name).where(Job.state == "queued")).all()
    assert names.count("validate") == 1


def test_with_frictionless_report_it_goes_public_and_that_report_is_kept(
    services, workshop, judged
):
    version_id = judged()

    checking.check(workshop, version_id)

    dataset, version, kept = newest(services)
    assert Report.from_json(kept.report).frictionless_version.startswith("5.")
    assert (version.stage, dataset.state) == (Stage.PACKAGED, State.PUBLISHED)
    with services.reading() as session:
        descriptor = queries.frictionless_report(session, version_id)
    assert (descriptor["valid"], descriptor["tasks"][0]["stats"]["rows"]) == (True, 3)


def test_settling_shows_nothing_before_that_report(services, judged):
    judged()

    act(services, publishing.settle)

    assert newest(services)[0].state is State.DRAFT


def test_who_publishes_meanwhile_is_obeyed_when_the_report_is_there(services, workshop, judged):
    version_id = judged(publish=False)

    assert act(services, publishing.publish) is False
    assert newest(services)[0].state is State.DRAFT
    checking.check(workshop, version_id, run=check_table)

    assert newest(services)[0].state is State.PUBLISHED


def test_an_organization_with_a_review_waits_for_the_report_too(services, judged):
    judged(publish=False)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        dataset.organization.needs_review = True

    with pytest.raises(InvalidMove):
        act(services, publishing.publish)

    assert newest(services)[0].state is State.DRAFT


def test_checking_again_changes_nothing(services, workshop, judged):
    version_id = judged()
    checking.check(workshop, version_id, run=check_table)
    before = newest(services)[0].revision

    def never(*_):
        raise AssertionError

    checking.check(workshop, version_id, run=never)

    assert newest(services)[0].revision == before


def test_a_worker_that_comes_second_writes_nothing(services, workshop, judged):
    version_id = judged()

    def while_another_is_quicker(path, schema):
        told = check_table(path, schema)
        checking.check(workshop, version_id, run=lambda *_: told)
        while_another_is_quicker.revision = newest(services)[0].revision
        return told

    checking.check(workshop, version_id, run=while_another_is_quicker)

    assert newest(services)[0].revision == while_another_is_quicker.revision


def test_a_report_that_says_otherwise_is_logged_and_counts(services, workshop, judged, caplog):
    version_id = judged()

    def otherwise(*given):
        told = check_table(*given)
        told["report"] |= {"valid": False, "counts": {"type-error": 1}}
        return told

    with caplog.at_level(logging.WARNING, logger="datasets.checking"):
        checking.check(workshop, version_id, run=otherwise)

    assert "the quick check and Frictionless differ" in caplog.messages
    assert Report.from_json(newest(services)[2].report).valid is False


def test_a_table_that_frictionless_cannot_end_is_refused_with_that_reason(
    services, workshop, judged
):
    version_id = judged()

    def slow(*_):
        raise TookTooLong("The work took longer than {limit_s} seconds", limit_s=300)

    checking.check(workshop, version_id, run=slow)

    dataset, version, _ = newest(services)
    assert (version.stage, dataset.state) == (Stage.REFUSED, State.DRAFT)
