import shutil

import pytest
from sqlalchemy import select

from datasets import indexing, publishing, queries
from datasets.kernel.actors import SYSTEM
from datasets.models.dataset import Dataset
from datasets.search.index import SearchQuery
from portal.wiring import wire
from tests import factories


def follow(services):
    return indexing.follow(services.sessions, services.index)


def found(services, text=""):
    fresh = wire(services.settings)  # as another process sees it
    slugs = {hit.slug for hit in fresh.index.search(SearchQuery(text=text)).hits}
    fresh.engine.dispose()
    return slugs


@pytest.fixture
def catalogue(services):
    factories.received(services)
    factories.received(services, slug="hidden", title="下書き", publish=False)
    follow(services)
    return services


def test_what_is_public_can_be_found_and_drafts_cannot(catalogue):
    assert found(catalogue) == {"shelters"}
    assert found(catalogue, "避難所") == {"shelters"}
    assert found(catalogue, "下書き") == set()


def test_columns_and_summaries_can_be_found(catalogue):
    assert found(catalogue, "定員") == {"shelters"}
    assert found(catalogue, "shelters of the city") == {"shelters"}


def test_an_index_that_is_up_to_date_costs_nothing(catalogue):
    assert follow(catalogue) == 0


def test_what_is_withdrawn_leaves_the_index(catalogue):
    with catalogue.begin(SYSTEM) as uow:
        shelters = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        publishing.withdraw(uow, shelters, "誤りがありました")

    assert follow(catalogue) == 1
    assert found(catalogue) == set()


def test_a_changed_title_is_found_and_the_old_one_is_not(catalogue):
    factories.received(catalogue, title="給水拠点", title_en="Water", summary={}, keywords=())

    follow(catalogue)

    assert found(catalogue, "給水拠点") == {"shelters"}


def test_a_lost_index_is_built_anew(catalogue):
    shutil.rmtree(catalogue.settings.home / "index")
    fresh = wire(catalogue.settings)

    indexing.follow(fresh.sessions, fresh.index)

    fresh.engine.dispose()
    assert found(catalogue) == {"shelters"}


def test_a_rebuilt_index_finds_the_same(catalogue):
    assert indexing.rebuild(catalogue.sessions, catalogue.index) == 1

    assert found(catalogue) == {"shelters"}


def test_killed_before_it_was_noted_the_index_is_written_again(catalogue):
    with catalogue.begin(SYSTEM) as uow:
        for dataset in uow.session.scalars(select(Dataset)):
            dataset.indexed_revision = 0

    assert follow(catalogue) == 2
    assert found(catalogue) == {"shelters"}
