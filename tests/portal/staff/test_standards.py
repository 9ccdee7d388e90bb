"""A standard that a file seems to follow is accepted or refused, and its columns are corrected."""

import pytest

from datasets import publishing, queries
from datasets.kernel.actors import SYSTEM
from datasets.validation.standards.schema import edition
from portal.wiring import Services
from tests import factories
from tests.browser import Browser, Page

LIKE_AED = (
    "名称,設置位置,電話番号,住所,緯度,経度,開始時間,置き場\n"
    "市役所,1階,0242-00-1111,松木市1,37.5,139.9,8:30,ロビー\n"
    "図書館,入口,0242-00-2222,松木市2,37.6,139.8,9:00,玄関\n"
)
CHECK = "/staff/data/shelters/check"


@pytest.fixture
def begun(services: Services) -> None:
    factories.received(services, csv=LIKE_AED, publish=False)


def say(staff: Browser, services: Services, follows: str) -> Page:
    page = staff.get(CHECK)
    staff.submit(
        page,
        f"{CHECK}/standard",
        version=page.field("version"),
        standard=page.field("standard"),
        follows=follows,
    )
    factories.prepare_all(services, "shelters")
    return staff.get(CHECK)


def answers(page: Page) -> list[str]:
    return [b.get("value", "") for b in page.all("button", name="follows")]


def newest(services: Services):
    with services.reading() as session:
        (part,) = queries.staff_dataset(session, "shelters", SYSTEM).distributions
        return part, part.versions[-1], queries.quality_report(session, part.versions[-1].id)


def describe(staff: Browser, page: Page, **more: str) -> Page:
    names = ("title_ja", "frequency", "keywords")
    form = {name: page.field(name) for name in ("title_ja", "keywords")} | {"frequency": "monthly"}
    form |= {"summary_ja": page.texts("textarea", name="summary_ja")[0], "themes": "bousai"}
    assert set(names) <= set(form)
    for field in page.all("input"):
        if field.get("name", "").startswith("column-"):
            form[field.get("name")] = field.get("value", "")
    for select in page.all("select"):
        if select.get("name", "").endswith("_field"):
            form[select.get("name")] = _chosen(select)
    return staff.submit(page, "/staff/data/shelters/describe", **(form | more))


def _chosen(select) -> str:
    return next(o.get("value", "") for o in select.iter() if o.get("selected") is not None)


def test_a_standard_that_is_not_sure_is_accepted_with_one_press(
    staff: Browser, services: Services, begun
):
    asked = answers(staff.get(CHECK))

    page = say(staff, services, "yes")

    assert asked == ["yes", "no"]
    assert answers(page) == ["no"]
    assert newest(services)[1].standard == "aed"


def test_it_is_refused_and_taken_back(staff: Browser, services: Services, begun):
    page = say(staff, services, "no")

    assert answers(page) == ["yes"]
    assert newest(services)[1].standard == ""
    assert answers(say(staff, services, "yes")) == ["no"]


def test_the_next_step_begins_with_the_meanings_of_the_standard(
    staff: Browser, services: Services, begun
):
    before = staff.get("/staff/data/shelters/describe")
    say(staff, services, "yes")

    page = staff.get("/staff/data/shelters/describe")
    describe(staff, page)

    assert before.field("column-shelters-0_ja") == ""
    assert page.field("column-shelters-0_ja") == "正式な名前"
    assert page.field("column-shelters-0_en") == "Official name"
    notes = newest(services)[0].column_notes
    assert notes["名称"]["ja"] == "正式な名前"
    assert "置き場" not in notes


def test_a_column_is_made_another_of_the_standards_and_goes_out_so(
    staff: Browser, services: Services, client, begun
):
    say(staff, services, "yes")
    page = staff.get("/staff/data/shelters/describe")
    selects = {s.get("name"): _chosen(s) for s in page.all("select") if "column-" in s.get("name")}

    describe(staff, page, **{"column-shelters-1_field": "", "column-shelters-7_field": "設置位置"})
    factories.prepare_all(services, "shelters")
    again = staff.get("/staff/data/shelters/describe")
    with services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))

    assert selects["column-shelters-1_field"] == "設置位置"
    chosen = {s.get("name"): _chosen(s) for s in again.all("select") if "column-" in s.get("name")}
    assert chosen["column-shelters-1_field"] == ""
    assert chosen["column-shelters-7_field"] == "設置位置"
    rows = client.get("/d/shelters/shelters.standard.csv").get_data(as_text=True)
    assert "ロビー" in rows
    assert "1階" not in rows


def test_next_months_file_is_held_to_the_same_columns(staff: Browser, services: Services, begun):
    say(staff, services, "yes")
    page = staff.get("/staff/data/shelters/describe")
    describe(staff, page, **{"column-shelters-1_field": "", "column-shelters-7_field": "設置位置"})
    factories.prepare_all(services, "shelters")

    factories.received(services, csv=LIKE_AED.replace("ロビー", "窓口"), publish=False)

    _part, version, kept = newest(services)
    assert version.number == 2
    assert version.standard == "aed"
    assert {c: f for c, f, _how in kept.standard["columns"]}["置き場"] == "設置位置"


def test_what_is_sure_is_followed_unless_somebody_says_no(staff: Browser, services: Services):
    names = [field.name for field in edition("aed").fields]
    row = ["市役所" if name == "名称" else "" for name in names]
    text = "\n".join(",".join(line) for line in (names, row, row))
    factories.received(services, csv=text, filename="aed.csv", publish=False)

    assert answers(staff.get(CHECK)) == ["no"]
    assert answers(say(staff, services, "no")) == ["yes"]
