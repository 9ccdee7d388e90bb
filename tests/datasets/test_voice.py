from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import listening, voice
from datasets.kernel.actors import ANYONE, SYSTEM, Actor, Permission
from datasets.kernel.errors import DomainError, InvalidMove, NotAllowed
from datasets.models.voice import (
    CLOSED_REQUESTS,
    REPORT_MOVES,
    REQUEST_MOVES,
    DataRequest,
    ReportState,
    RequestState,
)
from datasets.voice import Correction, RequestAnswer, Wish
from tests import factories


def answer(state: RequestState) -> RequestAnswer:
    return RequestAnswer(
        state=state, words="理由", due_on=date(2999, 1, 1), dataset_slug="shelters"
    )


@pytest.mark.parametrize(
    "path", [list(RequestState), list(reversed(RequestState)), [*RequestState] * 2]
)
def test_a_request_never_leaves_its_table(services, path):
    factories.published(services)
    with services.begin(ANYONE) as uow:
        number = voice.ask(uow, Wish(title="除雪"))[0].id

    for state in path:
        with services.begin(SYSTEM) as uow:
            wanted = uow.session.get_one(DataRequest, number)
            before = wanted.state
            if (before, state) in REQUEST_MOVES:
                voice.answer_request(uow, wanted, answer(state))
                assert wanted.state is state
                assert (wanted.closed_at is not None) is (state in CLOSED_REQUESTS)
            else:
                with pytest.raises(InvalidMove):
                    voice.answer_request(uow, wanted, answer(state))
                assert wanted.state is before


def test_every_state_of_the_tables_can_be_reached_and_published_is_the_end():
    for moves, states in ((REQUEST_MOVES, RequestState), (REPORT_MOVES, ReportState)):
        reached = {next(iter(states))} | {after for _, after in moves}
        assert reached == set(states)
    assert not [1 for before, _ in REQUEST_MOVES if before is RequestState.PUBLISHED]


def test_only_who_moderates_answers_requests(services):
    editor = Actor("editor", {Permission.EDIT, Permission.PUBLISH}, None)
    with services.begin(ANYONE) as uow:
        number = voice.ask(uow, Wish(title="除雪"))[0].id

    for who in (ANYONE, editor):
        with pytest.raises(NotAllowed), services.begin(who) as uow:
            voice.accept(uow, uow.session.get_one(DataRequest, number), public=True)
        with pytest.raises(NotAllowed), services.begin(who) as uow:
            voice.answer_request(
                uow, uow.session.get_one(DataRequest, number), answer(RequestState.CHECKING)
            )
    reviewer = Actor("reviewer", {Permission.MODERATE}, None)
    with services.begin(reviewer) as uow:
        voice.accept(uow, uow.session.get_one(DataRequest, number), public=True)


def test_only_the_secret_itself_opens_what_somebody_wrote(services):
    factories.published(services)
    with services.begin(ANYONE) as uow:
        wanted, secret = voice.ask(uow, Wish(title="除雪"))
        made, other = voice.report(uow, Correction(slug="shelters", text="ちがう"))
        digests = wanted.secret_digest, made.secret_digest

    with services.reading() as session:
        assert listening.request_by_secret(session, secret).title == "除雪"
        assert listening.report_by_secret(session, other).text == "ちがう"
        for wrong in ("", other, *digests):
            with pytest.raises(DomainError):
                listening.request_by_secret(session, wrong)


@given(st.text(max_size=200), st.text(max_size=1200), st.text(max_size=300))
def test_what_has_no_fault_has_words_and_is_not_too_long(title, purpose, contact):
    wish = Wish(title=title, purpose=purpose, contact=contact)

    fields = {fault.field for fault in voice.wish_faults(wish)}

    if not title.strip():
        assert "title" in fields
    if not fields:
        assert len(title.strip()) >= 1
