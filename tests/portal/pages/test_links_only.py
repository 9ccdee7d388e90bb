from dataclasses import replace

import pytest

from datasets import intake, pipeline, queries
from datasets.drafts import DistributionDraft
from datasets.kernel.actors import SYSTEM
from datasets.kernel.messages import Message
from tests import factories
from tests.harvesters.making import TABLE, run, source
from tests.harvesters.serving import CkanCity, package, resource, served


@pytest.fixture
def harvested(services):
    page = resource("page", format="HTML", url="{here}/guide.html")
    city = CkanCity(
        [package("guide", resources=[page]), package("aed", resources=[resource("aed"), page])],
        {"/files/aed.csv": TABLE.encode()},
    )
    with served(city) as address:
        run(services, source(services, address, "ckan"))


@pytest.mark.parametrize("slug", ["guide", "aed"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_dataset_of_which_only_a_link_is_kept_has_a_page(resident, harvested, slug, locale):
    page = resident.get(f"/{locale}/dataset/{slug}")

    assert f"{slug}一覧" in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/datasets",
        "/api/v1/datasets/guide",
        "/api/v1/datasets/aed",
        "/dataset/guide/datapackage.json",
        "/ja/search",
        "/ja/",
        "/ja/orgs/machi",
    ],
)
def test_links_break_nothing_else(client, harvested, address):
    assert client.get(address, follow_redirects=True).status_code == 200


PAGE = "https://www.city.example.jp/guide.html"
REASON = "It is a web page or a service, so only the link is kept."


def link(**given):
    values = {
        "filename": "guide.html",
        "uri": PAGE,
        "identifier": "guide",
        "title": {"ja": "しおり"},
        "format_text": "HTML",
        "link_reason": Message(REASON),
    }
    return DistributionDraft(**(values | given))


@pytest.fixture
def linked(services):
    """A public dataset that has links, and the files of the factory's if that is wished."""

    def make(*links, files=False):
        draft = factories.draft(services)
        with services.begin(SYSTEM) as uow:
            kept = draft.files if files else ()
            intake.receive(uow, replace(draft, files=(*kept, *links)))
        factories.prepare_all(services, "shelters")

    return make


def test_data_that_are_only_links_lead_to_their_publisher(resident, linked):
    linked(link(), link(filename="b.pdf", uri=f"{PAGE}?b", identifier="b", format_text="PDF"))

    page = resident.get("/ja/dataset/shelters")

    buttons = [e for e in page.all("a") if (e.get("class") or "").split()[:1] == ["button"]]
    primary = [e for e in buttons if e.get("class") == "button"]
    assert [e.get("href") for e in primary] == [PAGE]
    assert {e.get("rel") for e in buttons if e.get("href") in (PAGE, f"{PAGE}?b")} == {
        "nofollow noopener"
    }
    assert page.texts("h3")[:2] == ["しおり", "しおり"]
    assert "HTML · www.city.example.jp" in page.text
    assert "リンクだけを載せています" in page.text


def test_links_stand_below_the_files(resident, linked):
    linked(link(), files=True)

    page = resident.get("/ja/dataset/shelters")

    assert len(page.all("section", id="links")) == 1
    assert any(url.startswith("/d/shelters/shelters.csv") for url in page.links())


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.jp/b", ""])
def test_nobody_is_led_to_an_address_that_is_not_of_the_web(resident, linked, address):
    linked(link(uri=address))

    page = resident.get("/ja/dataset/shelters")

    assert address not in page.links() or not address
    assert not page.all("a", rel="nofollow noopener")
    assert "しおり" in page.texts("h3")


def test_a_list_says_that_there_are_links_and_promises_no_freshness(services, resident, linked):
    linked(link())
    pipeline.index(factories.workshop(services))

    page = resident.get("/en/orgs/kikikanri")

    (card,) = page.texts("article")
    assert "link (HTML)" in card
    assert "See the links" in card
    assert "Kept by its publisher" in card
    assert "Updated" not in card


def test_a_program_gets_the_links(client, linked):
    linked(link())

    shown = client.get("/api/v1/datasets/shelters").json

    assert shown["files"] == []
    assert (shown["missing_since"], shown["links"]) == (
        None,
        [
            {
                "name": "guide",
                "title": {"ja": "しおり", "en": None},
                "description": {"ja": None, "en": None},
                "format": "HTML",
                "url": PAGE,
                "reason": REASON,
                "missing_since": None,
            }
        ],
    )


def test_what_its_source_no_longer_lists_says_so_and_stays(resident, client, services, published):
    published()
    before = resident.get("/en/dataset/shelters")
    with services.begin(SYSTEM) as uow:
        queries.staff_dataset(uow.session, "shelters", SYSTEM).missing_since = factories.NOW

    page = resident.get("/en/dataset/shelters")

    assert "No longer in the list" not in before.text
    told = "No longer in the list of its source (November 1, 2026). It can still be used here."
    assert told in page.text
    shown = client.get("/api/v1/datasets/shelters").json
    assert shown["missing_since"] == "2026-11-01T00:00:00Z"


def test_a_file_that_its_source_no_longer_names_says_so(resident, services, published):
    published()
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        dataset.distributions[0].missing_since = factories.NOW
        dataset.revision += 1

    page = resident.get("/en/dataset/shelters")

    assert "No longer in the list of its source (November 1, 2026)" in page.text
