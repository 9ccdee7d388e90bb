from datasets.kernel.actors import SYSTEM
from harvesters import sources
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

PLACES = ("", "/files", "/check", "/describe", "/safety", "/preview", "/page")


def test_nobody_enters_without_signing_in(client):
    for place in ("/", "/data/new", "/data/shelters", "/harvest"):
        answer = client.get(f"/staff{place}")

        assert answer.status_code == 302
        assert answer.location.startswith("/staff/sign-in?next=")


def test_data_of_another_office_are_as_unknown_as_what_is_not_there(colleague, services: Services):
    dataset = factories.received(services, publish=False)
    stranger = colleague("shimin")
    version = dataset.distributions[0].versions[0].id

    for place in PLACES:
        theirs = stranger.get(f"/staff/data/shelters{place}")
        missing = stranger.get(f"/staff/data/nothing{place}")
        assert theirs.status == missing.status == 404
    assert stranger.client.get(f"/staff/data/shelters/original/{version}").status_code == 404
    assert "避難所" not in stranger.get("/staff/").text


def test_nothing_can_be_done_to_data_of_another_office(colleague, services: Services):
    factories.published(services)
    stranger = colleague("shimin")
    page = stranger.get("/staff/data/new")

    for action in ("publish", "withdraw", "describe"):
        answer = stranger.submit(page, f"/staff/data/shelters/{action}", reason="x", title_ja="x")
        assert answer.status == 404

    assert stranger.client.get("/api/v1/datasets/shelters").status_code == 200


def test_who_works_for_one_office_publishes_for_no_other(colleague, services: Services):
    factories.published(services)
    stranger = colleague("shimin")

    page = stranger.get("/staff/data/new")

    offered = [option.get("value") for option in page.all("option")]
    assert offered == ["shimin"]


def test_the_desk_lists_what_waits_and_in_which_state_everything_is(
    staff: Browser, services: Services
):
    factories.published(services)
    factories.received(services, slug="parks", title="公園", filename="p.csv", publish=False)
    factories.received(
        services, slug="broken", title="こわれた", filename="b.xlsx", content=b"PK\x03\x04"
    )

    page = staff.get("/staff/")

    assert page.texts("h3") == ["こわれた", "公園"]
    assert {"/staff/data/parks/preview", "/staff/data/broken/check"} <= set(page.links())
    assert len(page.all("ul", class_="rows")[0]) == 3


def test_an_empty_desk_leads_to_the_first_upload(staff: Browser):
    page = staff.get("/staff/")

    assert page.links().count("/staff/data/new") >= 2


def test_only_who_harvests_sees_the_sources(staff: Browser, colleague, services: Services):
    with services.begin(SYSTEM) as uow:
        sources.add(
            uow, kind="folder", url="https://city.example/data", organization="x", options={}
        )
    publisher = colleague("shimin", Role.PUBLISHER)

    assert "city.example" in staff.get("/staff/harvest").text
    assert "https://city.example/data" not in publisher.get("/staff/harvest").text
    assert "/staff/harvest" not in publisher.get("/staff/").links()
