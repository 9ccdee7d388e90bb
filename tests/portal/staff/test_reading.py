"""Step 2: how the file was read stands there in words, and a person may say otherwise."""

from datasets import queries
from datasets.kernel.actors import SYSTEM
from portal.wiring import Services
from tests import factories
from tests.browser import Browser, Page
from tests.datasets.test_telling import CODES, book

HERE = "/staff/data/shelters/check/reading"


def say(staff: Browser, services: Services, **told: object) -> Page:
    page = staff.get("/staff/data/shelters/check")
    staff.submit(page, HERE, version=page.field("version"), **told)
    factories.prepare_all(services, "shelters")
    return staff.get("/staff/data/shelters/check")


def columns(services: Services) -> list[str]:
    with services.reading() as session:
        (part, *_) = queries.staff_dataset(session, "shelters", SYSTEM).distributions
    return [column["name"] for column in part.versions[-1].columns]


def test_what_the_reader_decided_stands_there_with_its_reasons(staff: Browser, services: Services):
    text = "令和8年度 公園\r\n\r\n名称,面積\r\n中央公園,30\r\n北公園,40\r\n".encode("cp932")
    factories.received(services, content=text, publish=False)

    page = staff.get("/staff/data/shelters/check")

    reasons = [" ".join(text.split()) for text in page.texts("li") if "%" in text]
    assert [text for text in reasons if text.startswith("項目名は 3行目")]
    assert [text for text in reasons if text.startswith("文字コード")]
    assert len(page.texts("tr", class_="is-names")) == 1


def test_a_press_on_a_row_makes_it_the_names(staff: Browser, services: Services):
    factories.received(services, csv=CODES, publish=False)

    page = say(staff, services, row="2")

    assert columns(services) == ["A", "B", "中央公園"]
    assert "言われたとおりに読みました" in page.text
    say(staff, services, then="itself")
    assert columns(services) == ["区分", "種別", "名称"]


def test_rows_are_named_by_number_too(staff: Browser, services: Services):
    factories.received(services, csv=CODES, publish=False)

    say(staff, services, then="rows", first="1", last="2")
    two = columns(services)
    say(staff, services, then="nameless", row="1")
    none = columns(services)

    assert two == ["区分_A", "種別_B", "名称_中央公園"]
    assert len(none) == 3
    assert "区分" not in none


def test_rows_beyond_the_first_are_refused(staff: Browser, services: Services):
    factories.received(services, csv=CODES, publish=False)
    page = staff.get("/staff/data/shelters/check")
    version = page.field("version")

    for told in ({"row": "0"}, {"row": "x"}, {"then": "rows", "first": "1", "last": "900"}):
        answer = staff.submit(page, HERE, version=version, **told)
        assert answer.status in {400, 409, 422}
        assert "400行目" in answer.text


def test_a_sheet_that_is_no_data_is_left_out(staff: Browser, services: Services):
    halls = [["名称", "定員"], ["中央公園", 30], ["北公園", 40]]
    legend = [["記号", "数"], ["○", 1], ["×", 2]]
    content = book(("凡例", legend), ("一覧", halls))
    factories.received(services, content=content, filename="a.xlsx", publish=False)

    page = say(staff, services, then="sheets", sheet="一覧")

    assert columns(services) == ["名称", "定員"]
    assert len(page.all("article")) == 1


def test_what_is_public_is_only_told(staff: Browser, services: Services):
    factories.published(services)

    page = staff.get("/staff/data/shelters/check")

    assert page.texts("summary")
    assert not [f for f in page.all("form") if f.get("action", "").endswith("/check/reading")]
