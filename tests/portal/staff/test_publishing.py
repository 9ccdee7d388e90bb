"""From a file to the public page, as a member of staff goes."""

import io

import pytest

from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

CSV = "名称,定員\n中央小学校,950\n北原小学校,980\n"
MOBILE = "名称,携帯電話\n" + "".join(f"集会所{n},090-1234-56{n:02d}\n" for n in range(12))


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


def test_a_file_goes_from_upload_to_the_public(staff: Browser, services: Services, office):
    waiting = _upload(staff)
    assert waiting.response.request.path == "/staff/data/halls/check"
    assert waiting.response.headers["Refresh"] == "2"

    factories.prepare_all(services, "halls")
    checked = staff.get("/staff/data/halls/check")
    assert "2行すべて OK です。" in checked.text
    assert "Refresh" not in checked.response.headers
    assert "/staff/data/halls/describe" in checked.links()

    form = staff.get("/staff/data/halls/describe")
    safety = staff.submit(
        form,
        "/staff/data/halls/describe",
        title_ja="集会所の一覧",
        summary_ja="市内の集会所です。",
        themes="shisetsu",
        frequency="annual",
        **{"column-halls-1_ja": "入れる人数", "then": "next"},
    )
    assert safety.response.request.path == "/staff/data/halls/safety"
    preview = staff.submit(safety, "/staff/data/halls/safety", **DECLARED)
    assert preview.response.request.path == "/staff/data/halls/preview"
    page = staff.get("/staff/data/halls/page")
    assert page.texts("h1") == ["集会所の一覧"]
    assert "入れる人数" in page.text

    assert staff.client.get("/api/v1/datasets/halls").status_code == 404
    done = staff.submit(preview, "/staff/data/halls/publish")
    assert done.response.request.path == "/staff/data/halls"
    shown = staff.client.get("/api/v1/datasets/halls").json
    assert shown["title"]["ja"] == "集会所の一覧"
    assert shown["files"][0]["columns"][1]["description"] == "入れる人数"
    assert shown["source"]["kind"] == "upload"


def test_without_a_file_or_a_publisher_the_form_says_so_and_keeps_what_was_typed(staff: Browser):
    page = staff.get("/staff/data/new")

    again = staff.submit(
        page, "/staff/data/new", organization="nobody", organization_title="市民課"
    )

    assert again.status == 422
    assert again.field("organization_title") == "市民課"
    assert {"#field-file", "#field-organization"} <= set(again.links())
    assert again.texts("title")[0].startswith("確認してください")


def test_a_new_publisher_is_made_by_who_may(staff: Browser, services: Services):
    _upload(staff, organization="+", organization_title="市民課", organization_slug="shimin")
    factories.prepare_all(services, "halls")

    assert "市民課" in staff.get("/staff/data/halls/check").text


def test_what_was_typed_stays_when_the_description_has_a_fault(staff: Browser, services: Services):
    factories.received(services, publish=False)
    form = staff.get("/staff/data/shelters/describe")

    again = staff.submit(
        form,
        "/staff/data/shelters/describe",
        title_ja="",
        summary_ja="あ" * 81,
        keywords="防災、避難",
        frequency="monthly",
    )

    assert again.status == 422
    assert again.field("keywords") == "防災、避難"
    assert {"#field-title_ja", "#field-summary_ja"} <= set(again.links())


def test_personal_data_waits_for_a_person_with_the_right_and_a_reason(
    staff: Browser, colleague, services: Services, office
):
    _upload(staff, MOBILE)
    factories.prepare_all(services, "halls")
    publisher, reviewer = colleague(), colleague(role=Role.REVIEWER)
    seen = publisher.get("/staff/data/halls/safety")
    (explain,) = [
        form.get("action", "")
        for form in seen.all("form")
        if "/staff/questions/" in form.get("action", "")
    ]
    assert explain.endswith("/explain")
    publisher.submit(seen, explain, slug="halls", basis="business", text="事業所の電話です")

    asked = reviewer.get("/staff/data/halls/safety")
    (question,) = [
        form.get("action", "")
        for form in asked.all("form")
        if "/staff/questions/" in form.get("action", "")
    ]
    assert "事業所の電話です" in asked.text
    assert "090-1234" not in asked.text

    without_reason = reviewer.submit(
        asked, question, slug="halls", decision="allow", basis="business", reason=" "
    )
    assert without_reason.status == 409
    decided = reviewer.submit(
        asked,
        question,
        slug="halls",
        decision="allow",
        basis="business",
        reason="公開している代表番号のため",
    )
    assert "公開している代表番号のため" in decided.text


def test_a_refused_file_says_why_and_a_corrected_one_takes_its_place(
    staff: Browser, services: Services
):
    factories.received(
        services, slug="halls", filename="halls.xlsx", content=b"PK\x03\x04broken", publish=False
    )
    refused = staff.get("/staff/data/halls/files")
    assert refused.all("span", class_="is-bad")

    wrong_kind = staff.submit(refused, "/staff/data/halls/files", replaces="halls", file=_file(CSV))
    assert wrong_kind.status == 422
    staff.submit(refused, "/staff/data/halls/files", replaces="+", file=_file(CSV, "new.csv"))
    factories.prepare_all(services, "halls")

    assert "new.csv" in staff.get("/staff/data/halls").text


def test_a_new_version_replaces_the_public_one_and_keeps_the_description(
    staff: Browser, services: Services
):
    factories.published(services)
    before = staff.client.get("/api/v1/datasets/shelters").json

    page = staff.get("/staff/data/shelters/files")
    staff.submit(page, "/staff/data/shelters/files", replaces="shelters", file=_file(CSV))
    factories.prepare_all(services, "shelters")
    check = staff.get("/staff/data/shelters/update/check")
    staff.submit(check, "/staff/data/shelters/publish", when="now", agreed="1")

    after = staff.client.get("/api/v1/datasets/shelters").json
    assert (after["files"][0]["version"], after["files"][0]["rows"]) == (2, 2)
    kept = ("title", "summary", "license", "themes", "keywords", "frequency")
    assert [after[name] for name in kept] == [before[name] for name in kept]


def test_withdrawing_tells_the_public_why_and_can_be_undone(staff: Browser, services: Services):
    factories.published(services)
    page = staff.get("/staff/data/shelters")

    staff.submit(page, "/staff/data/shelters/withdraw", reason="数にまちがいがあったため")
    gone = staff.client.get("/api/v1/datasets/shelters")
    staff.submit(staff.get("/staff/data/shelters/preview"), "/staff/data/shelters/publish")

    assert gone.status_code == 410
    assert "数にまちがいがあったため" in gone.json["title"]
    assert staff.client.get("/api/v1/datasets/shelters").status_code == 200


def test_the_original_of_any_version_is_given_back_byte_for_byte(staff: Browser, services):
    content = "名称,定員\n中央,１２\n".encode("cp932")
    factories.received(services, content=content, publish=False)
    page = staff.get("/staff/data/shelters/check")
    (original,) = [link for link in page.links() if "/original/" in link]

    with staff.client.get(original) as answer:
        assert answer.data == content

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_report_shows_what_was_mended_before_and_after(staff: Browser, services: Services):
    text = "名称,定員\n" + "".join(f'集会所{n},"1,{n:03d}"\n' for n in range(5))
    factories.received(services, content=text.encode("cp932"), publish=False)

    page = staff.get("/staff/data/shelters/check")

    assert page.texts("del")[0] == "1,000"
    assert page.texts("ins")[0] == "1000"


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
