from datetime import datetime

import pytest

from apps_gallery import gallery
from apps_gallery.builtin import registry
from apps_gallery.builtin.config import stored_config
from datasets.kernel.actors import SYSTEM
from datasets.kernel.clock import CITY_TIME
from tests.apps_gallery.builtin.asking import published_table
from tests.apps_gallery.builtin.test_icalendar import check

WASTE = (
    "地区,ごみの種類,収集日\n"
    "中央,燃やせるごみ,毎週火曜日・金曜日\n"
    "中央,古紙,第2水曜日\n"
    "北原,燃やせるごみ,毎週月曜日\n"
    "北原,古紙,第3水曜日\n"
)
PLACES = "名称,所在地,緯度,経度,種類,駐車場の有無\n" + "".join(
    f"館{number:02d},まつのき市本町{number}番地,{37.55 + number / 1000},139.9,{kind},{parking}\n"
    for number, (kind, parking) in enumerate([("公民館", "有"), ("図書館", "無")] * 15)
)


@pytest.fixture
def app_of(services):
    """Put a built-in app of a table into the gallery; its slug is the template's name."""

    def add(template: str, csv: str) -> str:
        table = published_table(services, "source", csv, title="もとのデータ")
        kind = registry.template(template)
        fit = kind.fits(table.columns, table.rows)
        words = {"title": {"ja": "アプリ", "en": "App"}, "line": {"ja": "見る", "en": "See"}}
        stored = stored_config(kind, table, fit)
        with services.begin(SYSTEM) as uow:
            gallery.add_builtin(uow, template, stored, words, ["source"], slug=f"my-{template}")
        return f"my-{template}"

    return add


def test_the_page_asks_for_a_district_and_then_tells_the_next_day(services, resident, app_of):
    slug = app_of("calendar", WASTE)

    page = resident.get(f"/ja/apps/{slug}")
    assert not page.all("table", class_="cal-table")
    page = resident.get(f"/ja/apps/{slug}?area=中央")

    today = services.clock.now().astimezone(CITY_TIME).date()
    days = [time.get("datetime") for time in page.all("time")]
    assert days[0] >= today.isoformat()
    assert datetime.fromisoformat(days[0]).weekday() in (1, 2, 4)
    assert page.all("table", class_="cal-table")


def test_months_lead_to_each_other(resident, app_of):
    slug = app_of("calendar", WASTE)

    page = resident.get(f"/ja/apps/{slug}?area=中央&month=2026-12")
    after = next(link for link in page.links() if "month=2027-01" in link)

    assert "2027-01-01" in [time.get("datetime") for time in resident.get(after).all("time")]


def test_the_calendar_file_keeps_the_rules_and_its_uids(client, app_of):
    slug = app_of("calendar", WASTE)

    answer = client.get(f"/apps/{slug}.ics?area=中央")
    again = client.get(f"/apps/{slug}.ics?area=中央")

    assert answer.content_type == "text/calendar; charset=utf-8"
    events = check(answer.get_data())
    assert {event["SUMMARY"] for event in events} == {":燃やせるごみ", ":古紙"}
    assert answer.get_data() == again.get_data()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_only_calendars_have_a_calendar_file(client, app_of):
    slug = app_of("finder", PLACES)

    assert client.get(f"/apps/{slug}.ics").status_code == 404
    assert client.get("/apps/no-such-app.ics").status_code == 404


def test_the_app_of_places_answers_by_a_town_and_keeps_positions_private(client, resident, app_of):
    slug = app_of("near", PLACES)

    page = resident.get(f"/ja/apps/{slug}?place=本町&only=駐車場の有無")
    answer = client.get(f"/ja/apps/{slug}?lat=37.5501&lon=139.9001")

    assert len(page.all("div", class_="place")) == 5
    assert "館14" in page.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "館00" in answer.get_data(as_text=True)


def test_the_list_can_be_searched_narrowed_and_taken_away(client, resident, app_of):
    slug = app_of("finder", PLACES)

    page = resident.get(f"/ja/apps/{slug}?種類=図書館&_q=館0")

    cards = page.texts("h4")
    csv = next(link for link in page.links() if ".csv" in link)
    rows = client.get(csv).get_data(as_text=True).strip().splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == cards
    assert len(cards) == 5
    assert len(resident.get(f"/ja/apps/{slug}").texts("h4")) == 20
    nothing = resident.get(f"/ja/apps/{slug}?_q=zzz")
    assert f"/ja/apps/{slug}" in nothing.links()


@pytest.mark.parametrize(
    ("template", "asked"), [("calendar", "area=中央"), ("near", "place=本町"), ("finder", "_q=館")]
)
def test_an_app_in_a_frame_keeps_the_language_of_its_frame(resident, app_of, template, asked):
    slug = app_of(template, WASTE if template == "calendar" else PLACES)

    page = resident.get(f"/embed/apps/{slug}?lang=en&{asked}")

    own = [link for link in page.links() if link.startswith("/embed/") and "?" in link]
    assert page.status == 200
    assert own
    assert all("lang=en" in link for link in own)
