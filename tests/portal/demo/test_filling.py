"""How the demo goes on from an empty portal; no job runs here."""

from datetime import timedelta

from sqlalchemy import func, select

from datasets.kernel.jobs import how_far
from datasets.models.dataset import Dataset
from harvesters.models import HarvestSource
from portal.accounts import people
from portal.accounts.models import User
from portal.demo import filling
from portal.demo.apps import wanted
from portal.demo.city import OTHERS, STAFF_EMAIL, STAFF_PASSWORD
from portal.mail import GalleryPost
from portal.wiring import Services


def begun(services: Services, *, alone: bool) -> filling.Filled:
    with filling.surroundings(services, alone=alone) as around:
        filling.begin(services, around, alone=alone)
        return filling.go_on(services, around, GalleryPost(services.settings))


def test_beginning_again_adds_nothing_twice(services: Services) -> None:
    begun(services, alone=False)
    with services.reading() as session:
        before = [session.scalars(select(func.count(t.id))).one() for t in (HarvestSource, User)]

    begun(services, alone=False)

    with services.reading() as session:
        after = [session.scalars(select(func.count(t.id))).one() for t in (HarvestSource, User)]
    assert before == after


def test_the_neighbours_stay_where_they_were(services: Services) -> None:
    urls = []
    for _ in range(2):
        with filling.surroundings(services) as around:
            urls.append([site.url for site in (*around.neighbours, around.citizens)])

    assert urls[0] == urls[1]


def test_it_says_how_far_it_is(services: Services) -> None:
    filled = begun(services, alone=False)

    since = services.clock.now() - timedelta(minutes=5)
    with services.reading() as session:
        done, total = how_far(session, "harvest", since)
    assert (filled.datasets, filled.apps) == (0, 0)
    assert filled.all_datasets >= 300
    assert filled.all_apps == wanted() >= 50
    assert not filled.is_idle
    assert (done, total) == (0, total)
    assert total > 20


def test_the_home_city_alone_asks_no_neighbour(services: Services) -> None:
    begun(services, alone=True)

    with services.reading() as session:
        kinds = set(session.scalars(select(HarvestSource.kind)))
        uploads = session.scalars(select(func.count(Dataset.id))).one()
    assert kinds == {"folder"}
    assert uploads == 3


def test_an_administrator_a_publisher_and_a_reviewer_may_sign_in(services: Services) -> None:
    begun(services, alone=True)

    with services.reading() as session:
        for email in (STAFF_EMAIL, *(email for email, *_ in OTHERS)):
            assert people.sign_in(session, email, STAFF_PASSWORD).is_active
