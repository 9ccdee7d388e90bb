"""A member of staff publishes from Excel, and cannot publish what must stay inside."""

import csv
import io

from playwright.sync_api import Page

from portal.demo.city import STAFF_EMAIL, STAFF_PASSWORD
from tests import rig

_SHIFT_JIS = (
    "令和8年度 公衆電話の一覧\r\n"
    "2026年11月1日現在\r\n"
    "施設名,地区,台数\r\n"
    "中央公民館,中央,２\r\n"
    "北原駅前,北原,1\r\n"
    "杉の湯温泉,杉,3\r\n"
)
_ROWS = [
    ["施設名", "地区", "台数"],
    ["中央公民館", "中央", "2"],
    ["北原駅前", "北原", "1"],
    ["杉の湯温泉", "杉", "3"],
]
_MY_NUMBERS = "氏名,個人番号\r\n松木花子,123456789018\r\n松木太郎,234567890124\r\n"
_CHECKED_MS = 90_000


def test_staff_publish_a_file_saved_from_excel(context, portal, request):
    name = "phones_with" if "with-scripts" in request.node.name else "phones_without"
    tab = _signed_in(context, portal)

    _hand_in(tab, portal, f"{name}.csv", _SHIFT_JIS.encode("cp932"), f"公衆電話 {name}")
    report = tab.locator("main").text_content() or ""
    assert "文字コードをcp932からUTF-8に変えました。" in report
    assert "データの上の3行を、表題と項目名として読みました。" in report
    slug = tab.url.rpartition("/")[2]
    tab.goto(f"{portal.url}/staff/language/en?next=/staff/data/{slug}")
    report = tab.locator("main").text_content() or ""
    assert "The text was in cp932 and is now UTF-8." in report
    assert "3 rows above the data were read as titles and names." in report
    tab.goto(f"{portal.url}/staff/language/ja?next=/staff/data/{slug}")

    tab.click(".notice a[href$='/describe']")
    tab.fill("[name=summary_ja]", "市内の公衆電話がどこに何台あるかの一覧です。")
    tab.check("[name=themes][value=bousai]")
    tab.select_option("[name=license]", "CC-BY-4.0")
    tab.click("button[name=then][value=preview]")
    tab.wait_for_url("**/preview")
    assert "杉の湯温泉" in tab.inner_text("main")
    assert portal.get(f"/ja/dataset/{slug}").status_code == 404
    tab.click("form[action$='/publish'] button")
    tab.wait_for_url(f"**/staff/data/{slug}")

    tab.click(f".notice a[href$='/dataset/{slug}']")
    assert tab.inner_text("h1").strip() == f"公衆電話 {name}"
    answer = portal.get(f"/d/{slug}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8")))) == _ROWS


def test_my_numbers_never_become_public(context, portal, request):
    name = "numbers_with" if "with-scripts" in request.node.name else "numbers_without"
    tab = _signed_in(context, portal)

    _hand_in(tab, portal, f"{name}.csv", _MY_NUMBERS.encode("cp932"), "番号つきの名簿")
    slug = tab.url.rpartition("/")[2]
    assert "マイナンバー" in tab.inner_text("main")
    tab.goto(f"{portal.url}/staff/data/{slug}/preview")

    assert tab.locator("form[action$='/publish']").count() == 0
    for path in (f"/ja/dataset/{slug}", f"/d/{slug}.csv", f"/api/v1/datasets/{slug}"):
        assert portal.get(path).status_code == 404
    assert portal.get("/api/v1/datasets?q=番号つきの名簿").json()["total"] == 0


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


def _signed_in(context, portal) -> Page:
    rig.speak(context, portal, "ja")
    rig.sign_in(context, portal)
    return context.new_page()


def _hand_in(tab: Page, portal: rig.LivePortal, filename: str, content: bytes, title: str) -> None:
    """Upload a file from the desk and wait until it is checked."""
    tab.goto(f"{portal.url}/staff/")
    tab.click("main a[href$='/staff/data/new']")
    given = {"name": filename, "mimeType": "text/csv", "buffer": content}
    tab.set_input_files("[name=file]", [given])
    tab.select_option("[name=organization]", "crisis-management")
    tab.fill("[name=title]", title)
    tab.click("main form[enctype] button[type=submit]")
    # without scripts the page reloads itself until the check is done
    tab.wait_for_selector("#hand-in", timeout=_CHECKED_MS, state="attached")
