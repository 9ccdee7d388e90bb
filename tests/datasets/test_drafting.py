from datetime import timedelta

import pytest

from datasets import drafting, erasure, queries
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import NotAllowed, TooLarge
from tests import factories

EDITOR = Actor("editor@example.jp", frozenset({Permission.EDIT}), frozenset({"kikikanri"}))
OTHER = Actor("other@example.jp", frozenset({Permission.EDIT}), frozenset({"kikikanri"}))
TYPED = {"title_ja": "避難所", "themes": ["bousai", "shisetsu"]}


@pytest.fixture
def dataset(services):
    return factories.received(services, publish=False)


def keep(services, dataset, typed=TYPED, actor=EDITOR, page="describe"):
    with services.begin(actor) as uow:
        drafting.keep(uow, page, typed, dataset)


def kept(services, dataset, actor=EDITOR, page="describe"):
    with services.reading() as session:
        found = drafting.kept(session, actor, page, dataset)
    return found.typed if found else None


def test_what_was_typed_last_is_offered_back_to_who_typed_it_alone(services, dataset):
    keep(services, dataset, {"title_ja": "ひなん"})
    keep(services, dataset)

    assert kept(services, dataset) == TYPED
    assert kept(services, dataset, OTHER) is None
    assert kept(services, None) is None


def test_what_was_sent_is_forgotten(services, dataset):
    keep(services, dataset)
    keep(services, None, page="upload")

    with services.begin(EDITOR) as uow:
        drafting.forget(uow, "describe", dataset)

    assert kept(services, dataset) is None
    assert kept(services, None, page="upload") == TYPED


def test_nothing_is_kept_of_data_one_may_not_edit_nor_more_than_a_form_takes(services, dataset):
    stranger = Actor("stranger", frozenset({Permission.EDIT}), frozenset({"zaisei"}))
    nobody = Actor("nobody", frozenset(), frozenset())

    with pytest.raises(NotAllowed):
        keep(services, dataset, actor=stranger)
    with pytest.raises(NotAllowed):
        keep(services, None, actor=nobody)
    with pytest.raises(TooLarge):
        keep(services, dataset, {"title_ja": "あ" * 200_001})


def test_what_nobody_came_back_to_is_forgotten_and_no_more_than_fifty_are_kept(services, dataset):
    for number in range(drafting.MOST_OF_ONE_PERSON + 3):
        keep(services, None, page=f"page-{number}")
    assert kept(services, None, page="page-0") is None

    with services.begin(SYSTEM) as uow:
        uow.now += timedelta(days=drafting.KEPT_DAYS + 1)
        drafting.forget_old(uow)

    assert kept(services, None, page="page-52") is None


def test_an_erasure_forgets_what_was_typed(services, dataset):
    keep(services, dataset)

    with services.begin(SYSTEM) as uow:
        found = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        erasure.erase(uow, found, reason="漏えい", typed="shelters")

    assert kept(services, dataset) is None
