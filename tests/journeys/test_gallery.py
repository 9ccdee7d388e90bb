"""A resident hands in an app, the city approves it, and everyone finds it."""

import time
from email import message_from_bytes
from email.policy import default

import pytest

from tests import rig
from tests.apps_gallery.making import png
from tests.journeys.hand import Hand

_MAIL_S = 60
_WHOLE = {
    "title": "ひなんじょ道しるべ",
    "line": "近くの避難所まで、地図で案内します",
    "url": "https://michishirube.example.jp/",
    "alt": "地図に避難所が三つのった画面",
    "contact": "maker@example.jp",
}


def test_an_app_goes_from_a_resident_to_the_gallery_and_the_dataset_s_page(
    context, portal, tmp_path, request
):
    by_keyboard = "without-scripts" in request.node.name
    name = f"{_WHOLE['title']} {'イ' if by_keyboard else 'ア'}"
    here = _handed_in(Hand(context.new_page(), by_keyboard), portal, tmp_path, name)
    _confirmed(Hand(context.new_page(), by_keyboard), portal)

    staff = _approved(context, Hand(context.new_page(), by_keyboard), portal, name)
    slug = staff.url.rpartition("/")[2]

    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/apps/?q={name.split(maxsplit=1)[0]}")
    tab.get_by_role("link", name=name).click()
    tab.wait_for_url(f"**/ja/apps/{slug}")
    assert tab.locator(f"main img[alt='{_WHOLE['alt']}']").count() == 1
    data = tab.locator("main .rows a[href*='/dataset/']").first.get_attribute("href") or ""
    assert f"/ja/apps/{slug}" in portal.get(data).text, "the data lead back to the app"
    tab.goto(here)
    assert tab.locator(f"main .notice a[href='/ja/apps/{slug}']").count() == 1
    assert rig.STAFF_EMAIL not in tab.inner_text("main"), "the author need not know who decided"
    assert rig.STAFF_EMAIL in staff.inner_text("main .timeline")


def test_the_form_is_filled_in_by_keyboard_alone(context, portal, tmp_path):
    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/apps/new")
    picture = tmp_path / "screen.png"
    picture.write_bytes(png())

    order = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        order.append(tab.evaluate("document.activeElement.name || ''"))
        if order[-1] == "then" and tab.evaluate("document.activeElement.value") == "look":
            break

    wanted = ["title", "line", "url", "picture", "alt", "find", "themes", "contact"]
    seen = [
        field for place, field in enumerate(order) if field in wanted and field not in order[:place]
    ]
    assert seen == wanted
    assert "website" not in order, "the trap is for programs"
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_of_the_gallery_is_wider_than_a_phone(context, portal, width):
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 700})
    for path in ("/ja/apps/", "/ja/apps/new", "/en/apps/"):
        tab.goto(portal.url + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path


def _handed_in(hand, portal, tmp_path, name):
    picture = tmp_path / "screen.png"
    picture.write_bytes(png())
    tab = hand.tab
    tab.goto(f"{portal.url}/ja/apps/new")
    for field in ("title", "line", "url"):
        hand.write(f"[name={field}]", (_WHOLE | {"title": name})[field])
    hand.hand_in("[name=picture]", picture)
    hand.write("[name=alt]", _WHOLE["alt"])
    hand.write("[name=find]", "避難")
    hand.press("button[value=find]")
    hand.tick("[name=datasets]")
    assert tab.input_value("[name=title]") == name, "nothing typed is lost"
    hand.tick("[name=themes][value=bousai]")
    hand.write("[name=contact]", _WHOLE["contact"])
    hand.press("button[value=look]")
    tab.wait_for_url("**/apps/submission/*")
    assert tab.locator(f"main img[alt='{_WHOLE['alt']}']").count() == 1
    hand.press("form[action$='/send'] button")
    tab.wait_for_url("**/apps/submission/*")
    assert _WHOLE["contact"] in tab.inner_text("main")
    return tab.url


def _confirmed(hand, portal):
    link = next(word for word in _letter(portal).get_content().split() if "/confirm/" in word)
    hand.tab.goto(link)
    hand.press("main form button")
    hand.tab.wait_for_url("**/apps/submission/*")
    assert hand.tab.locator(".steps .step-done").count() == 3


def _letter(portal):
    outbox = portal.home / "outbox"
    until = time.monotonic() + _MAIL_S
    while time.monotonic() < until:
        for path in sorted(outbox.glob("*.eml")):
            letter = message_from_bytes(path.read_bytes(), policy=default)
            if letter["To"] == _WHOLE["contact"] and "/confirm/" in letter.get_content():
                path.rename(path.with_suffix(".read"))
                return letter
        time.sleep(0.2)
    raise AssertionError("no letter came")


def _approved(context, hand, portal, name):
    rig.sign_in(context, portal)
    hand.tab.goto(f"{portal.url}/staff/apps/")
    address = hand.tab.get_by_role("link", name=name).first.get_attribute("href")
    hand.press(f"main a[href='{address}']")
    hand.tab.wait_for_url(f"**{address}")
    hand.press("form[action$='/approve'] button")
    hand.tab.wait_for_load_state()
    return hand.tab
