"""Kill -9 in the middle of a harvest, and again in the middle of one file: nothing is lost."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from datasets.kernel.audit import AuditEntry
from datasets.kernel.db import Base
from datasets.kernel.jobs import Job, JobState
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.quality import QualityReport
from datasets.search.index import SearchQuery
from harvesters.models import HarvestRecord, HarvestRun, Outcome, RunState
from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases
from tests.command import portal, started
from tests.processes import children, computed_s, kill, wait

SMALL_FILES = 24
BIG_ROWS = 40_000
LIVE = (JobState.QUEUED.value, JobState.RUNNING.value)


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A portal that was killed twice while it harvested, and then left to work."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("city")
    _write_files(folder)
    portal(home, "init")
    portal(home, "harvest", "add", "folder", str(folder), "--organization", "machi")
    services = wire(Settings(home=home, database_url=databases.url(home), secret_key="test"))
    _kill_harvest(home, services)
    _kill_preparation(home, services)
    last = started(home, "worker", "--slots", "2")
    try:
        wait(lambda: _jobs(services, *LIVE) == 0)
    finally:
        last.terminate()
        last.wait(20)
    yield services
    services.engine.dispose()


def test_every_file_is_received_once_and_packaged(survivor):
    with survivor.reading() as session:
        stages = session.scalars(select(FileVersion.stage)).all()
        origins = session.scalars(select(Dataset.origin_identifier)).all()
        numbers = session.scalars(select(FileVersion.number)).all()
        distributions = session.scalar(select(func.count(Distribution.id)))
        reports = session.scalar(select(func.count(QualityReport.version_id)))

    expected = SMALL_FILES + 1
    assert Counter(stages) == {Stage.PACKAGED: expected}
    assert len(set(origins)) == len(origins) == distributions == reports == expected
    assert set(numbers) == {1}


def test_nothing_is_asked_or_written_down_twice(survivor):
    with survivor.reading() as session:
        questions = session.scalars(select(DisclosureQuestion.kind)).all()
        entries = session.execute(select(AuditEntry.action, AuditEntry.subject_id)).all()

    assert questions == ["mobile"]
    acts = Counter(action for action, _ in entries)
    assert acts == {"add": 1, "receive": SMALL_FILES + 1, "publish": SMALL_FILES}
    assert len(set(entries)) == len(entries)


def test_what_is_public_can_be_found_and_what_is_asked_about_cannot(survivor):
    with survivor.reading() as session:
        states = Counter(session.scalars(select(Dataset.state)))
        public = set(session.scalars(select(Dataset.slug).where(Dataset.state == State.PUBLISHED)))
        current = session.scalars(select(Distribution.current_number)).all()

    found = survivor.index.search(SearchQuery(size=100))
    assert states == {State.PUBLISHED: SMALL_FILES, State.IN_REVIEW: 1}
    assert {hit.slug for hit in found.hits} == public
    assert Counter(current) == {1: SMALL_FILES, None: 1}


def test_the_interrupted_run_is_told_apart_from_the_one_that_ended(survivor):
    with survivor.reading() as session:
        states = session.scalars(select(HarvestRun.state).order_by(HarvestRun.started_at)).all()
        outcomes = Counter(session.scalars(select(HarvestRecord.outcome)))
        failed = session.scalars(select(Job.id).where(Job.state == JobState.FAILED.value)).all()

    assert states[-1] is RunState.COMPLETE
    assert set(states[:-1]) == {RunState.FAILED}
    assert outcomes.total() == SMALL_FILES + 1
    assert set(outcomes) <= {Outcome.NEW, Outcome.SAME}
    assert failed == []


def test_every_kept_file_is_whole(survivor):
    told = portal(survivor.settings.home, "doctor")

    assert " 0 damaged" in told.stdout


def _write_files(folder: Path) -> None:
    for number in range(SMALL_FILES):
        mobile = number == 3
        name = f"facility-{number:02}"
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["番号", "名称", "携帯電話" if mobile else "定員"])
            for row in range(40):
                last = f"090-1{row:03}-{row:04}" if mobile else str(row * 3)
                writer.writerow([row + 1, f"施設{number}の{row}", last])
    with (folder / "z-big.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["番号", "名称", "地区", "定員", "日付"])
        for row in range(BIG_ROWS):
            day = f"2026-{row % 12 + 1:02}-{row % 28 + 1:02}"
            writer.writerow([row + 1, f"施設{row}", f"地区{row % 50}", row % 977, day])


def _kill_harvest(home: Path, services: Services) -> None:
    harvest = started(home, "harvest", "run")
    wait(lambda: _count(services, Dataset) >= 6)
    kill(harvest.pid)
    harvest.wait()
    assert _count(services, Dataset) < SMALL_FILES + 1, "it had ended before it was killed"
    assert _jobs(services, JobState.RUNNING.value) >= 1


def _kill_preparation(home: Path, services: Services) -> None:
    worker = started(home, "worker")

    def big_file_is_at_work() -> bool:
        return _is_prepared_now(services, "z-big.csv") and _busiest_s(worker.pid) > 0.5

    wait(big_file_is_at_work)
    kill(worker.pid)
    worker.wait()


def _is_prepared_now(services: Services, filename: str) -> bool:
    with services.reading() as session:
        payloads = session.scalars(
            select(Job.payload).where(Job.name == "prepare", Job.state == JobState.RUNNING.value)
        ).all()
        versions = [session.get_one(FileVersion, UUID(told["version"])) for told in payloads]
    return filename in [version.filename for version in versions]


def _count(services: Services, model: type[Base]) -> int:
    with services.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def _jobs(services: Services, *states: str) -> int:
    with services.reading() as session:
        return session.scalar(select(func.count(Job.id)).where(Job.state.in_(states))) or 0


def _busiest_s(worker: int) -> float:
    """Seconds the busiest process below the worker's fork server has computed."""
    servers = children(worker)
    return max((computed_s(pid) for server in servers for pid in children(server)), default=0.0)
