from argparse import Namespace

from portal import worker
from portal.accounts.models import Role
from portal.commands import keeping
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

PATHS = ("/ja/dataset/shelters", "/api/v1/datasets/shelters", "/d/shelters.csv")


def test_an_administrator_erases_and_every_address_says_neutrally_that_it_is_gone(
    staff: Browser, services: Services
):
    factories.published(services, title="かなりあの名簿")
    page = staff.get("/staff/data/shelters/erase")

    done = staff.submit(
        page, "/staff/data/shelters/erase", what="all", reason="命令による", typed="shelters"
    )

    assert done.response.request.path == "/staff/"
    for path in PATHS:
        answer = staff.client.get(path)
        assert answer.status_code == 410
        assert "かなりあ" not in answer.get_data(as_text=True)
    for path in ("", "/describe", "/preview", "/erase"):
        assert staff.get(f"/staff/data/shelters{path}").status == 410
    assert "かなりあ" not in staff.get("/staff/").text
    assert "かなりあ" not in staff.get("/ja/search?q=かなりあ").text.replace("かなりあ", "", 3)


def test_a_slip_erases_nothing_and_keeps_what_was_typed(staff: Browser, services: Services):
    factories.published(services)
    page = staff.get("/staff/data/shelters/erase")

    again = staff.submit(
        page, "/staff/data/shelters/erase", what="all", reason="命令による", typed="shelter"
    )

    assert again.status == 422
    assert again.texts("textarea") == ["命令による"]
    assert "#field-typed" in again.links()
    assert staff.client.get(PATHS[1]).status_code == 200


def test_only_who_administers_finds_the_page(colleague, services: Services):
    factories.published(services)
    reviewer = colleague(role=Role.REVIEWER)
    page = reviewer.get("/staff/data/shelters")

    assert "/staff/data/shelters/erase" not in page.links()
    assert reviewer.get("/staff/data/shelters/erase").status == 404
    tried = {"what": "all", "reason": "x", "typed": "shelters"}
    assert reviewer.submit(page, "/staff/data/shelters/erase", **tried).status in {403, 404}
    assert reviewer.client.get(PATHS[1]).status_code == 200


def test_one_version_is_erased_and_the_dataset_goes_on(staff: Browser, services: Services):
    factories.published(services)
    factories.published(services, csv="名称,地区,定員\n北,中央,1\n")
    page = staff.get("/staff/data/shelters/erase")
    values = [e.get("value") for e in page.all("input") if e.get("name") == "what"]
    assert len(values) == 3

    staff.submit(
        page, "/staff/data/shelters/erase", what=values[1], reason="命令による", typed="shelters"
    )

    assert staff.client.get("/d/shelters/shelters@1.csv").status_code == 410
    assert staff.client.get("/d/shelters/shelters.csv").status_code == 200
    assert staff.get("/staff/data/shelters").status == 200
    assert staff.get("/staff/data/shelters/preview").status == 200
    assert staff.get("/ja/dataset/shelters/history").status == 200


def test_the_doctor_does_not_miss_what_was_erased(staff: Browser, services: Services, capsys):
    factories.published(services)
    page = staff.get("/staff/data/shelters/erase")
    form = {"what": "all", "reason": "命令による", "typed": "shelters"}
    staff.submit(page, "/staff/data/shelters/erase", **form)

    assert keeping.examine(services, Namespace()) == 1
    assert "was erased but is still there" in capsys.readouterr().err
    worker.erase(services, {}, None)

    assert keeping.examine(services, Namespace()) == 0
    assert "0 still there" in capsys.readouterr().out
