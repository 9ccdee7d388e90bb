import pytest
from sqlalchemy import select

from datasets import describing, publishing, queries, reviewing
from datasets.describing import Description
from datasets.drafts import OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import InvalidMove, NotAllowed, NotFound
from datasets.models.dataset import State
from datasets.models.organization import Organization
from tests import factories

PUBLISHER = Actor("student@univ.example", {Permission.EDIT, Permission.PUBLISH}, {"univ"})
REVIEWER = Actor("officer@city.example", set(Permission), None)
OTHER = Actor("other@city.example", set(Permission), None)
CSV = "名称,地区,定員\n北,中央,10\n南,中央,20\n"


@pytest.fixture
def university(services):
    with services.begin(SYSTEM) as uow:
        uow.session.add(
            Organization(slug="univ", title={"ja": "大学"}, needs_review=True, created_at=uow.now)
        )


def hand_in(services, actor=PUBLISHER, **given):
    given = {"organization": OrganizationDraft(slug="univ"), "publish": False, **given}
    with services.begin(actor) as uow:
        factories.intake.receive(uow, factories.draft(services, **given))
    factories.prepare_all(services, "shelters")


def act(services, actor, do, *more):
    with services.begin(actor) as uow:
        return do(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM), *more)


def now(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM)


def published(services):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)
    act(services, REVIEWER, reviewing.approve, now(services).revision)


def test_what_needs_a_review_is_not_published_but_waits(services, university):
    hand_in(services)

    assert act(services, PUBLISHER, publishing.publish) is False

    dataset = now(services)
    assert (dataset.state, dataset.submitted_by) == (State.IN_REVIEW, PUBLISHER.name)
    with services.reading() as session:
        assert reviewing.waiting_count(session, REVIEWER) == 1
        assert reviewing.waiting_count(session, PUBLISHER) == 0
        with pytest.raises(NotFound):
            reviewing.waiting_dataset(session, "shelters", PUBLISHER)


def test_another_person_with_the_right_makes_it_public(services, university):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)

    act(services, REVIEWER, reviewing.approve, now(services).revision)

    dataset = now(services)
    assert (dataset.state, dataset.submitted_at) == (State.PUBLISHED, None)
    with services.reading() as session:
        told = [(event.action, event.actor) for event in reviewing.events(session, dataset.id)]
        acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told == [("approve", REVIEWER.name), ("submit", PUBLISHER.name)]
    assert acts == ["receive", "submit", "approve", "publish"]


def test_nobody_approves_what_they_handed_in_changed_or_submitted_themselves(services, university):
    hand_in(services, REVIEWER)

    assert act(services, REVIEWER, publishing.publish) is False
    with pytest.raises(NotAllowed):
        act(services, REVIEWER, reviewing.approve, now(services).revision)
    act(services, OTHER, describing.describe, Description(title={"ja": "直した"}))
    with pytest.raises(NotAllowed):
        act(services, OTHER, reviewing.approve, now(services).revision)
    with pytest.raises(NotAllowed):
        act(services, PUBLISHER, reviewing.approve, now(services).revision)
    assert now(services).state is State.IN_REVIEW


def test_what_has_changed_since_the_reviewer_looked_is_looked_at_once_more(services, university):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)
    seen = now(services).revision

    hand_in(services, csv=CSV)

    with pytest.raises(InvalidMove):
        act(services, REVIEWER, reviewing.approve, seen)


def test_what_is_sent_back_is_a_draft_with_the_reason(services, university):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)

    with pytest.raises(InvalidMove):
        act(services, REVIEWER, reviewing.send_back, " ")
    act(services, REVIEWER, reviewing.send_back, "単位を書いてください")

    dataset = now(services)
    assert (dataset.state, dataset.returned_reason) == (State.DRAFT, "単位を書いてください")
    act(services, PUBLISHER, reviewing.submit)
    assert now(services).returned_reason == ""


def test_a_new_version_waits_and_the_old_one_stays_public(services, university):
    published(services)

    hand_in(services, csv=CSV)

    dataset = now(services)
    assert (dataset.state, dataset.distributions[0].current_number) == (State.PUBLISHED, 1)
    assert dataset.submitted_by == PUBLISHER.name
    act(services, REVIEWER, reviewing.approve, dataset.revision)
    assert now(services).distributions[0].current_number == 2


def test_what_was_sent_back_does_not_come_again_by_itself(services, university):
    published(services)
    hand_in(services, csv=CSV)
    act(services, REVIEWER, reviewing.send_back, "列がたりません")

    act(services, SYSTEM, publishing.settle)
    assert now(services).submitted_at is None

    hand_in(services, csv=CSV + "東,中央,30\n")
    assert now(services).submitted_at is not None


def test_words_about_public_data_are_held_until_they_are_approved(services, university):
    published(services)
    wanted = Description(
        title={"ja": "新しい題名"}, columns={"shelters": {"定員": {"ja": "入れる人数"}}}
    )

    act(services, PUBLISHER, describing.describe, wanted)

    held = now(services)
    assert (held.title["ja"], held.proposed["title"]) == ("避難所一覧", {"ja": "新しい題名"})
    assert held.distributions[0].column_notes == {}
    act(services, REVIEWER, reviewing.approve, held.revision)
    shown = now(services)
    assert (shown.title, shown.proposed) == ({"ja": "新しい題名"}, {})
    assert shown.distributions[0].column_notes == {"定員": {"ja": "入れる人数"}}


def test_harvested_data_wait_too_with_each_new_version_and_each_new_title(services, university):
    harvested = {
        "provenance": Provenance(kind="folder", source="univ-folder", identifier="shelters.csv"),
        "publish": True,
    }
    hand_in(services, SYSTEM, **harvested)
    assert now(services).state is State.IN_REVIEW
    act(services, REVIEWER, reviewing.approve, now(services).revision)

    hand_in(services, SYSTEM, csv=CSV, title="書きかえ", **harvested)

    dataset = now(services)
    assert dataset.distributions[0].current_number == 1
    assert dataset.title["ja"] == "避難所一覧"
    act(services, REVIEWER, reviewing.approve, dataset.revision)
    assert now(services).title["ja"] == "書きかえ"


def test_withdrawn_data_come_back_only_through_a_review(services, university):
    published(services)
    act(services, PUBLISHER, publishing.withdraw, "まちがい")

    act(services, PUBLISHER, publishing.publish)

    assert now(services).state is State.WITHDRAWN
    act(services, REVIEWER, reviewing.approve, now(services).revision)
    assert now(services).state is State.PUBLISHED


def test_reviewers_and_publishers_can_read_what_was_said(services, university):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)

    act(services, OTHER, reviewing.comment, "出典は確かめました")

    with services.reading() as session:
        assert reviewing.events(session, now(services).id)[0].text == "出典は確かめました"
    with pytest.raises(NotAllowed):
        act(services, PUBLISHER, reviewing.comment, "はい")


def test_who_reviews_for_another_organization_sees_nothing(services, university):
    hand_in(services)
    act(services, PUBLISHER, publishing.publish)
    elsewhere = Actor("x@city.example", {Permission.REVIEW}, {"kikikanri"})

    with services.reading() as session:
        assert list(reviewing.waiting(session, elsewhere)) == []
    with pytest.raises(NotAllowed):
        act(services, elsewhere, reviewing.approve, now(services).revision)
