"""The neighbours' sites, over real HTTP, asked by the ordinary harvesters."""

from collections.abc import Iterator

import httpx2
import pytest

from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.kernel.http_client import HttpClient
from harvesters import registry
from harvesters.base import Harvester, Place, read_options
from harvesters.models import HarvestSource
from portal.demo.citizens import CitizenSite, citizen_apps
from portal.demo.city import add_neighbours, settle
from portal.demo.neighbours import CitySite, neighbours
from portal.demo.recipes import holdings
from portal.demo.servers import port_of, serving
from portal.wiring import Services


@pytest.fixture(params=range(3), ids=["ckan", "listing", "folder"])
def site(request: pytest.FixtureRequest) -> Iterator[CitySite]:
    with serving(neighbours()[request.param]) as served:
        assert isinstance(served, CitySite)
        yield served


@pytest.fixture
def source(services: Services, site: CitySite) -> HarvestSource:
    with services.begin(SYSTEM) as uow:
        settle(uow)
        return add_neighbours(uow, [site])[0]


def harvester(source: HarvestSource, http: HttpClient) -> Harvester[object]:
    kind = registry.kind(source.kind)
    place = Place(slug="it", url=source.url, organization=OrganizationDraft(slug="it"))
    return kind(place, read_options(kind.options_type, source.options), http)


def test_a_harvester_finds_every_dataset_with_all_its_files(
    site: CitySite, source: HarvestSource
) -> None:
    with HttpClient(allow_loopback=True) as http:
        asked = harvester(source, http)
        drafts = [asked.read(record) for record in asked.discover()]

    published = {dataset.title["ja"]: dataset for dataset in holdings(site.city)}
    assert {draft.title["ja"] for draft in drafts} == published.keys()
    for draft in drafts:
        dataset = published[draft.title["ja"]]
        assert len(draft.files) == len(dataset.files)
        assert dataset.theme in draft.themes
        assert draft.frequency == dataset.frequency
        assert " ".join(draft.keywords).split() == " ".join(dataset.keywords).split()


def test_a_file_is_not_sent_twice(site: CitySite, source: HarvestSource) -> None:
    with HttpClient(allow_loopback=True) as http:
        asked = harvester(source, http)
        draft = asked.read(next(iter(asked.discover())))
        url = draft.files[0].url
        assert url is not None
        first = http.get(url)
        again = http.get(url, etag=first.etag)

    assert first.status == 200
    assert first.last_modified
    assert again.status == 304
    assert again.body == b""


def test_a_source_follows_its_site_to_another_port(services: Services, site: CitySite) -> None:
    with services.begin(SYSTEM) as uow:
        settle(uow)
        before = add_neighbours(uow, [site])[0].id
    site.url = site.url.replace("127.0.0.1", "localhost")

    with services.begin(SYSTEM) as uow:
        moved = add_neighbours(uow, [site])[0]

    assert moved.id == before
    assert moved.url.startswith("http://localhost")


def test_a_page_past_the_end_of_the_list_is_empty() -> None:
    with serving(neighbours()[0]) as site, httpx2.Client(base_url=site.url) as client:
        past = client.get("/api/3/action/package_search?start=1000&rows=50").json()
        one = client.get("/api/3/action/package_show?id=sakurano-aed").json()
        none = client.get("/api/3/action/package_show?id=nothing")

    assert past["result"]["results"] == []
    assert past["result"]["count"] == len(holdings(neighbours()[0].city))
    assert one["result"]["title_translated"]["en"] == "AED locations, Sakurano City"
    assert none.status_code == 404


def test_what_is_not_there_is_not_found(site: CitySite) -> None:
    for path in ("/", "/nothing", "/data/none/dataset.json", "/opendata/none/none.csv"):
        assert httpx2.get(site.url + path).status_code == 404


def test_a_port_that_is_taken_is_left_alone() -> None:
    one, other = CitizenSite("http://portal.example"), CitizenSite("http://portal.example")
    with serving(one), serving(other, port_of(one)):
        assert port_of(other) != port_of(one)


def test_every_app_of_a_citizen_has_a_page_of_its_own() -> None:
    with serving(CitizenSite("http://portal.example")) as site:
        assert isinstance(site, CitizenSite)
        pages = {slug: httpx2.get(site.address(slug)).text for slug in citizen_apps()}

    assert len(set(pages.values())) == len(pages) >= 10
    for slug, page in pages.items():
        assert citizen_apps()[slug]["ja"][0] in page
        assert "http://portal.example/api/v1/datasets/" in page
        assert "%" not in page.split("<style>")[0]
