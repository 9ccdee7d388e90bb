import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from datasets.kernel.db import Base, create_engine, session_factory, transaction
from datasets.kernel.fork_server import ForkServer
from datasets.kernel.job_runner import Runner
from datasets.kernel.jobs import Job, JobState, enqueue
from tests.datasets.kernel import runner_functions as functions

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def server():
    with ForkServer(preload=[functions.HERE]) as running:
        yield running


@pytest.fixture
def url(database_url):
    return database_url


@pytest.fixture
def sessions(url):
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    yield session_factory(engine)
    engine.dispose()


@pytest.fixture
def runner(sessions, url, server):
    return Runner(
        sessions=sessions,
        handlers=functions.HANDLERS,
        bootstrap=f"{functions.HERE}:bootstrap",
        argument={"database": url},
        server=server,
        slots=2,
    )


@pytest.fixture
def worker(url):
    """Starts worker processes and ends them with the test."""
    started = []

    def start():
        command = [sys.executable, "-m", functions.HERE, url]
        started.append(subprocess.Popen(command, cwd=REPOSITORY))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def queue(sessions, tmp_path):
    def put(name, **payload):
        payload = {"notes": str(tmp_path / "notes"), "pid": str(tmp_path / "pid"), **payload}
        with transaction(sessions) as session:
            return enqueue(session, name, payload, now=datetime.now(UTC))

    return put


@pytest.fixture
def job(sessions):
    def stored(job_id):
        with sessions() as session:
            return session.get_one(Job, job_id)

    return stored


def notes(tmp_path):
    path = tmp_path / "notes"
    return path.read_text(encoding="ascii").split() if path.exists() else []


def wait_until(condition, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_jobs_run_until_none_is_left(runner, queue, job, tmp_path):
    ids = [queue("note") for _ in range(5)]

    assert runner.run_until_idle() == 5

    assert notes(tmp_path) == ["done"] * 5
    assert {job(job_id).state for job_id in ids} == {JobState.DONE}


def test_a_refusal_is_kept_as_a_sentence_and_not_tried_again(runner, queue, job):
    job_id = queue("refused")

    runner.run_until_idle()

    assert job(job_id).state == JobState.FAILED
    assert job(job_id).refusal == {
        "msgid": "The file {name} is broken",
        "places": {"name": "a.csv"},
    }


def test_a_source_that_does_not_answer_is_asked_again_later(runner, queue, job):
    job_id = queue("unavailable")

    runner.run_until_idle()

    assert job(job_id).state == JobState.QUEUED
    assert job(job_id).run_at > job(job_id).started_at


def test_a_bug_leaves_its_traceback_on_the_job(runner, queue, job):
    job_id = queue("broken")

    runner.run_until_idle()

    assert "ValueError: a bug of ours" in job(job_id).error


def test_what_a_job_says_is_kept(runner, queue, job):
    job_id = queue("told")

    runner.run_until_idle()

    assert job(job_id).log == ["reading", "read"]
    assert (job(job_id).progress_done, job(job_id).progress_total) == (1, 2)
    assert job(job_id).progress_text == {"msgid": "Reading", "places": {}}


def test_jobs_may_run_in_the_same_process_for_tests(sessions, queue, job, tmp_path):
    inline = Runner(sessions=sessions, handlers=functions.HANDLERS, inline_context=sessions)
    done, failed = queue("note"), queue("broken")

    inline.run_until_idle()

    assert notes(tmp_path) == ["done"]
    assert job(done).state == JobState.DONE
    assert "ValueError" in job(failed).error


def test_a_job_nobody_here_can_do_is_left_for_others(runner, queue, job):
    job_id = queue("unheard-of")

    assert runner.run_until_idle() == 0

    assert job(job_id).state == JobState.QUEUED


def test_a_job_whose_process_is_killed_is_done_once_after_all(worker, queue, job, tmp_path):
    job_id = queue("suicide")

    worker()

    assert wait_until(lambda: job(job_id).state == JobState.DONE)
    assert notes(tmp_path) == ["done"]
    assert job(job_id).tries == 2


def test_a_job_whose_worker_is_killed_is_done_once_within_fifteen_seconds(
    worker, queue, job, tmp_path
):
    job_id = queue("slow", seconds=60)
    first = worker()
    assert wait_until((tmp_path / "pid").exists)
    time.sleep(0.2)
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))

    first.kill()
    worker()

    assert wait_until(lambda: not Path(f"/proc/{pid}").exists(), 3)
    assert wait_until(lambda: job(job_id).state == JobState.DONE)
    assert notes(tmp_path) == ["done"]


def test_a_worker_told_to_stop_gives_its_job_back_at_once(worker, queue, job, tmp_path):
    job_id = queue("slow", seconds=60)
    first = worker()
    assert wait_until((tmp_path / "pid").exists)

    first.send_signal(signal.SIGTERM)

    assert first.wait(5) == 0
    assert job(job_id).state == JobState.QUEUED
    assert job(job_id).tries == 0


def test_a_worker_that_was_frozen_may_not_finish_what_another_has_done(
    worker, queue, job, tmp_path
):
    job_id = queue("slow", seconds=60)
    frozen = worker()
    assert wait_until((tmp_path / "pid").exists)
    os.kill(frozen.pid, signal.SIGSTOP)

    worker()
    assert wait_until(lambda: job(job_id).state == JobState.DONE)
    token = job(job_id).lease_token
    os.kill(frozen.pid, signal.SIGCONT)
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))

    assert wait_until(lambda: not Path(f"/proc/{pid}").exists(), 5)
    assert job(job_id).lease_token == token
    assert notes(tmp_path) == ["done"]
