"""T7: a resident sets three towns side by side, for every 10,000 people."""

import pytest

from portal.demo.cities import CITIES
from tests import rig

TOWNS = {"まつのき市": "aed", "さくらの市": "sakurano-aed", "いわや村": "iwaya-aed"}
LEFT_OUT = "みずうみ町"


def _by_hand(portal) -> dict[str, str]:
    """What each town must show: its rows against its people."""
    people = {city.name: city.people[2026] for city in CITIES.values()}
    counts = {}
    for town, slug in TOWNS.items():
        told = portal.get(f"/api/v1/datasets/{slug}").json()
        counts[town] = sum(file["rows"] or 0 for file in told["files"][:1])
    return {town: f"{count / people[town] * 10_000:.2f}" for town, count in counts.items()}


def _check(tab, portal) -> None:
    rows = tab.locator("table.compare tbody tr")
    shown = {
        row.locator("th").inner_text(): row.locator(".compare-value").inner_text()
        for row in rows.all()
    }
    assert shown == _by_hand(portal)
    values = [float(value) for value in shown.values()]
    assert values == sorted(values, reverse=True)
    assert rows.first.locator("a[href*='/dataset/']").count() == 2


def test_three_towns_stand_side_by_side(context, portal):
    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/")

    tab.locator("footer a[href$='/ja/compare']").first.click()
    tab.select_option("[name=measure]", "aed")
    tab.get_by_label(LEFT_OUT).uncheck()
    tab.locator("main form button[type=submit]").first.click()
    tab.wait_for_url("**/compare?**")

    _check(tab, portal)


def test_the_same_with_the_keyboard_alone_on_a_phone(browser, portal):
    with browser.new_context(viewport=rig.PHONE, reduced_motion="reduce") as phone:
        tab = phone.new_page()
        tab.goto(f"{portal.url}/ja/compare")

        tab.focus("[name=measure]")
        tab.keyboard.type("人口1万人あたりのAED")
        for _ in range(len(CITIES) + 1):
            tab.keyboard.press("Tab")
            focused = tab.evaluate("document.activeElement.closest('label')?.innerText ?? ''")
            if focused.strip() == LEFT_OUT:
                tab.keyboard.press("Space")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/compare?**")

        _check(tab, portal)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_town_without_a_value_says_why_and_leads_on(browser, portal, locale):
    with browser.new_context(viewport=rig.PHONE, java_script_enabled=False) as phone:
        tab = phone.new_page()
        tab.goto(f"{portal.url}/{locale}/compare?measure=childcare-places")

        missing = tab.locator("table.compare .compare-none")
        assert missing.count() == 1
        assert missing.first.inner_text().strip()
        assert tab.locator(f"table.compare a[href*='/{locale}/requests/new']").count() == 1
