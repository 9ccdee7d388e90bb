import csv
import io

from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.kernel.audit import record
from portal.accounts import people
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser


def _lines(page) -> list[str]:
    return page.texts("strong")


def test_everything_is_read_in_words_newest_first(staff: Browser, services: Services):
    factories.published(services)

    page = staff.get("/staff/audit")

    assert len(_lines(page)) == 3
    assert "避難所一覧" in page.text
    assert "staff@example.jp" in page.text or "system" not in page.text


def test_an_administrator_of_one_organization_reads_only_of_its_things(
    colleague, services: Services
):
    factories.published(services, title="わたしたちの")
    office = OrganizationDraft(slug="zaisei", title={"ja": "財政課"})
    factories.published(services, slug="budget", title="よその", organization=office)

    page = colleague("kikikanri", Role.ADMIN).get("/staff/audit")

    assert "わたしたちの" in page.text
    assert "よその" not in page.text
    assert "財政" not in page.text


def test_who_administers_nothing_finds_no_such_page(colleague):
    reviewer = colleague("kikikanri", Role.REVIEWER)

    assert reviewer.get("/staff/audit").status == 404
    assert reviewer.client.get("/staff/audit/entries.csv").status_code == 404
    assert "/staff/audit" not in reviewer.get("/staff/").links()


def test_entries_are_filtered_by_person_kind_and_day(staff: Browser, services: Services):
    factories.published(services)
    today = services.clock.now().date()

    assert len(_lines(staff.get("/staff/audit?kind=dataset"))) == 2
    assert len(_lines(staff.get("/staff/audit?actor=nobody"))) == 0
    assert len(_lines(staff.get(f"/staff/audit?since={today.year + 1}-01-01"))) == 0
    assert len(_lines(staff.get(f"/staff/audit?until={today.year + 1}-01-01"))) == 3
    assert staff.get("/staff/audit?since=tomorrow&until=0000&page=x").status == 200


def test_a_long_record_has_pages(staff: Browser, services: Services):
    with services.begin(SYSTEM) as uow:
        for number in range(60):
            record(uow, "publish", "dataset", f"gone-{number}")

    assert len(_lines(staff.get("/staff/audit"))) == 50
    assert len(_lines(staff.get("/staff/audit?page=2"))) == 11


def test_the_record_is_taken_as_csv_in_which_nothing_is_a_formula(
    staff: Browser, services: Services
):
    factories.published(services, title="=HYPERLINK(1)")

    answer = staff.client.get("/staff/audit/entries.csv?kind=dataset")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_was_done_leads_to_its_page_and_holds_no_code(staff: Browser, services: Services):
    factories.published(services)
    with services.begin(SYSTEM) as uow:
        user = people.add(uow, email="ito@example.jp", name="伊藤", password=None)
        people.give_role(uow, user, "kikikanri", Role.REVIEWER)

    page = staff.get("/staff/audit?kind=account")

    assert "審査・公開担当 · 危機管理課" in page.text
    assert "kikikanri" not in page.text
    assert f"/staff/people/{user.id}" in page.links()
