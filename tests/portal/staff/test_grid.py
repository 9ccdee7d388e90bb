"""Rows typed into the form of a standard become a file like any other; nothing typed is lost."""

import pytest

from datasets import queries
from datasets.kernel.actors import SYSTEM
from datasets.validation.standards.schema import newest
from portal.staff import grid
from portal.wiring import Services
from tests import factories
from tests.browser import Browser, Page

HERE = "/staff/data/new/grid/fire_hydrant"
FIELDS = [field.name for field in newest("fire_hydrant").fields]
NAME, LAT = f"c-{FIELDS.index('ID')}", f"c-{FIELDS.index('緯度')}"


@pytest.fixture(autouse=True)
def office(services: Services) -> None:
    factories.published(services, slug="other", filename="other.csv")


def fill(staff: Browser, *rows: tuple[str, str], then: str = "send", **more: object) -> Page:
    page = staff.get(HERE)
    typed = {NAME: [name for name, _ in rows], LAT: [lat for _, lat in rows]}
    data = {"csrf_token": page.field("csrf_token"), "then": then, "organization": "kikikanri"}
    return staff.post(HERE, data=data | typed | more)


def cells(page: Page, key: str) -> list[str]:
    return [e.get("value", "") for e in page.all("input", name=key)]


def test_the_first_step_leads_to_the_forms_of_the_standards(staff: Browser):
    assert "/staff/data/new/grid" in staff.get("/staff/data/new").links()

    links = staff.get("/staff/data/new/grid").links()

    assert HERE in links
    assert "/standards/fire_hydrant.xlsx" in links


def test_what_is_typed_is_checked_and_follows_the_standard(staff: Browser, services: Services):
    page = fill(staff, ("N-1", "37.5"), ("", ""), ("N-2", "37.6"))

    assert "チェック" in page.texts("h1")[0]
    factories.prepare_all(services, "fire_hydrant")
    with services.reading() as session:
        dataset = queries.staff_dataset(session, "fire_hydrant", SYSTEM)
    (part,) = dataset.distributions
    version = part.versions[-1]
    assert [column["name"] for column in version.columns] == FIELDS
    assert (version.rows, version.standard) == (2, "fire_hydrant")
    assert dataset.title["ja"] == "消防水利施設一覧"
    assert cells(staff.get(HERE), NAME) == [""] * grid.ROWS_AT_ONCE


def test_more_rows_come_with_a_press_and_nothing_is_lost(staff: Browser):
    page = fill(staff, *(((f"N-{n}", "37")) for n in range(10)), then="rows")

    assert cells(page, NAME) == [f"N-{n}" for n in range(10)] + [""] * grid.ROWS_AT_ONCE
    assert cells(staff.get(HERE), LAT)[:10] == ["37"] * 10


def test_no_more_rows_than_a_form_may_hold(staff: Browser):
    page = fill(staff, *(((f"N-{n}", "37")) for n in range(60)), then="rows")

    assert len(cells(page, NAME)) * len(FIELDS) <= grid.MOST_CELLS
    assert not [b for b in page.all("button", name="then") if b.get("value") == "rows"]


def test_further_columns_are_shown_when_they_are_wanted(staff: Browser):
    one = "/staff/data/new/grid/aed"
    page = staff.get(one)
    (wanted, *_) = [e.get("value") for e in page.all("input", name="more")]
    assert not page.all("input", name=wanted)

    token = page.field("csrf_token")
    again = staff.post(one, data={"csrf_token": token, "then": "columns", "more": wanted})

    assert len(again.all("input", name=wanted)) == grid.ROWS_AT_ONCE


def test_an_empty_grid_and_one_without_a_publisher_are_told_and_kept(staff: Browser):
    empty = fill(staff)
    nobody = fill(staff, ("N-1", "37.5"), organization="")

    assert (empty.status, nobody.status) == (422, 422)
    assert "#field-rows" in empty.links()
    assert "#field-organization" in nobody.links()
    assert cells(nobody, NAME)[0] == "N-1"
    assert cells(staff.get(HERE), NAME)[0] == "N-1"


def test_what_is_typed_is_kept_while_one_types_and_thrown_away_when_asked(staff: Browser):
    page = staff.get(HERE)
    token = page.field("csrf_token")
    data = {"csrf_token": token, NAME: ["N-7", ""], LAT: ["", "38"]}

    quietly = staff.client.post(f"{HERE}/typed", data=data)
    again = staff.get(HERE)
    thrown = staff.submit(again, f"{HERE}/typed/forget")

    assert quietly.status_code == 204
    assert (cells(again, NAME)[0], cells(again, LAT)[1]) == ("N-7", "38")
    assert cells(thrown, NAME)[0] == ""


def test_a_standard_without_columns_has_no_grid(staff: Browser):
    assert staff.get("/staff/data/new/grid/nothing").status == 404
