from datetime import timedelta

from sqlalchemy import update

from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.models.dataset import Dataset
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

PRIVATE = "名称,携帯電話\n" + "".join(f"係{n},090-1{n:03}-{n * 37:04}\n" for n in range(20))


def test_the_most_urgent_stands_first_and_each_has_one_place_to_do_it(
    staff: Browser, services: Services
):
    factories.published(services, slug="late", title="おくれ", filename="l.csv")
    factories.received(services, slug="asked", title="質問", filename="q.csv", csv=PRIVATE)
    factories.received(
        services, slug="broken", title="こわれた", filename="b.xlsx", content=b"PK\x03\x04"
    )
    with services.begin(SYSTEM) as uow:
        longer_ago = {"modified_at": uow.now - timedelta(days=90)}
        uow.session.execute(update(Dataset).where(Dataset.slug == "late").values(longer_ago))

    page = staff.get("/staff/")

    assert page.texts("h3") == ["質問", "こわれた", "おくれ"]
    places = ("asked/safety", "broken/check", "late/update")
    assert {f"/staff/data/{place}" for place in places} <= set(page.links())
    assert "3" in page.texts("h2")[0]


def test_a_desk_holds_only_what_its_owner_may_do(colleague, services: Services):
    factories.received(services, csv=PRIVATE)
    office = OrganizationDraft(slug="zaisei", title={"ja": "財政課"})
    factories.received(services, slug="budget", title="予算", organization=office, publish=False)

    page = colleague("zaisei", Role.PUBLISHER).get("/staff/")

    assert page.texts("h3") == ["予算"]
    assert "/staff/review" not in page.links()


def test_data_are_found_on_the_desk_by_a_word_of_their_title(staff: Browser, services: Services):
    for number in range(3):
        factories.published(services, slug=f"shelters-{number}", title=f"避難所{number}")
    factories.published(services, slug="wifi", title="公衆Ｗｉ-Ｆｉ", title_en="")

    page = staff.get("/staff/?q=wi-fi")

    assert [link for link in page.links() if link.startswith("/staff/data/")][-1:] == [
        "/staff/data/wifi"
    ]
    assert "/staff/data/shelters-0" not in page.links()


def test_a_word_that_no_data_have_leads_back_to_all_of_them(staff: Browser, services: Services):
    factories.published(services)

    page = staff.get("/staff/?q=zzzz")

    assert "/staff/#data" in page.links()
