"""Staff answer what people ask for and point out."""

import pytest

from datasets import voice
from datasets.kernel.actors import ANYONE, SYSTEM
from datasets.kernel.audit import AuditEntry
from datasets.kernel.jobs import recent_jobs
from datasets.models.voice import DataReport, DataRequest, ReportState, RequestState
from datasets.voice import Correction, Wish
from portal.accounts.models import Role
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

CONTACT = "hanako@example.jp"


def _asked(services: Services) -> int:
    with services.begin(ANYONE) as uow:
        return voice.ask(uow, Wish(title="除雪車の位置", contact=CONTACT))[0].id


def _reported(services: Services) -> int:
    factories.published(services)
    with services.begin(ANYONE) as uow:
        return voice.report(uow, Correction(slug="shelters", text="定員がちがう"))[0].id


def _request(services: Services, number: int) -> DataRequest:
    with services.reading() as session:
        return session.get_one(DataRequest, number)


def test_a_request_is_accepted_answered_and_closed(
    staff: Browser, services: Services, resident: Browser
):
    number = _asked(services)
    path = f"/staff/reports/requests/{number}"
    page = staff.get(path)
    assert CONTACT in page.text

    staff.submit(page, f"{path}/show", public="1")
    staff.submit(page, path, state="planned", due_on="2999-03-01", words="来年度に出します。")

    assert "2999年3月1日" in resident.get(f"/ja/requests/{number}").text
    factories.published(services)
    staff.submit(page, path, state="published", dataset="shelters")
    closed = _request(services, number)
    assert (closed.state, closed.dataset_slug) == (RequestState.PUBLISHED, "shelters")
    assert "/ja/dataset/shelters" in resident.get(f"/ja/requests/{number}").links()
    with services.reading() as session:
        letters = [job.payload for job in recent_jobs(session, name="mail")]
        done = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert {letter["to"] for letter in letters} == {CONTACT}
    assert [a for a in done if a in {"ask", "accept", "answer"}] == [
        "ask",
        "accept",
        "answer",
        "answer",
    ]


def test_a_refusal_wants_a_reason_and_a_plan_a_day(staff: Browser, services: Services):
    number = _asked(services)
    path = f"/staff/reports/requests/{number}"
    page = staff.get(path)

    assert staff.submit(page, path, state="declined").status == 422
    assert staff.submit(page, path, state="planned").status == 422
    assert staff.submit(page, path, state="published", dataset="nothing").status == 422
    assert staff.submit(page, path, state="received").status == 409
    assert _request(services, number).state is RequestState.RECEIVED


def test_a_report_is_answered_by_who_edits_the_data(colleague, services: Services):
    number = _reported(services)
    own, stranger = colleague("kikikanri", Role.PUBLISHER), colleague("shimin", Role.PUBLISHER)
    page = stranger.get("/staff/reports")

    assert "定員がちがう" not in page.text
    assert stranger.get(f"/staff/reports/{number}").status == 404
    token = stranger.get("/staff/data/new")
    refused = stranger.submit(token, f"/staff/reports/{number}", state="fixed")
    assert refused.status == 404
    shown = own.get(f"/staff/reports/{number}")
    assert "定員がちがう" in shown.text
    own.submit(shown, f"/staff/reports/{number}", state="fixed", words="直しました。")
    with services.reading() as session:
        assert session.get_one(DataReport, number).state is ReportState.FIXED


def test_requests_are_answered_by_reviewers_and_nobody_below(colleague, services: Services):
    number = _asked(services)
    factories.published(services)
    reviewer = colleague("kikikanri", Role.REVIEWER)
    publisher = colleague("kikikanri", Role.PUBLISHER)

    assert "除雪車" in reviewer.get("/staff/reports").text
    assert "除雪車" not in publisher.get("/staff/reports").text
    assert publisher.get(f"/staff/reports/requests/{number}").status == 404
    with services.begin(SYSTEM) as uow:
        assert [each.title for each in voice.waiting(uow.session, SYSTEM)] == ["除雪車の位置"]
        assert voice.waiting(uow.session, ANYONE) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [("dataset", "nothing"), ("dataset", ""), ("due_on", "2020-01-01"), ("due_on", "soon")],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    staff: Browser, services: Services, field: str, typed: str
):
    path = f"/staff/reports/requests/{_asked(services)}"
    state = "published" if field == "dataset" else "planned"

    page = staff.submit(staff.get(path), path, state=state, words="できました", **{field: typed})

    assert page.status == 422
    assert page.field(field) == typed
    assert [p.get("id") for p in page.all("p", class_="field-error")] == [f"error-{field}"]
    assert "できました" in page.text


@pytest.mark.parametrize(
    "address", ["https://data.example.jp/ja/dataset/shelters?x=1", "/d/shelters.csv"]
)
def test_an_address_names_the_data_as_its_short_name_does(
    staff: Browser, services: Services, address: str
):
    number = _asked(services)
    factories.published(services)
    path = f"/staff/reports/requests/{number}"
    page = staff.get(path)

    staff.submit(page, path, state="published", dataset=address)

    assert "shelters" in [option.get("value") for option in page.all("option")]
    assert _request(services, number).dataset_slug == "shelters"
