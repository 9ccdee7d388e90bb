"""A new version of what is public: what it changes is kept, and much of it waits for a person."""

import pytest

from datasets import changes, erasure, publishing, queries, replacing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidMove, LargeChange
from datasets.models.distribution import Hold
from datasets.tables.difference import Difference
from tests import factories

HEAD = "ID,名称,定員\n"
ROWS = [f"A{n:02},第{n}小学校,{100 + n}\n" for n in range(20)]
ALL = HEAD + "".join(ROWS)


def dataset(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM)


def newest(services):
    return dataset(services).distributions[0].versions[-1]


def public_number(services):
    return dataset(services).distributions[0].current_number


def kept(services, version):
    with services.reading() as session:
        return changes.of_versions(session, [version.id]).get(version.id)


def test_a_small_change_goes_public_and_is_kept_with_its_version(services):
    factories.published(services, csv=ALL)
    factories.received(services, csv=HEAD + "".join(ROWS[1:]) + "A99,公民館,5\n")

    told = kept(services, newest(services))

    assert public_number(services) == 2
    assert (told.before_number, told.added, told.changed, told.removed) == (1, 1, 0, 1)
    assert Difference.from_json(told.detail).added_rows[0].cells[1].text == "公民館"


@pytest.mark.parametrize(
    ("csv", "what"),
    [
        (HEAD + "".join(ROWS[6:]), "6 of 20 rows are gone (30 per cent)."),
        ("ID,名称\n" + "".join(f"A{n:02},第{n}小学校\n" for n in range(20)), "定員"),
        (
            HEAD + "".join(f"A{n:02},{n}番小学校,{n}\n" for n in range(20)),
            "67 per cent of what stood there changed.",
        ),
        (HEAD, "20 of 20 rows are gone (100 per cent)."),
    ],
    ids=["rows", "column", "cells", "all"],
)
def test_a_large_change_waits_and_what_is_public_stays(services, csv, what):
    factories.published(services, csv=ALL)
    factories.received(services, csv=csv)

    with services.reading() as session:
        (told,) = changes.large(
            session, [(dataset(services).distributions[0], newest(services))]
        ).values()
    assert what in str(told[0])
    assert (public_number(services), newest(services).hold) == (1, Hold.LARGE)
    with services.begin(SYSTEM) as uow:
        found = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        with pytest.raises(LargeChange):
            publishing.publish(uow, found)
        publishing.publish(uow, found, agreed=True)
    assert (public_number(services), newest(services).hold) == (2, Hold.NONE)


def test_five_rows_or_a_tenth_are_no_large_change(services):
    factories.published(services, csv=ALL)

    factories.received(services, csv=HEAD + "".join(ROWS[5:]))

    assert public_number(services) == 2


def test_a_table_that_is_none_any_more_waits(services):
    factories.published(services, filename="a.json", content=b'[{"a": 1}, {"a": 2}]')

    factories.received(services, filename="a.json", content=b'"text"')

    assert newest(services).table_key is None
    assert (public_number(services), newest(services).hold) == (1, Hold.LARGE)


def test_what_is_set_aside_does_not_come_back_by_itself(services):
    factories.published(services, csv=ALL)
    factories.received(services, csv=HEAD)
    with services.begin(SYSTEM) as uow:
        replacing.set_aside(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))

    factories.received(services, csv=HEAD)

    assert (public_number(services), len(dataset(services).distributions[0].versions)) == (1, 2)
    with services.begin(SYSTEM) as uow, pytest.raises(InvalidMove):
        replacing.set_aside(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))
    factories.received(services, csv=HEAD + "".join(ROWS[1:]))
    assert public_number(services) == 3


def test_an_erasure_destroys_what_was_kept_of_cells(services):
    factories.published(services, csv=ALL)
    factories.received(services, csv=HEAD + "".join(ROWS[1:]))
    second = newest(services)
    first = dataset(services).distributions[0].versions[0]
    assert kept(services, second)

    with services.begin(SYSTEM) as uow:
        found = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        erasure.erase(uow, found, reason="漏えい", typed="shelters", version_id=first.id)

    assert kept(services, second) is None
