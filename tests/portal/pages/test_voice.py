"""Asking for data and pointing out faults, without an account."""

import pytest

from datasets import listening, voice
from datasets.kernel.actors import SYSTEM
from datasets.kernel.jobs import recent_jobs
from datasets.models.voice import DataReport, DataRequest, RequestState
from datasets.voice import RequestAnswer, Wish
from portal.wiring import Services
from tests.browser import Browser

EVIL = "<script>alert(1)</script>除雪車"
CONTACT = "hanako@example.jp"


def _kept(services: Services, model: type) -> list:
    with services.reading() as session:
        return list(session.query(model))


def _asked(services: Services, title: str = "除雪車の位置", **more: str) -> tuple[int, str]:
    with services.begin(SYSTEM) as uow:
        made, secret = voice.ask(uow, Wish(title=title, contact=CONTACT, **more))
        return made.id, secret


def _accepted(services: Services, number: int) -> None:
    with services.begin(SYSTEM) as uow:
        voice.accept(uow, uow.session.get_one(DataRequest, number), public=True)


def _send(browser: Browser, path: str, **typed: str):
    return browser.post(path, data=typed)


def test_data_that_are_there_already_are_shown_before_anything_is_sent(
    resident: Browser, published
):
    published(title="避難所一覧")

    first = resident.get("/ja/requests/new")
    second = resident.get("/ja/requests/new?title=避難所")

    assert [f.get("method") for f in first.all("form", class_="form")] == ["get"]
    assert second.texts("h3") == ["避難所一覧"]
    assert second.field("title") == "避難所"


def test_a_request_is_seen_by_its_writer_only_until_staff_accept_it(
    resident: Browser, services: Services
):
    answer = _send(
        resident, "/ja/requests/new", title="除雪車の位置", purpose="通学", contact=CONTACT
    )
    made = _kept(services, DataRequest)[0]

    assert answer.response.request.path.startswith("/ja/requests/status/")
    assert answer.texts("h1") == ["除雪車の位置"]
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.response.headers["X-Robots-Tag"]
    assert resident.get(f"/ja/requests/{made.id}").status == 404
    assert "除雪車" not in resident.get("/ja/requests/").text
    _accepted(services, made.id)
    assert "除雪車" in resident.get("/ja/requests/").text
    assert CONTACT not in resident.get(f"/ja/requests/{made.id}").text + answer.text


def test_who_leaves_an_address_gets_a_letter_with_the_link_and_nothing_that_was_typed(
    resident: Browser, services: Services
):
    _send(resident, "/ja/requests/new", title="買ってください", contact=CONTACT)
    _send(resident, "/ja/requests/new", title="電話で", contact="0242-00-0000")

    with services.reading() as session:
        letters = [job.payload for job in recent_jobs(session, name="mail")]
    assert [letter["to"] for letter in letters] == [CONTACT]
    assert "/ja/requests/status/" in letters[0]["text"]
    assert "買ってください" not in letters[0]["text"] + letters[0]["subject"]


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(
    resident: Browser, services: Services, published
):
    published()

    for path in ("/ja/requests/new", "/ja/dataset/shelters/report"):
        answer = _send(resident, path, title="x", text="x", website="http://spam.example")
        assert answer.status == 200

    assert _kept(services, DataRequest) == _kept(services, DataReport) == []


@pytest.mark.parametrize("typed", [{"title": " \u200b "}, {"title": "x", "purpose": "あ" * 1001}])
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    resident: Browser, services: Services, typed
):
    answer = _send(resident, "/ja/requests/new", contact=CONTACT, **typed)

    assert answer.status == 422
    assert answer.all("div", class_="error-summary")
    assert answer.field("contact") == CONTACT
    assert _kept(services, DataRequest) == []


def test_what_people_write_is_text_and_nothing_else(resident: Browser, services: Services):
    number, secret = _asked(services, EVIL, purpose=EVIL)
    _accepted(services, number)

    for path in ("/", "/new?title=" + EVIL, f"/{number}", f"/status/{secret}"):
        html = resident.get(f"/ja/requests{path}").response.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_a_closed_request_keeps_its_reason_in_public(resident: Browser, services: Services):
    number, _secret = _asked(services)
    _accepted(services, number)
    with services.begin(SYSTEM) as uow:
        answer = RequestAnswer(state=RequestState.DECLINED, words="県が持っているデータです。")
        voice.answer_request(uow, uow.session.get_one(DataRequest, number), answer)

    assert "県が持っているデータです。" in resident.get(f"/ja/requests/{number}").text
    board = resident.get("/ja/requests/")
    assert "県が持っているデータです。" in board.text
    with services.reading() as session:
        assert listening.median_answer_days(session) < 1


def test_a_report_reaches_staff_with_the_cell_it_is_about(
    resident: Browser, services: Services, published
):
    dataset = published()
    where = {"file": "shelters", "row": "2", "column": "定員", "value": "980"}

    form = resident.get("/ja/dataset/shelters/report", query_string=where)
    answer = _send(resident, "/ja/dataset/shelters/report", text="89です", **where)

    made = _kept(services, DataReport)[0]
    assert [form.field(name) for name in where] == list(where.values())
    assert (made.dataset_id, made.row_key, made.column) == (dataset.id, "2", "定員")
    assert (made.old_value, made.text) == ("980", "89です")
    assert "89です" in answer.text
    assert answer.response.request.path.startswith("/ja/reports/")


def test_nothing_is_told_about_data_that_are_not_public(resident: Browser, services: Services):
    assert resident.get("/ja/dataset/nothing/report").status == 404
    assert _send(resident, "/ja/dataset/nothing/report", text="x").status == 404


@pytest.mark.parametrize("path", ["requests/status/wrong", "reports/wrong", "requests/99999999"])
def test_a_wrong_link_leads_nowhere(resident: Browser, path):
    assert resident.get(f"/ja/{path}").status == 404


def test_no_form_for_residents_sets_a_cookie(resident: Browser, published):
    published()

    for path in ("requests/", "requests/new?title=x", "dataset/shelters/report"):
        assert "Set-Cookie" not in resident.get(f"/ja/{path}").response.headers
