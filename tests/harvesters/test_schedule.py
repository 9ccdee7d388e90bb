from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import InvalidDraft, NotAllowed, NotFound
from datasets.kernel.jobs import recent_jobs
from datasets.kernel.unit_of_work import UnitOfWork
from harvesters import queries, schedule, sources
from harvesters.models import HarvestRecord, HarvestRun, HarvestSource, Outcome, RunState
from harvesters.schedule import Rhythm

NIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # five in the morning of the city


@pytest.fixture
def source(services):
    with services.begin(SYSTEM) as uow:
        added = sources.add(
            uow, kind="folder", url="https://city.example/", organization="machi", options={}
        )
        added.cron = "0 3 * * *"
        added.created_at = NIGHT - timedelta(days=30)
        return added


def at(services, now, action, actor=SYSTEM):
    with services.sessions.begin() as session:
        return action(UnitOfWork(session, actor, now))


def changed(services, source, **values):
    with services.sessions.begin() as session:
        kept = session.get_one(HarvestSource, source.id)
        for name, value in values.items():
            setattr(kept, name, value)


def ran(services, source, started_at):
    with services.sessions.begin() as session:
        session.add(HarvestRun(source_id=source.id, started_at=started_at, state=RunState.COMPLETE))


def queued(services):
    with services.reading() as session:
        return [job.payload for job in recent_jobs(session, name="harvest")]


def test_a_source_is_queued_once_for_each_time_it_is_due(services, source):
    at(services, NIGHT, schedule.queue_due)
    at(services, NIGHT + timedelta(minutes=5), schedule.queue_due)

    assert queued(services) == [{"source": str(source.id)}]


def test_a_source_that_has_run_since_is_not_due(services, source):
    ran(services, source, NIGHT - timedelta(hours=1))

    assert at(services, NIGHT, schedule.queue_due).queued == []
    assert len(at(services, NIGHT + timedelta(days=1), schedule.queue_due).queued) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"cron": ""},
        {"paused_at": NIGHT},
        {"not_before": NIGHT + timedelta(minutes=1)},
        {"created_at": NIGHT - timedelta(minutes=1)},
    ],
)
def test_a_source_without_a_time_paused_left_alone_or_new_is_not_due(services, source, values):
    changed(services, source, **values)

    assert at(services, NIGHT, schedule.queue_due).queued == []


def test_three_failures_in_a_row_pause_a_source_with_a_reason(services, source):
    changed(services, source, failures=3)

    done = at(services, NIGHT, schedule.queue_due)
    again = at(services, NIGHT, schedule.queue_due)

    with services.reading() as session:
        kept = session.get_one(HarvestSource, source.id)
        told = queries.attention(session, SYSTEM)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "pause")).one()
    assert ([s.slug for s in done.paused], again.paused) == ([source.slug], [])
    assert (kept.paused_at, kept.paused_reason["places"]) == (NIGHT, {"count": 3})
    assert [str(task.reason) for task in told] == [
        "It failed 3 times in a row. Look at its last run, then resume it."
    ]
    assert (entry.actor, entry.detail) == ("system", {"failures": 3})
    assert queued(services) == []


def test_a_source_that_is_resumed_begins_anew(services, source):
    changed(services, source, failures=3)
    at(services, NIGHT, schedule.queue_due)

    at(services, NIGHT, lambda uow: schedule.resume(uow, uow.session.get(HarvestSource, source.id)))

    assert len(at(services, NIGHT, schedule.queue_due).queued) == 1
    with services.reading() as session:
        assert queries.attention(session, SYSTEM) == []


@given(st.sampled_from(Rhythm), st.text("abc-", min_size=2, max_size=20))
def test_a_chosen_rhythm_is_known_again_and_runs_at_night(rhythm, slug):
    cron = "5 5 5 5 *" if rhythm is Rhythm.OWN else schedule.cron_of(rhythm, slug)
    made = HarvestSource(slug=slug, cron=cron, created_at=NIGHT)

    assert schedule.rhythm_of(made) is rhythm
    following = schedule.next_run(made, NIGHT)
    assert (following is None) is (rhythm is Rhythm.NEVER)
    if following is not None:
        assert following > NIGHT
        assert 1 <= following.hour <= 5


def test_a_record_is_tried_again_only_if_the_source_has_listed_it(services, source):
    with services.sessions.begin() as session:
        session.add(
            HarvestRecord(
                source_id=source.id,
                identifier="a",
                outcome=Outcome.FAILED,
                run_id=source.id,
                met_at=NIGHT,
            )
        )

    at(services, NIGHT, lambda uow: schedule.retry(uow, source, "a"))
    at(services, NIGHT, lambda uow: schedule.retry(uow, source, "a"))

    assert queued(services) == [{"source": str(source.id), "only": "a"}]
    with pytest.raises(NotFound):
        at(services, NIGHT, lambda uow: schedule.retry(uow, source, "b"))


def test_only_who_harvests_for_the_organization_decides_about_a_source(services, source):
    stranger = Actor("x@example.jp", frozenset(Permission), frozenset({"other"}))
    actions = (
        lambda uow: schedule.pause(uow, source, "reason"),
        lambda uow: schedule.resume(uow, source),
        lambda uow: schedule.run_now(uow, source),
        lambda uow: schedule.retry(uow, source, "a"),
        lambda uow: schedule.set_rhythm(uow, source, Rhythm.DAILY),
        lambda uow: sources.agree(uow, source, "agreed"),
        lambda uow: sources.agree_to_absence(uow, source, 0),
        lambda uow: sources.change(uow, source, url="https://x.example", options={}, publish=True),
        lambda uow: sources.add(
            uow, kind="folder", url=source.url, organization="other", options={}
        ),
        schedule.queue_due,
    )

    for action in actions:
        with pytest.raises(NotAllowed):
            at(services, NIGHT, action, stranger)
    with services.reading() as session:
        assert queries.standings(session, stranger) == []
        with pytest.raises(NotFound):
            sources.by_slug_of(session, source.slug, stranger)


@pytest.mark.parametrize("reason", ["", "   ", "なし"])
def test_a_pause_and_an_agreement_want_a_reason(services, source, reason):
    with pytest.raises(InvalidDraft):
        at(services, NIGHT, lambda uow: schedule.pause(uow, source, reason))
    if reason.strip():
        with pytest.raises(InvalidDraft):
            at(services, NIGHT, lambda uow: sources.agree(uow, source, reason))


def test_a_time_that_cannot_be_read_is_refused(services, source):
    with pytest.raises(InvalidDraft):
        at(services, NIGHT, lambda uow: schedule.set_cron(uow, source, "at dawn"))
