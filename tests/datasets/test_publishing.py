import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from datasets import publishing, queries, states
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import DisclosureBlocked, DomainError, InvalidMove, NotAllowed
from datasets.models.dataset import State
from tests import factories

NUMBERS = "名称,携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))


def dataset(uow, slug="shelters"):
    return queries.staff_dataset(uow.session, slug, SYSTEM)


def publish(services, actor=SYSTEM):
    with services.begin(actor) as uow:
        publishing.publish(uow, dataset(uow))


def withdraw(services, reason="誤りがありました", actor=SYSTEM):
    with services.begin(actor) as uow:
        publishing.withdraw(uow, dataset(uow), reason)


def state(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM).state


def test_a_dataset_that_wants_to_is_public_once_its_files_are_ready(services):
    received = factories.received(services)

    assert received.state is State.PUBLISHED
    assert received.published_at is not None
    assert [file.current_number for file in received.distributions] == [1]


def test_a_dataset_that_does_not_want_to_waits_for_a_person(services):
    factories.received(services, publish=False)
    assert state(services) is State.DRAFT

    publish(services)

    assert state(services) is State.PUBLISHED


def test_who_may_only_edit_neither_publishes_nor_withdraws(services):
    factories.received(services, publish=False)
    editor = Actor("editor", frozenset({Permission.EDIT}), None)

    with pytest.raises(NotAllowed):
        publish(services, editor)
    publish(services)
    with pytest.raises(NotAllowed):
        withdraw(services, actor=editor)


def test_who_publishes_for_one_organization_does_not_for_another(services):
    factories.received(services, publish=False)
    elsewhere = Actor("publisher", frozenset(Permission), frozenset({"zaisei"}))

    with pytest.raises(NotAllowed):
        publish(services, elsewhere)


def test_nothing_is_published_while_its_files_are_checked(services):
    with services.begin(SYSTEM) as uow:
        factories.intake.receive(uow, factories.draft(services))

    with pytest.raises(InvalidMove):
        publish(services)


def test_nothing_is_published_of_which_no_file_could_be_read(services):
    factories.received(services, content=b"%PDF-1.7", filename="list.csv")

    with pytest.raises(InvalidMove):
        publish(services)
    assert state(services) is State.DRAFT


def test_a_question_that_is_open_stands_in_the_way(services):
    factories.received(services, csv=NUMBERS)
    assert state(services) is State.IN_REVIEW

    with pytest.raises(DisclosureBlocked):
        publish(services)


def test_a_dataset_is_withdrawn_only_with_a_reason_that_readers_see(services):
    factories.received(services)

    with pytest.raises(InvalidMove):
        withdraw(services, " ")
    withdraw(services)

    with services.reading() as session:
        withdrawn = queries.staff_dataset(session, "shelters", SYSTEM)
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert (withdrawn.state, withdrawn.withdrawn_reason) == (State.WITHDRAWN, "誤りがありました")
    assert actions == ["receive", "publish", "withdraw"]


def test_a_withdrawn_dataset_comes_back_only_by_a_person(services):
    factories.received(services)
    withdraw(services)

    factories.received(services, csv="名称,地区,定員\n北,中央,10\n")
    assert state(services) is State.WITHDRAWN

    publish(services)
    assert state(services) is State.PUBLISHED


def test_a_new_version_becomes_the_public_one_and_the_old_one_stays(services):
    factories.received(services)
    factories.received(services, csv="名称,地区,定員\n北,中央,10\n")

    with services.reading() as session:
        found = queries.public_dataset(session, "shelters")
    assert queries.public_file(found, "shelters").version.number == 2
    assert queries.public_file(found, "shelters", 1).version.rows == 3


def test_a_new_version_that_is_refused_leaves_the_old_one_public(services):
    factories.received(services)
    factories.received(services, content=b"%PDF-1.7")

    with services.reading() as session:
        found = queries.public_dataset(session, "shelters")
    assert queries.public_file(found, "shelters").version.number == 1


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.sampled_from(["publish", "withdraw", "file"]), max_size=5))
def test_states_never_leave_their_table(services, moves):
    factories.received(services, slug="shelters", publish=False)
    before = state(services)

    for number, move in enumerate(moves):
        try:
            if move == "file":
                factories.received(services, csv=f"名称,地区,定員\n{number},中央,10\n")
            else:
                {"publish": publish, "withdraw": withdraw}[move](services)
        except DomainError:
            assert state(services) is before
        after = state(services)
        assert after is before or (before, after) in states.MOVES
        before = after
