"""Four eyes on the web: who may, sees the queue; who may not, sees nothing."""

import pytest

from datasets.drafts import OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from datasets.models.organization import Organization
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

API = "/api/v1/datasets/shelters"
UNIVERSITY = OrganizationDraft(slug="univ")


@pytest.fixture
def submitted(colleague, services: Services) -> Browser:
    """A publisher of a university who has handed in data and asked for a review."""
    with services.begin(SYSTEM) as uow:
        uow.session.add(
            Organization(slug="univ", title={"ja": "大学"}, needs_review=True, created_at=uow.now)
        )
    publisher = colleague("univ", Role.PUBLISHER)
    factories.received(services, organization=UNIVERSITY, publish=False)
    preview = publisher.get("/staff/data/shelters/preview")
    assert "審査に出す" in preview.text or "Submit for review" in preview.text
    publisher.submit(preview, "/staff/data/shelters/publish")
    return publisher


def test_a_publisher_submits_and_a_second_person_approves(submitted, staff: Browser):
    assert staff.client.get(API).status_code == 404
    queue = staff.get("/staff/review")
    assert "/staff/review/shelters" in queue.links()
    item = staff.get("/staff/review/shelters")
    assert {"避難所一覧", "市内の避難所です。", "CC BY 4.0"} <= {*item.texts("ins")}
    assert item.texts("td")[0]

    staff.submit(item, "/staff/review/shelters/approve", revision=item.field("revision"))

    assert staff.client.get(API).status_code == 200
    assert staff.get("/staff/review/shelters").status == 404


def test_who_may_not_review_finds_no_such_page(submitted, colleague):
    stranger = colleague("kikikanri", Role.REVIEWER)

    assert submitted.get("/staff/review").status == 404
    assert submitted.get("/staff/review/shelters").status == 404
    assert stranger.get("/staff/review/shelters").status == 404
    assert "避難所" not in stranger.get("/staff/review").text
    for action in ("approve", "return", "comments"):
        page = submitted.get("/staff/data/shelters")
        assert submitted.submit(page, f"/staff/review/shelters/{action}").status == 404


def test_the_publisher_reads_the_reason_and_submits_again(submitted, staff: Browser):
    item = staff.get("/staff/review/shelters")
    assert staff.submit(item, "/staff/review/shelters/return", reason=" ").status == 409

    staff.submit(item, "/staff/review/shelters/return", reason="単位を書いてください")

    assert "単位を書いてください" in submitted.get("/staff/").text
    assert "単位を書いてください" in submitted.get("/staff/data/shelters").text
    preview = submitted.get("/staff/data/shelters/preview")
    submitted.submit(preview, "/staff/data/shelters/publish")
    assert "単位を書いてください" in staff.get("/staff/review/shelters").text


def test_a_change_is_shown_before_and_after(submitted, staff: Browser, services: Services):
    item = staff.get("/staff/review/shelters")
    staff.submit(item, "/staff/review/shelters/approve", revision=item.field("revision"))
    factories.received(
        services,
        organization=UNIVERSITY,
        title="避難場所の一覧",
        csv="名称,地区\n北,中央\n",
        publish=False,
    )

    changed = staff.get("/staff/review/shelters")

    assert ("避難所一覧", "避難場所の一覧") in set(
        zip(changed.texts("del"), changed.texts("ins"), strict=True)
    )
    assert ("3", "1") in set(zip(changed.texts("del"), changed.texts("ins"), strict=True))
    assert "なくなった列：定員" in changed.text
    assert "列がなくなっています：定員。" in changed.text
    assert staff.client.get(API).json["title"]["ja"] == "避難所一覧"


def test_a_page_that_is_out_of_date_approves_nothing(submitted, staff: Browser, services: Services):
    item = staff.get("/staff/review/shelters")
    factories.received(services, organization=UNIVERSITY, csv="名称\n別\n", publish=False)

    late = staff.submit(item, "/staff/review/shelters/approve", revision=item.field("revision"))

    assert late.status == 409
    assert staff.client.get(API).status_code == 404


def test_a_comment_is_read_by_the_next_reviewer(submitted, staff: Browser):
    item = staff.get("/staff/review/shelters")

    staff.submit(item, "/staff/review/shelters/comments", text="出典は確かめました")

    assert "出典は確かめました" in staff.get("/staff/review/shelters").text


def test_the_desk_names_the_review_and_leads_to_it(submitted, staff: Browser):
    page = staff.get("/staff/")

    assert "/staff/review/shelters" in page.links()


def test_a_pinned_field_can_be_let_go(staff: Browser, services: Services):
    factories.published(
        services, provenance=Provenance(kind="folder", source="x-folder", identifier="shelters.csv")
    )
    kept = {"title_ja": "自分の題名", "license": "CC-BY-4.0", "frequency": "monthly"}
    form = staff.get("/staff/data/shelters/describe")
    staff.submit(form, "/staff/data/shelters/describe", **kept)

    pinned = staff.get("/staff/data/shelters/describe")
    offered = [e.get("value") for e in pinned.all("input") if e.get("name") == "unpinned"]
    assert "title" in offered
    assert "license" not in offered

    staff.submit(pinned, "/staff/data/shelters/describe", unpinned="title", **kept)
    after = staff.get("/staff/data/shelters/describe")
    assert "title" not in [
        e.get("value") for e in after.all("input") if e.get("name") == "unpinned"
    ]
