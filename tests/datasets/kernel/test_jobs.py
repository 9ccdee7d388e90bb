from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from datasets.kernel.cron import CronEntry, enqueue_due
from datasets.kernel.db import Base, create_engine, session_factory, transaction
from datasets.kernel.errors import UnreadableFile
from datasets.kernel.job_leases import (
    LeaseLost,
    claim,
    fail,
    finish,
    heartbeat,
    ready,
    release,
    release_expired,
    require_lease,
)
from datasets.kernel.jobs import (
    Job,
    JobState,
    enqueue,
    job_counts,
    postpone,
    recent_jobs,
    retry_failed,
)
from datasets.kernel.messages import Message
from datasets.kernel.reporting import Progress

NOW = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def sessions(database_url):
    engine = create_engine(database_url)
    Base.metadata.create_all(engine)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def queue(sessions):
    def put(name="read", **options):
        with transaction(sessions) as session:
            return enqueue(session, name, {"file": "a"}, now=NOW, **options)

    return put


def take(sessions, at=NOW, worker="one"):
    with transaction(sessions) as session:
        return claim(session, worker, at, lease_s=10)


def stored(sessions, job_id):
    with sessions() as session:
        return session.get_one(Job, job_id)


def test_a_job_queued_in_a_failed_transaction_never_was(sessions):
    def queue_and_fail():
        with transaction(sessions) as session:
            enqueue(session, "read", {}, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue_and_fail()

    assert take(sessions) is None


def test_a_job_is_claimed_by_one_worker_only(sessions, queue):
    queue()

    first, second = take(sessions), take(sessions, worker="two")

    assert first is not None
    assert first.payload == {"file": "a"}
    assert second is None


def test_each_job_is_claimed_once_by_four_workers_at_a_time(sessions, queue):
    ids = [queue() for _ in range(24)]

    def work(worker):
        took = []
        while held := take(sessions, worker=worker):
            took.append(held.job_id)
        return took

    with ThreadPoolExecutor(4) as pool:
        took = [id_ for ids in pool.map(work, "abcd") for id_ in ids]

    assert sorted(took) == sorted(ids)


def test_the_same_work_is_queued_once_by_four_who_ask_at_a_time(sessions, queue):
    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(lambda _: queue(unique_key="index"), range(12)))

    assert len(ids) == 1


def test_the_job_of_highest_priority_goes_first_and_then_the_oldest(sessions, queue):
    ids = [queue(), queue(priority=5), queue(priority=5)]

    order = [take(sessions).job_id for _ in ids]

    assert order == [ids[1], ids[2], ids[0]]


def test_a_postponed_job_waits_for_its_time(sessions, queue):
    job_id = queue()
    with transaction(sessions) as session:
        postpone(session, job_id, after(60))

    with sessions() as session:
        assert not ready(session, after(59))
        assert ready(session, after(60))


def test_a_worker_claims_only_what_it_can_do(sessions, queue):
    queue("harvest")

    with transaction(sessions) as session:
        assert claim(session, "one", NOW, 10, names=["read"]) is None
        assert claim(session, "one", NOW, 10, names=["harvest"]) is not None


def test_the_same_work_is_queued_once(sessions, queue):
    assert queue(unique_key="index:1") == queue(unique_key="index:1")

    held = take(sessions)

    assert take(sessions) is None
    with transaction(sessions) as session:
        assert finish(session, held, NOW)
    assert stored(sessions, held.job_id).state == JobState.DONE


def test_work_asked_for_while_it_runs_runs_once_more(sessions, queue):
    queue(unique_key="index:1")
    held = take(sessions)
    queue(unique_key="index:1")
    assert take(sessions) is None

    with transaction(sessions) as session:
        finish(session, held, after(1))

    assert take(sessions, after(1)).job_id == held.job_id


def test_work_that_is_done_may_be_queued_again(sessions, queue):
    first = queue(unique_key="index:1")
    with transaction(sessions) as session:
        finish(session, claim(session, "one", NOW, 10), NOW)

    assert queue(unique_key="index:1") != first


def test_a_silent_worker_loses_its_job_and_may_not_finish_it(sessions, queue):
    queue()
    stale = take(sessions)

    with transaction(sessions) as session:
        assert release_expired(session, after(11)) == 1
    newer = take(sessions, after(11), worker="two")

    with transaction(sessions) as session:
        assert not heartbeat(session, stale, after(12), 10)
        assert not finish(session, stale, after(12))
        assert not fail(session, stale, after(12), "broken")
        assert not release(session, stale, after(12))
        with pytest.raises(LeaseLost):
            require_lease(session, stale)
        require_lease(session, newer)
        assert finish(session, newer, after(12))


def test_a_heartbeat_keeps_the_job_and_shows_how_far_it_is(sessions, queue):
    queue()
    held = take(sessions)

    with transaction(sessions) as session:
        progress = Progress(5, 10, Message("Reading {name}", {"name": "避難所"}))
        assert heartbeat(session, held, after(9), 10, progress, ["started"])
        assert heartbeat(session, held, after(9), 10, lines=["half"])
        assert release_expired(session, after(18)) == 0

    job = stored(sessions, held.job_id)
    assert (job.progress_done, job.progress_total) == (5, 10)
    assert job.progress_text == {"msgid": "Reading {name}", "places": {"name": "避難所"}}
    assert job.log == ["started", "half"]
    assert job.lease_until == after(19)


def test_a_failing_job_waits_longer_each_time_and_then_stays_failed(sessions, queue):
    job_id = queue()
    waits = []
    at = NOW

    for _ in range(3):
        held = take(sessions, at)
        with transaction(sessions) as session:
            fail(session, held, at, "Traceback …")
        waits.append((stored(sessions, job_id).run_at - at).total_seconds())
        at = stored(sessions, job_id).run_at

    assert waits == [2, 4, 8]
    assert stored(sessions, job_id).state == JobState.FAILED
    with transaction(sessions) as session:
        assert retry_failed(session, job_id, now=at)
        assert not retry_failed(session, job_id, now=at)
    assert take(sessions, at).tries == 1


def test_a_refusal_that_cannot_change_is_not_tried_again(sessions, queue):
    job_id = queue()
    held = take(sessions)

    with transaction(sessions) as session:
        fail(session, held, NOW, "Traceback …", UnreadableFile("It is broken"), retry=False)

    job = stored(sessions, job_id)
    assert job.state == JobState.FAILED
    assert job.refusal == {"msgid": "It is broken", "places": {}}


def test_a_failed_job_is_not_queued_beside_the_same_work(sessions, queue):
    failed = queue(unique_key="index:1")
    held = take(sessions)
    with transaction(sessions) as session:
        fail(session, held, NOW, "Traceback …", retry=False)
    queue(unique_key="index:1")

    with transaction(sessions) as session:
        assert not retry_failed(session, failed, now=NOW)


def test_a_job_given_back_has_not_used_a_try(sessions, queue):
    queue()

    with transaction(sessions) as session:
        assert release(session, claim(session, "one", NOW, 10), NOW)

    assert take(sessions).tries == 1


def test_staff_see_what_is_queued_and_what_failed(sessions, queue):
    ids = [queue("read"), queue("index")]

    with sessions() as session:
        assert job_counts(session) == {"queued": 2}
        assert [job.id for job in recent_jobs(session)] == ids[::-1]
        assert [job.id for job in recent_jobs(session, name="read")] == ids[:1]


def test_a_due_time_is_queued_once_by_several_workers(sessions):
    nightly = [CronEntry("harvest", "30 12 * * *", {"all": True})]

    def look(at):
        with transaction(sessions) as session:
            return enqueue_due(session, nightly, at)

    assert look(NOW) == []
    assert look(after(29 * 60)) == []
    assert len(look(after(30 * 60 + 1))) == 1
    with transaction(sessions) as session:
        finish(session, claim(session, "one", after(1900), 10), after(1900))
    assert look(after(30 * 60 + 59)) == []
    assert len(look(after(3 * 86_400))) == 1


def test_reading_waits_for_no_writer(sessions, queue):
    queue()

    with transaction(sessions) as writer:
        writer.execute(text("UPDATE job SET rank = 9"))
        with sessions() as reader:
            assert reader.scalar(text("SELECT rank FROM job")) == 0
