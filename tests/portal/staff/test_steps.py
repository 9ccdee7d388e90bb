"""What each of the five steps asks, keeps and offers."""

import io

import pytest

from portal.wiring import Services
from tests import factories
from tests.browser import Browser
from tests.datasets.test_leaving_out import CODES

CSV = "名称,定員\n中央小学校,950\n北原小学校,980\n"
DECLARED = {"data_class": "open", "rights": "own", "license": "CC-BY-4.0"}


def _file(text: str, name: str = "halls.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


@pytest.fixture
def office(services: Services) -> None:
    factories.published(services, slug="other", filename="other.csv")


def _upload(browser: Browser, text: str = CSV, **given: object):
    page = browser.get("/staff/data/new")
    return browser.submit(
        page,
        "/staff/data/new",
        **({"organization": "kikikanri", "file": _file(text)} | given),
    )


def test_only_open_data_with_clear_rights_and_terms_are_published(
    staff: Browser, services: Services, office
):
    _upload(staff)
    factories.prepare_all(services, "halls")
    page = staff.get("/staff/data/halls/safety")

    unsaid = staff.submit(page, "/staff/data/halls/publish")
    nothing = staff.submit(page, "/staff/data/halls/safety", license="CC-BY-4.0")
    nobody = DECLARED | {"rights": "permitted", "rights_note": " "}
    without_consent = staff.submit(page, "/staff/data/halls/safety", **nobody)
    closed = staff.submit(page, "/staff/data/halls/safety", **DECLARED | {"data_class": "closed"})
    refused = staff.submit(page, "/staff/data/halls/publish")

    assert (unsaid.status, nothing.status, without_consent.status, refused.status) == (
        409,
        422,
        422,
        409,
    )
    assert {"#field-data_class", "#field-rights"} <= set(nothing.links())
    assert "#field-rights_note" in without_consent.links()
    assert not [f for f in closed.all("form") if f.get("action", "").endswith("/publish")]


def test_what_is_public_is_withdrawn_before_it_is_declared_to_be_closed(
    staff: Browser, services: Services
):
    factories.published(services)
    page = staff.get("/staff/data/shelters/safety")

    refused = staff.submit(
        page, "/staff/data/shelters/safety", **DECLARED | {"data_class": "closed"}
    )

    assert refused.status == 409
    assert staff.client.get("/api/v1/datasets/shelters").status_code == 200


def test_several_files_and_pasted_rows_are_handed_in_at_once(
    staff: Browser, services: Services, office
):
    _upload(
        staff,
        file=[_file(CSV), _file(CSV.replace("950", "951"))],
        pasted="名称\t定員\n北集会所\t30\n",
    )
    factories.prepare_all(services, "halls")

    page = staff.get("/staff/data/halls/check")

    assert page.texts("h3") == ["halls.csv", "halls-2.csv", "table.tsv"]


def test_what_is_pasted_needs_a_row_below_its_names(staff: Browser, office):
    page = _upload(staff, file=[], pasted="名称")

    assert page.status == 422
    assert "#field-pasted" in page.links()
    assert page.texts("textarea")[0] == "名称"


def test_words_to_begin_with_come_from_the_file_until_somebody_writes_their_own(
    staff: Browser, services: Services, office
):
    text = (
        "令和8年度 避難所の設備（2026年11月1日現在）,,\r\n\r\n施設名,地区,定員\r\n"
        "中央小学校,中央,950\r\n北原小学校,北原,980\r\n"
    )
    _upload(staff, text)
    factories.prepare_all(services, "halls")

    page = staff.get("/staff/data/halls/describe")

    assert page.field("title_ja") == "令和8年度 避難所の設備"
    assert "施設名、地区、定員などを2行にまとめました" in page.texts("textarea")[0]
    chosen = [
        e.get("value") for e in page.all("input", name="themes") if e.get("checked") is not None
    ]
    assert chosen == ["bousai"]


def test_a_long_sentence_and_a_hard_word_are_pointed_out(staff: Browser, services: Services):
    factories.received(services, publish=False, description={"ja": "あ" * 61 + "。当該施設です。"})

    page = staff.get("/staff/data/shelters/describe")

    assert "61字あります" in page.text
    assert "「当該」は「その」" in page.text


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1/secret.csv", "127.0.0.1"),
        ("ftp://city.example/data.csv", "http"),
        ("nonsense", "http"),
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused_at_its_field(
    staff: Browser, office, url: str, told: str
):
    page = _upload(staff, file=[], url=url)

    assert page.status == 422
    assert "#field-url" in page.links()
    assert told in page.texts("p", id="error-url")[0]
    assert page.field("url") == url


def test_what_was_mended_by_itself_is_switched_off_and_on_again(staff: Browser, services: Services):
    text = "名称,定員\n" + "".join(f'集会所{n},"1,{n:03d}"\n' for n in range(5))
    factories.received(services, content=text.encode(), publish=False)
    page = staff.get("/staff/data/shelters/check")
    (offer,) = page.all("input", name="offer")
    version = page.field("version")
    assert offer.get("checked") is not None

    staff.submit(page, "/staff/data/shelters/check", version=version)
    factories.prepare_all(services, "shelters")
    off = staff.get("/staff/data/shelters/check")
    staff.submit(off, "/staff/data/shelters/check", version=version, offer=offer.get("value"))
    factories.prepare_all(services, "shelters")
    on = staff.get("/staff/data/shelters/check")

    assert off.all("input", name="offer")[0].get("checked") is None
    assert on.all("input", name="offer")[0].get("checked") is not None


def test_what_was_typed_and_not_sent_stands_in_the_form_again(staff: Browser, services: Services):
    factories.received(services, publish=False)
    page = staff.get("/staff/data/shelters/describe")
    token = page.field("csrf_token")

    quietly = staff.client.post(
        "/staff/data/shelters/typed/describe",
        data={"csrf_token": token, "title_ja": "書きかけ", "themes": "kouen"},
    )
    again = staff.get("/staff/data/shelters/describe")
    thrown = staff.submit(again, "/staff/data/shelters/typed/describe/forget")

    assert quietly.status_code == 204
    assert again.field("title_ja") == "書きかけ"
    assert thrown.field("title_ja") == "避難所一覧"


def test_a_hidden_sheet_without_people_is_left_out_by_one_person(
    staff: Browser, services: Services
):
    factories.received(services, content=CODES, filename="halls.xlsx", publish=False)
    page = staff.get("/staff/data/shelters/safety")
    chosen = [e for e in page.all("input", name="hidden_sheets") if e.get("checked") is not None]

    waits = staff.submit(page, "/staff/data/shelters/safety", **DECLARED, hidden_sheets="ask")
    ready = staff.submit(page, "/staff/data/shelters/safety", **DECLARED, hidden_sheets="leave")

    assert [e.get("value") for e in chosen] == ["leave"]
    assert not waits.all("form", class_="wizard-publish")
    assert ready.all("form", class_="wizard-publish")


def test_what_was_pasted_and_not_sent_stands_in_the_first_step_again(
    staff: Browser, services: Services, office
):
    page = staff.get("/staff/data/new")
    token = page.field("csrf_token")
    typed = {"csrf_token": token, "pasted": "名称\t定員\n北集会所\t30", "file": "[object File]"}
    quietly = staff.client.post("/staff/data/new/typed/upload", data=typed)

    again = staff.get("/staff/data/new")
    _upload(staff, file=[], pasted="名称\t定員\n北集会所\t30")
    sent = staff.get("/staff/data/new")

    assert quietly.status_code == 204
    assert again.texts("textarea", name="pasted") == ["名称 定員 北集会所 30"]
    assert sent.texts("textarea", name="pasted") == [""]


def test_what_could_not_be_sent_is_not_lost_with_the_session(staff: Browser, office):
    _upload(staff, file=[], pasted="名称\t定員\n北集会所\t30", organization="")

    again = staff.get("/staff/data/new")
    thrown = staff.submit(again, "/staff/data/new/typed/upload/forget")

    assert again.texts("textarea", name="pasted") == ["名称 定員 北集会所 30"]
    assert thrown.texts("textarea", name="pasted") == [""]


def test_rows_pasted_for_data_that_were_begun_are_kept_too(staff: Browser, services: Services):
    factories.received(services, publish=False)
    token = staff.get("/staff/data/shelters/files").field("csrf_token")

    staff.client.post(
        "/staff/data/shelters/typed/files", data={"csrf_token": token, "pasted": "名称\t定員"}
    )

    page = staff.get("/staff/data/shelters/files")
    assert page.texts("textarea", name="pasted") == ["名称 定員"]
