"""Staff publish from Excel in five steps, and cannot publish what must stay inside."""

import csv
import io
import time

from playwright.sync_api import Page

from portal.demo.city import STAFF_EMAIL, STAFF_PASSWORD
from tests import rig
from tests.journeys.hand import Hand
from tests.journeys.messy import GOLDEN, PHONES, SHIFT_JIS, misread_workbook, workbook

_MOST_ACTIONS = 12
_LIVE_S = 5.0
_CHECKED_MS = 90_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIST = "番号つきの名簿"
_MY_NUMBERS = "氏名,個人番号\r\n松木花子,123456789018\r\n松木太郎,234567890124\r\n"


class Counted:
    """A person at a page: every click, choice and text counts."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.actions = 0
        self._started = time.monotonic()

    def click(self, selector: str) -> None:
        self.actions += 1
        self.tab.click(selector)

    def choose(self, selector: str, value: str) -> None:
        self.actions += 1
        self.tab.select_option(selector, value)

    def give(self, selector: str, *files: tuple[str, str, bytes]) -> None:
        self.actions += 1
        given = [
            {"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files
        ]
        self.tab.set_input_files(selector, given)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started


def test_a_messy_workbook_and_a_csv_of_excel_are_published_in_twelve_actions(
    context, portal, request, capsys
):
    way = "with" if "with-scripts" in request.node.name else "without"
    hand = Counted(_signed_in(context, portal))
    hand.tab.goto(f"{portal.url}/staff/")

    slug = _hand_in_both(hand, way)
    _describe_and_declare(hand)
    assert portal.get(f"/ja/dataset/{slug}").status_code == 404
    hand.click("form[action$='/publish'] button")
    hand.tab.wait_for_url(f"**/staff/data/{slug}")
    live_s = _live_after(portal, f"/ja/dataset/{slug}")

    with capsys.disabled():
        told = f"T11 {way} scripts: {hand.actions} actions, {hand.seconds:.1f} s"
        print(f"\n{told}, live after {live_s:.1f} s")  # noqa: T201 - the figures are the point
    assert hand.actions <= _MOST_ACTIONS
    assert _rows(portal, f"/d/{slug}/hinanjo_{way}.csv") == GOLDEN
    assert _rows(portal, f"/d/{slug}/phones_{way}.csv") == PHONES
    files = portal.get(f"/api/v1/datasets/{slug}").json()["files"]
    assert [file["version"] for file in files] == [1, 1]
    hand.tab.click(f".notice a[href$='/dataset/{slug}']")
    assert hand.tab.inner_text("h1").strip() == "令和8年度 避難所の一覧"


def test_rows_are_published_by_keyboard_alone_on_a_phone(browser, portal, tmp_path):
    file = tmp_path / "phones_keys.csv"
    file.write_bytes(SHIFT_JIS.encode("cp932"))
    context = browser.new_context(viewport=rig.PHONE, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    tab = _signed_in(context, portal)
    tab.goto(f"{portal.url}/staff/data/new/1")
    hand = Hand(tab, by_keyboard=True)

    hand.hand_in("[name=file]", file)
    hand.pick("[name=organization]", "crisis-management")
    hand.press("main form[enctype] button[type=submit]")
    tab.wait_for_selector("a[href$='/describe'].button", timeout=_CHECKED_MS)
    slug = tab.url.split("/")[-2]
    hand.press("a[href$='/describe'].button")
    hand.tick("[name=themes][value=shisetsu]")
    hand.press("button[name=then][value=next]")
    hand.choose("data_class", "open")
    hand.choose("rights", "own")
    hand.press("form[action$='/safety'] button[type=submit]")
    hand.press("form[action$='/publish'] button")

    assert _rows(portal, f"/d/{slug}.csv") == PHONES
    context.close()


def test_a_wrong_reading_a_standard_and_a_hidden_sheet_are_settled_by_one_person(
    context, portal, request
):
    way = "with" if "with-scripts" in request.node.name else "without"
    hand = Counted(_signed_in(context, portal))
    tab = hand.tab
    tab.goto(f"{portal.url}/staff/data/new")
    hand.give("[name=file]", (f"aed_{way}.xlsx", _XLSX, misread_workbook()))
    hand.choose("[name=organization]", "crisis-management")
    hand.click("main form[enctype] button[type=submit]")
    tab.wait_for_selector("a[href$='/describe'].button", timeout=_CHECKED_MS)
    slug = tab.url.split("/")[-2]

    hand.click("summary:has-text('こう読んだ理由')")
    hand.click("button[name=row][value='3']")
    tab.wait_for_selector("summary:has-text('言われたとおり')", timeout=_CHECKED_MS)
    hand.click("button[name=follows][value=yes]")
    tab.wait_for_selector("button[name=follows][value=no]", timeout=_CHECKED_MS)
    hand.click("a[href$='/describe'].button")
    assert tab.input_value("input[name$='-0_ja']") == "正式な名前"
    hand.click("button[name=then][value=next]")
    hand.click("[name=data_class][value=open]")
    hand.click("[name=rights][value=own]")
    assert tab.is_checked("[name=hidden_sheets][value=leave]")
    hand.click("form[action$='/safety'] button[type=submit]")
    hand.click("form[action$='/publish'] button")
    tab.wait_for_url(f"**/staff/data/{slug}")
    _live_after(portal, f"/ja/dataset/{slug}")

    rows = _rows(portal, f"/d/{slug}.csv")
    assert (rows[0][0], len(rows)) == ("名称", 3)
    assert portal.get(f"/d/{slug}/{slug}.standard.csv").status_code == 200
    assert portal.get(f"/d/{slug}/{slug}/original").status_code == 404


def test_my_numbers_never_become_public(context, portal):
    tab = _signed_in(context, portal)
    given = {"name": f"{_LIST}.csv", "mimeType": "text/csv", "buffer": _MY_NUMBERS.encode("cp932")}

    tab.goto(f"{portal.url}/staff/data/new")
    tab.set_input_files("[name=file]", [given])
    tab.select_option("[name=organization]", "crisis-management")
    tab.click("main form[enctype] button[type=submit]")
    tab.wait_for_selector("a[href$='/describe'].button", timeout=_CHECKED_MS)
    slug = tab.url.split("/")[-2]
    tab.goto(f"{portal.url}/staff/data/{slug}/safety")
    assert "マイナンバー" in tab.inner_text("main")
    tab.goto(f"{portal.url}/staff/data/{slug}/preview")

    assert tab.locator("form[action$='/publish']").count() == 0
    for path in (f"/ja/dataset/{slug}", f"/d/{slug}.csv", f"/api/v1/datasets/{slug}"):
        assert portal.get(path).status_code == 404
    assert portal.get(f"/api/v1/datasets?q={_LIST}").json()["total"] == 0


def test_who_has_not_signed_in_sees_nothing_of_the_desk(context, portal):
    tab = context.new_page()

    tab.goto(f"{portal.url}/staff/data/new")

    assert tab.url.startswith(f"{portal.url}/staff/sign-in")
    tab.fill("[name=email]", STAFF_EMAIL)
    tab.fill("[name=password]", STAFF_PASSWORD + "x")
    tab.press("[name=password]", "Enter")
    tab.wait_for_selector(".error-summary")
    assert tab.locator("[name=email]").input_value() == STAFF_EMAIL
    assert tab.locator("[name=password]").input_value() == ""


def _hand_in_both(hand: Counted, way: str) -> str:
    """Hand in the workbook and the CSV, wait for the check; the name in the address."""
    hand.click("main a[href='/staff/data/new']")
    hand.give(
        "[name=file]",
        (f"hinanjo_{way}.xlsx", _XLSX, workbook()),
        (f"phones_{way}.csv", "text/csv", SHIFT_JIS.encode("cp932")),
    )
    hand.choose("[name=organization]", "crisis-management")
    hand.click("main form[enctype] button[type=submit]")
    # without scripts too the page reloads itself until the check is done
    hand.tab.wait_for_selector("a[href$='/describe'].button", timeout=_CHECKED_MS)
    report = hand.tab.locator("main").text_content() or ""
    assert "文字コードをShift_JISからUTF-8に変えました。" in report
    assert "OK" in hand.tab.inner_text(".verdict")
    return hand.tab.url.split("/")[-2]


def _describe_and_declare(hand: Counted) -> None:
    tab = hand.tab
    hand.click("a[href$='/describe'].button")
    assert tab.input_value("[name=title_ja]") == "令和8年度 避難所の一覧"
    assert tab.input_value("[name=summary_ja]")
    hand.click("button[name=then][value=next]")
    tab.wait_for_url("**/safety")
    hand.click("[name=data_class][value=open]")
    hand.click("[name=rights][value=own]")
    hand.click("form[action$='/safety'] button[type=submit]")
    tab.wait_for_url("**/preview")
    shown = tab.frame_locator("iframe").first.locator("main")
    assert "杉の湯会館" in shown.inner_text()


def _live_after(portal: rig.LivePortal, path: str) -> float:
    """Seconds until everyone sees a page."""
    started = time.monotonic()
    while portal.get(path).status_code != 200:
        assert time.monotonic() - started < _LIVE_S
    return time.monotonic() - started


def _rows(portal: rig.LivePortal, path: str) -> list[list[str]]:
    answer = portal.get(path)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))


def _signed_in(context, portal) -> Page:
    rig.speak(context, portal, "ja")
    rig.sign_in(context, portal)
    return context.new_page()
