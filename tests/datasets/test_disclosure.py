from uuid import uuid4

import pytest
from sqlalchemy import select

from datasets import disclosure, queries
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import DisclosureBlocked, NotAllowed, NotFound
from datasets.models.dataset import State
from datasets.models.disclosure import Decision, DisclosureQuestion
from datasets.models.distribution import FileVersion
from datasets.validation.checks.privacy import PrivacyFinding
from tests import factories

TWO_KINDS = "名称,携帯電話,メール\n" + "".join(
    f"係{n},090-1{n:03}-{n * 37:04},kakari{n}@gmail.com\n" for n in range(20)
)
OFFICER = Actor("officer@example.jp", frozenset({Permission.DISCLOSE}), frozenset({"kikikanri"}))


def questions(services):
    with services.reading() as session:
        return session.scalars(select(DisclosureQuestion).order_by(DisclosureQuestion.kind)).all()


def decide(services, question, actor=OFFICER, *, allow=True, reason="業務用の番号です"):
    with services.begin(actor) as uow:
        return disclosure.decide(
            uow, question.id, allow=allow, reason=reason, basis="business"
        ).state


@pytest.fixture
def asked(services):
    factories.received(services, csv=TWO_KINDS)
    return questions(services)


def test_each_kind_of_personal_data_is_asked_about_once(asked):
    assert [question.kind for question in asked] == ["email", "mobile"]
    assert all(question.decision is Decision.PENDING for question in asked)


def test_asking_again_asks_nothing_new(services, asked):
    with services.begin(SYSTEM) as uow:
        version = uow.session.scalars(select(FileVersion)).one()
        finding = PrivacyFinding.from_json(
            {
                "kind": "mobile",
                "severity": "review",
                "sheet": None,
                "column": "携帯電話",
                "count": 3,
                "rows": [2],
                "hidden": False,
                "message": {"msgid": "", "places": {}},
            }
        )
        disclosure.ask(uow, version, (finding,))

    assert len(questions(services)) == 2


def test_a_dataset_goes_on_when_its_last_question_is_answered(services, asked):
    first, last = asked

    assert decide(services, first) is State.IN_REVIEW
    assert decide(services, last) is State.PUBLISHED


def test_a_decision_is_written_down_with_who_why_and_when(services, asked):
    decide(services, asked[0])

    answered = questions(services)[0]
    with services.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "disclose")).one()
    assert (answered.decision, answered.decided_by) == (Decision.ALLOWED, "officer@example.jp")
    assert answered.reason == entry.detail["reason"] == "業務用の番号です"
    assert answered.decided_at is not None


def test_a_refusal_keeps_the_dataset_in_review(services, asked):
    decide(services, asked[0], allow=False)

    assert decide(services, asked[1]) is State.IN_REVIEW


def test_a_decision_needs_a_reason(services, asked):
    with pytest.raises(DisclosureBlocked):
        decide(services, asked[0], reason="  ")


@pytest.mark.parametrize(
    "actor",
    [
        Actor("anyone"),
        Actor("editor", frozenset({Permission.EDIT, Permission.PUBLISH}), None),
        Actor("officer", frozenset({Permission.DISCLOSE}), frozenset({"zaisei"})),
    ],
)
def test_only_an_officer_of_the_organization_decides(services, asked, actor):
    with pytest.raises(NotAllowed):
        decide(services, asked[0], actor)


def test_a_question_that_is_not_there_is_not_found(services):
    with pytest.raises(NotFound), services.begin(SYSTEM) as uow:
        disclosure.decide(uow, uuid4(), allow=True, reason="x")


def test_the_same_bytes_handed_in_later_are_asked_about_anew(services, asked):
    decide(services, asked[0], allow=False)
    factories.received(services, csv="名称\n北\n")
    with services.reading() as session:
        assert queries.public_dataset(session, "shelters").state is State.PUBLISHED

    factories.received(services, csv=TWO_KINDS)

    with services.reading() as session:
        found = queries.public_dataset(session, "shelters")
    assert queries.public_file(found, "shelters").version.number == 2
    pending = [q for q in questions(services) if q.decision is Decision.PENDING]
    for question in pending:
        if question.version_id == found.distributions[0].versions[2].id:
            decide(services, question)
    with services.reading() as session:
        found = queries.public_dataset(session, "shelters")
    assert queries.public_file(found, "shelters").version.number == 3
