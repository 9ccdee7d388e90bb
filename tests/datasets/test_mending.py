"""What staff decide on how a file is mended."""

import pytest

from datasets import intake, mending, queries, replacing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidMove, NotFound
from datasets.models.distribution import Stage
from datasets.repair.offers import offer_key
from tests import factories

SENT = '番号,名称,人口\n1,北区,"1,000"\n2,南区,"2,000"\n'
THOUSANDS = offer_key("thousands", ["人口"])


def clean(services, version):
    return services.files.path(version.clean_sha256).read_text()


def newest(services, slug="shelters"):
    with services.reading() as session:
        return queries.staff_dataset(session, slug, SYSTEM).distributions[0].versions[-1]


def offers(services, version):
    with services.reading() as session:
        return {o["key"]: o for o in queries.quality_report(session, version.id).offers}


@pytest.fixture
def draft(services):
    return factories.received(services, csv=SENT, publish=False)


def choose(services, version, choices):
    with services.begin(SYSTEM) as uow:
        mending.choose(uow, version.id, choices)
    factories.prepare_all(services, "shelters")
    return newest(services)


def test_every_repair_is_an_offer_with_its_examples(services, draft):
    offer = offers(services, newest(services))[THOUSANDS]

    assert (offer["taken"], offer["doubtful"], offer["cell_count"]) == (True, False, 2)
    assert offer["examples"][0] == {"row": 2, "column": "人口", "before": "1,000", "after": "1000"}


def test_a_repair_that_is_switched_off_leaves_the_cells_as_they_came(services, draft):
    before = newest(services)

    version = choose(services, before, {THOUSANDS: False})

    assert '"1,000"' in clean(services, version)
    assert not offers(services, version)[THOUSANDS]["taken"]
    assert version.table_key != before.table_key
    assert version.made_before == [
        {"table_key": before.table_key, "clean_sha256": before.clean_sha256}
    ]
    assert services.tables.has(before.table_key)


def test_a_repair_that_is_switched_on_again_makes_the_first_table(services, draft):
    before = newest(services)
    choose(services, before, {THOUSANDS: False})

    version = choose(services, before, {THOUSANDS: True})

    assert version.clean_sha256 == before.clean_sha256


def test_what_was_chosen_holds_for_the_next_file(services, draft):
    choose(services, newest(services), {THOUSANDS: False})
    file = factories.draft(services, csv=SENT.replace("2,000", "3,000")).files[0]

    with services.begin(SYSTEM) as uow:
        replacing.take(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM), file)
    factories.prepare_all(services, "shelters")

    version = newest(services)
    assert version.number == 2
    assert '"3,000"' in clean(services, version)


def test_a_public_version_stays_as_it_is(services):
    factories.published(services, csv=SENT)

    with services.begin(SYSTEM) as uow, pytest.raises(InvalidMove):
        mending.choose(uow, newest(services).id, {THOUSANDS: False})


def test_only_what_is_offered_can_be_chosen(services, draft):
    with services.begin(SYSTEM) as uow, pytest.raises(NotFound):
        mending.choose(uow, newest(services).id, {offer_key("thousands", ["名称"]): True})


def test_while_a_file_is_checked_nothing_is_chosen(services):
    with services.begin(SYSTEM) as uow:
        intake.receive(uow, factories.draft(services, csv=SENT))
    version = newest(services)
    assert version.stage is Stage.STORED

    with services.begin(SYSTEM) as uow, pytest.raises(InvalidMove):
        mending.choose(uow, version.id, {})
