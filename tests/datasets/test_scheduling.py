"""Data go public at their time, and nothing of them before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from datasets import disclosure, publishing, queries, reviewing, scheduling
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import DisclosureBlocked, InvalidMove, NotAllowed
from datasets.kernel.jobs import Job
from datasets.models.dataset import State
from datasets.models.disclosure import Basis, DisclosureQuestion
from datasets.models.organization import Organization
from tests import factories

HOUR = timedelta(hours=1)
PUBLISHER = Actor("p@example.jp", frozenset({Permission.EDIT, Permission.PUBLISH}), None)
REVIEWER = Actor("r@example.jp", frozenset(Permission), None)
PHONES = "名称,携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))


class LaterClock:
    """Some hours later than it is."""

    def __init__(self, services, hours: float) -> None:
        self._clock, self._hours = services.clock, hours

    def now(self):
        return self._clock.now() + HOUR * self._hours


def found(uow):
    return queries.staff_dataset(uow.session, "shelters", SYSTEM)


def schedule(services, hours=2.0, actor=PUBLISHER):
    with services.begin(actor) as uow:
        scheduling.schedule(uow, found(uow), uow.now + HOUR * hours)


def after(services, hours):
    return scheduling.publish_due(services.sessions, LaterClock(services, hours))


def dataset(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM)


def test_data_are_public_at_their_time_and_not_before(services):
    factories.received(services, publish=False)

    schedule(services)

    assert after(services, 1) == 0
    assert dataset(services).state is State.DRAFT
    assert after(services, 2.1) == 1
    assert dataset(services).state is State.PUBLISHED
    assert dataset(services).publish_at is None
    assert after(services, 3) == 0
    with services.reading() as session:
        said = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        job = session.scalars(select(Job).where(Job.name == "publish-due")).one()
    assert said == ["receive", "schedule", "publish-on-time", "publish"]
    assert job.run_at > job.created_at + HOUR


def test_only_who_may_publish_chooses_a_time_and_only_one_to_come(services):
    factories.received(services, publish=False)
    editor = Actor("editor", frozenset({Permission.EDIT}), None)

    with pytest.raises(NotAllowed):
        schedule(services, actor=editor)
    for hours in (-1, 0, 24 * 500):
        with pytest.raises(InvalidMove):
            schedule(services, hours)


def test_a_time_can_be_changed_and_given_up(services):
    factories.received(services, publish=False)
    schedule(services, 1)
    schedule(services, 3)
    assert after(services, 2) == 0

    with services.begin(PUBLISHER) as uow:
        scheduling.cancel(uow, found(uow))

    assert after(services, 4) == 0
    assert dataset(services).state is State.DRAFT


def test_what_changed_since_waits_for_a_person_who_is_told_why(services):
    factories.received(services, publish=False)
    schedule(services)
    factories.received(services, publish=False, title="べつの題名")

    assert after(services, 3) == 0

    missed = dataset(services)
    assert (missed.state, missed.publish_at) == (State.DRAFT, None)
    assert "changed" in missed.publish_missed["msgid"]
    schedule(services)
    assert dataset(services).publish_missed is None


def test_a_question_that_is_open_by_then_stands_in_the_way(services):
    factories.received(services, csv=PHONES, publish=False)
    with pytest.raises(DisclosureBlocked):
        schedule(services)
    with services.begin(REVIEWER) as uow:
        for question in uow.session.scalars(select(DisclosureQuestion.id)).all():
            disclosure.decide(uow, question, allow=True, reason="代表番号", basis=Basis.LAW)
    schedule(services)
    with services.begin(SYSTEM) as uow:
        question = uow.session.scalars(select(DisclosureQuestion)).first()
        disclosure.decide(uow, question.id, allow=False, reason="やはり出さない")

    assert after(services, 3) == 0
    assert dataset(services).state is not State.PUBLISHED


def test_data_that_need_a_review_get_their_time_from_who_approves(services):
    factories.received(services, publish=False)
    with services.begin(SYSTEM) as uow:
        uow.session.query(Organization).one().needs_review = True
    with pytest.raises(InvalidMove):
        schedule(services)
    with services.begin(PUBLISHER) as uow:
        reviewing.submit(uow, found(uow))
    with services.begin(REVIEWER) as uow:
        waiting = found(uow)
        reviewing.approve(uow, waiting, waiting.revision, at=uow.now + HOUR)

    assert dataset(services).state is State.IN_REVIEW
    assert after(services, 2) == 1
    assert dataset(services).state is State.PUBLISHED
    with services.reading() as session:
        steps = [event.action for event in reviewing.events(session, dataset(services).id)]
    assert steps == ["approve", "submit"]


def test_publishing_now_and_withdrawing_end_the_waiting(services):
    factories.received(services, publish=False)
    schedule(services)
    with services.begin(PUBLISHER) as uow:
        publishing.publish(uow, found(uow))
    assert dataset(services).publish_at is None
    schedule(services)
    with services.begin(PUBLISHER) as uow:
        publishing.withdraw(uow, found(uow), "まちがい")

    assert after(services, 3) == 0
    assert dataset(services).state is State.WITHDRAWN
