"""T1: a resident wants the nearest place to flee to in a flood, and knows only the town's name."""

import csv
import io
import math

import pytest

from apps_gallery.builtin.published import published_tables
from apps_gallery.builtin.surveying import make_gazetteer
from portal.settings import Settings
from portal.wiring import wire
from tests import databases, rig

TOWN = "本町"


def _brute_force(portal) -> list[tuple[float, dict[str, str]]]:
    """Distances of all shelters for a flood from the middle of the town, by hand."""
    address = "/d/evacuation-sites/072991_evacuation_space.csv"
    rows = list(csv.DictReader(io.StringIO(portal.get(address).text)))
    return [(_metres(row), row) for row in rows if row["災害種別_洪水"] == "1" and row["緯度"]]


def _metres(row, here=None) -> float:
    latitude, longitude = here or (0.0, 0.0)
    a, b = math.radians(float(row["緯度"])), math.radians(latitude)
    turn = math.radians(float(row["経度"]) - longitude)
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def _check(tab, portal) -> None:
    assert "hazard=flood" in tab.url
    group = tab.locator("section[aria-labelledby=near-shelters]")
    cards = group.locator(".place")
    assert cards.count() == 3
    first = cards.first.inner_text()
    assert "分" in first or "min" in first
    assert cards.first.locator(".place-hazards .badge").count() >= 1
    shown = [name.lstrip("123").strip() for name in group.locator(".place h3").all_inner_texts()]
    assert shown == _nearest_by_hand(portal)


def _nearest_by_hand(portal) -> list[str]:
    """From the middle of all rows of published lists that lie in the town."""
    services = wire(
        Settings(home=portal.home, database_url=databases.url(portal.home), secret_key="near" * 8)
    )
    with services.reading() as session:
        gazetteer = make_gazetteer(services.tables, published_tables(session))
    point = gazetteer.resolve(TOWN).place.point
    services.engine.dispose()
    here = point.latitude, point.longitude
    rows = [row for _metres_away, row in _brute_force(portal)]
    return [row["名称"] for row in sorted(rows, key=lambda row: _metres(row, here))[:3]]


def test_the_nearest_refuge_from_a_flood_is_four_actions_away(context, portal):
    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/")

    tab.locator("main a[href$='/ja/near']").first.click()
    tab.fill("[name=place]", TOWN)
    tab.press("[name=place]", "Enter")
    tab.wait_for_url("**/near?**")
    tab.locator(".near-hazards a[href*='hazard=flood']").click()
    tab.wait_for_url("**hazard=flood**")

    _check(tab, portal)


def test_the_same_with_the_keyboard_alone_on_a_phone(browser, portal):
    with browser.new_context(viewport=rig.PHONE, reduced_motion="reduce") as phone:
        tab = phone.new_page()
        tab.goto(f"{portal.url}/ja/near")

        _tab_to(tab, "#near-place")
        tab.keyboard.type(TOWN)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/near?**")
        _tab_to(tab, ".near-hazards a[href*='hazard=flood']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**hazard=flood**")

        _check(tab, portal)


def test_a_position_is_asked_for_only_on_a_tap_and_leaves_rounded(browser, portal):
    position = {"latitude": 37.55123456, "longitude": 139.90487654}
    with browser.new_context(
        viewport=rig.PHONE, geolocation=position, permissions=["geolocation"]
    ) as phone:
        tab = phone.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(f"{portal.url}/ja/near")
        assert not any("lat=" in url for url in asked)

        tab.locator("[data-locate]").click()
        tab.wait_for_url("**/near?**")

        assert "lat=37.5512" in tab.url
        assert not any("37.55123" in url for url in asked)
        assert tab.locator(".place").count() > 5
    log = (portal.home / "serve.log").read_text()
    assert "37.5512" not in log


def test_the_printed_sheet_is_one_page(browser, portal):
    with browser.new_context(viewport=rig.DESK) as desk:
        tab = desk.new_page()
        tab.goto(f"{portal.url}/ja/near?place={TOWN}")

        margin = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")
        sheet = tab.pdf(format="A4", margin=margin)

        assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1
        tab.emulate_media(media="print")
        assert tab.locator(".print-sheet").is_visible()
        assert not tab.locator(".site-header").is_visible()


def _tab_to(tab, selector: str) -> None:
    for _press in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key")
