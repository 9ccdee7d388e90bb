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
