"""A hidden sheet with nothing personal in it is left out by one person; all else needs two."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from datasets import disclosure, leaving_out, publishing, queries
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, NotAllowed
from datasets.models.disclosure import Basis, Decision, DisclosureQuestion
from datasets.validation.checks import hidden_parts
from portal.wiring import Services
from tests import factories

EDITOR = Actor(
    "editor@example.jp",
    frozenset({Permission.EDIT, Permission.PUBLISH}),
    frozenset({"kikikanri"}),
)


def workbook(*hidden: list[object], name: str = "凡例", capacity: int = 30) -> bytes:
    """A sheet that is shown, and one that is not."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        shown = book.add_worksheet("施設")
        for at, row in enumerate([["名称", "定員"], ["中央公園", capacity], ["北公園", 40]]):
            shown.write_row(at, 0, row)
        sheet = book.add_worksheet(name)
        sheet.hide()
        for at, cells in enumerate(hidden):
            sheet.write_row(at, 0, cells)
    return kept.getvalue()


CODES = workbook(["記号", "意味"], ["○", "使える"], ["×", "使えない"])
PHONES = workbook(["係", "連絡先"], *([f"係{n}", f"090-1{n:03}-{n * 37:04}"] for n in range(20)))


def received(services: Services, content: bytes, **given: object):
    return factories.received(
        services, content=content, filename="halls.xlsx", publish=False, **given
    )


def questions(services: Services) -> list[DisclosureQuestion]:
    with services.reading() as session:
        return list(session.scalars(select(DisclosureQuestion).order_by(DisclosureQuestion.kind)))


def leave_out(services: Services, actor: Actor = EDITOR) -> None:
    with services.begin(actor) as uow:
        leaving_out.leave_out(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM))


def publish(services: Services) -> None:
    with services.begin(EDITOR) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "shelters", EDITOR))


def test_whoever_hands_it_in_leaves_it_out_and_publishes_alone(services: Services):
    received(services, CODES)
    with pytest.raises(DisclosureBlocked):
        publish(services)

    leave_out(services)
    publish(services)

    (question,) = questions(services)
    assert (question.decision, question.basis) == (Decision.ALLOWED, Basis.LEFT_OUT)
    assert question.decided_by == "editor@example.jp"


def test_the_workbook_itself_is_never_public_once_a_sheet_was_left_out(services: Services, client):
    received(services, CODES, publish_originals=True)

    leave_out(services)
    publish(services)

    assert client.get("/d/shelters/halls.csv").status_code == 200
    assert client.get("/d/shelters/halls/original").status_code == 404


def test_personal_data_in_a_hidden_sheet_need_another_person(services: Services):
    received(services, PHONES)

    leave_out(services)

    assert {q.kind for q in questions(services)} == {"hidden_sheet", "mobile"}
    assert {q.decision for q in questions(services)} == {Decision.PENDING}
    with pytest.raises(DisclosureBlocked):
        publish(services)


def test_a_hidden_sheet_too_large_to_be_searched_needs_another_person(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hidden_parts, "LARGEST_PART_BYTES", 900)
    received(services, workbook(*([n, "とても長い説明です"] for n in range(30))))

    leave_out(services)

    assert {q.kind for q in questions(services)} == {"hidden_sheet", "hidden_unread"}
    assert {q.decision for q in questions(services)} == {Decision.PENDING}


def test_only_who_may_edit_leaves_out(services: Services):
    received(services, CODES)

    with pytest.raises(NotAllowed):
        leave_out(services, Actor("r", frozenset({Permission.DISCLOSE}), frozenset({"kikikanri"})))


def test_next_months_workbook_is_left_out_as_before_unless_there_is_more_in_it(services: Services):
    received(services, CODES)
    leave_out(services)

    received(services, workbook(["記号", "意味"], ["○", "使える"], capacity=31))
    received(services, PHONES)

    answered = [q for q in questions(services) if q.decision is Decision.ALLOWED]
    assert [q.basis for q in answered] == [Basis.LEFT_OUT] * 2
    assert {q.kind for q in questions(services) if q.decision is Decision.PENDING} == {
        "hidden_sheet",
        "mobile",
    }


def test_no_other_question_is_answered_by_naming_this_ground(services: Services):
    factories.received(services, csv="店名,携帯電話\n" + "a,090-1234-5678\n" * 9, publish=False)
    (question,) = questions(services)
    officer = Actor("o@example.jp", frozenset({Permission.DISCLOSE}), frozenset({"kikikanri"}))

    with pytest.raises(DisclosureBlocked), services.begin(officer) as uow:
        disclosure.decide(uow, question.id, allow=True, reason="外した", basis=Basis.LEFT_OUT)


def test_a_file_that_is_read_otherwise_is_asked_about_in_new_words(services: Services):
    factories.received(services, csv="店名,携帯電話\n" + "a,090-1234-5678\n" * 9, publish=False)
    (question,) = questions(services)
    with services.begin(SYSTEM) as uow:
        version = queries.version(uow.session, question.version_id)
        place = hidden_parts.Place()
        found = (place.finding("mobile", 9, "連絡先"), place.finding("email", 3, "連絡先"))
        disclosure.ask(uow, version, found)

    asked = questions(services)

    assert [q.kind for q in asked] == ["email", "mobile"]
    assert asked[1].message["places"] == {"column": "連絡先", "count": 9}
