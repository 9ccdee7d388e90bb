"""The made city: four towns harvested over real HTTP, all of it public but what waits."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from apps_gallery.models import AppState, CitizenApp
from datasets.kernel.jobs import job_counts
from datasets.models.dataset import Dataset, State
from datasets.models.organization import Organization
from datasets.vocabulary import THEME_BY_CODE
from harvesters.models import HarvestRun, HarvestSource, RunState
from portal.demo.cities import CITIES, NEIGHBOURS
from portal.demo.recipes import holdings
from portal.wiring import Services
from tests.browser import Browser


def shown(session: Session) -> list[Dataset]:
    return list(session.scalars(select(Dataset).where(Dataset.state == State.PUBLISHED)))


def test_more_than_three_hundred_datasets_are_public_and_none_was_refused(
    made_city: Services,
) -> None:
    with made_city.reading() as session:
        public = {dataset.slug for dataset in shown(session)}
        failed = job_counts(session).get("failed", 0)

    assert len(public) >= 300
    assert failed == 0
    wanted = {dataset.slug for city in CITIES.values() for dataset in holdings(city)}
    assert wanted - public == {"river-creatures"}


def test_what_a_residents_group_hands_in_waits_for_a_review(made_city: Services) -> None:
    with made_city.reading() as session:
        waiting = session.scalars(select(Dataset).where(Dataset.slug == "river-creatures")).one()

    assert waiting.state is State.IN_REVIEW


def test_every_theme_has_data_of_every_town(made_city: Services) -> None:
    with made_city.reading() as session:
        pairs = session.execute(
            select(Organization.area_code, Dataset.themes)
            .join(Dataset, Dataset.organization_id == Organization.id)
            .where(Dataset.state == State.PUBLISHED)
        ).all()
    found = {(code, theme) for code, themes in pairs for theme in themes}

    for city in CITIES.values():
        assert {theme for code, theme in found if code == city.code} == set(THEME_BY_CODE)


def test_no_two_public_datasets_have_the_same_title(made_city: Services) -> None:
    with made_city.reading() as session:
        titles = Counter(dataset.title["ja"] for dataset in shown(session))

    assert [title for title, count in titles.items() if count > 1] == []


def test_the_neighbours_were_harvested_by_three_kinds_over_http(made_city: Services) -> None:
    with made_city.reading() as session:
        found = session.execute(
            select(HarvestSource.kind, HarvestSource.url, HarvestRun.state)
            .join(HarvestRun, HarvestRun.source_id == HarvestSource.id)
            .where(HarvestSource.organization_slug.in_([city.slug for city in NEIGHBOURS]))
        ).all()

    assert {kind for kind, _, _ in found} == {"ckan", "listing", "folder"}
    assert all(url.startswith("http://127.0.0.1:") for _, url, _ in found)
    assert {state for _, _, state in found} == {RunState.COMPLETE}


def test_more_than_fifty_apps_are_in_the_gallery(made_city: Services, visitor: Browser) -> None:
    with made_city.reading() as session:
        approved = select(func.count(CitizenApp.id)).where(CitizenApp.state == AppState.APPROVED)
        count = session.scalars(approved).one()

    page = visitor.get("/ja/apps/")

    assert count >= 50
    assert page.status == 200
    assert "グラフで見るまち" in page.text


def test_the_front_page_begins_with_the_app_that_draws_and_shows_what_people_wish(
    visitor: Browser,
) -> None:
    page = visitor.get("/ja/")

    apps = [href for href in page.links() if href.startswith("/ja/apps/") and href[-1] != "/"]
    assert apps[0].startswith("/ja/apps/graph-")
    assert (
        sum(href.startswith("/ja/requests/") and href[-1].isdigit() for href in page.links()) == 3
    )
