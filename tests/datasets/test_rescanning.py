import pytest
from sqlalchemy import select, update

from datasets import pipeline, queries, rescanning
from datasets.kernel.actors import SYSTEM
from datasets.kernel.audit import AuditEntry
from datasets.kernel.jobs import Job
from datasets.models.dataset import State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import FileVersion
from datasets.scanning import scan_file
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import RULES_VERSION, Place
from tests import factories


@pytest.fixture
def public(services):
    """Something public that was searched by older rules."""
    factories.published(services)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(update(FileVersion).values(privacy_rules="1"))
    with services.reading() as session:
        return session.scalars(select(FileVersion)).one()


def rescan(services, version, *kinds):
    told = [Place().finding(kind, 3, "備考", (2,)).to_json() for kind in kinds]
    rescanning.rescan(factories.workshop(services), version.id, run=lambda *_: told)


def state(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM).state


def asked(services):
    with services.reading() as session:
        return [(q.kind, q.blocking) for q in session.scalars(select(DisclosureQuestion))]


def test_what_was_searched_by_older_rules_is_queued_once(services, public):
    for _ in range(2):
        with services.begin(SYSTEM) as uow:
            assert rescanning.queue_old(uow) == 1

    with services.reading() as session:
        jobs = session.scalars(select(Job).where(Job.name == "rescan")).all()
    assert [job.payload for job in jobs] == [{"version": str(public.id)}]


def test_a_file_that_is_still_clean_is_not_searched_again(services, public):
    rescanning.rescan(factories.workshop(services), public.id, run=scan_file)

    assert (state(services), asked(services)) == (State.PUBLISHED, [])
    with services.begin(SYSTEM) as uow:
        assert rescanning.queue_old(uow) == 0
        assert uow.session.get(FileVersion, public.id).privacy_rules == RULES_VERSION


def test_my_numbers_found_later_take_it_from_the_public_at_once_and_are_written_down(
    services, public, client
):
    assert client.get("/d/shelters.csv").status_code == 200

    rescan(services, public, PrivacyKind.MY_NUMBER)

    assert client.get("/d/shelters.csv").status_code == 410
    assert (state(services), asked(services)) == (State.WITHDRAWN, [("my_number", True)])
    with services.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.action, last.actor) == ("withdraw", "system")


def test_anything_else_is_asked_of_a_person_once_and_stays_public_until_then(
    services, public, staff
):
    rescan(services, public, PrivacyKind.REMARK)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(update(FileVersion).values(privacy_rules="1"))
    rescan(services, public, PrivacyKind.REMARK)

    assert (state(services), asked(services)) == (State.PUBLISHED, [("remark", False)])
    links = staff.get("/staff/").links()
    assert any(link.startswith("/staff/data/shelters/safety") for link in links)


def test_what_a_person_then_withholds_is_withdrawn_at_once(services, public, staff, client):
    rescan(services, public, PrivacyKind.REMARK)
    page = staff.get("/staff/data/shelters/safety")
    (action,) = [
        form.get("action", "")
        for form in page.all("form")
        if "/staff/questions/" in form.get("action", "")
    ]

    staff.submit(page, action, slug="shelters", decision="refuse", reason="名前があります")

    assert client.get("/d/shelters.csv").status_code == 410
    pipeline.index(factories.workshop(services))
    assert client.get("/api/v1/datasets").json["total"] == 0
