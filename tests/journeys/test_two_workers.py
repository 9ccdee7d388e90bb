"""Two web processes and two workers on one home; one worker is killed: all is done, and once."""

import os
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from datasets import publishing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.audit import AuditEntry
from datasets.kernel.jobs import Job, JobState
from datasets.models.dataset import Dataset
from datasets.models.distribution import FileVersion, Stage
from harvesters import sources
from portal.commands.harvesting import queue
from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases
from tests.command import portal, started
from tests.processes import kill, wait

FILES = 20
LIVE = (JobState.QUEUED.value, JobState.RUNNING.value)


@dataclass(frozen=True, slots=True)
class Office:
    """A portal on several processes.

    Attributes:
        sites: Addresses of its web processes.
        killed: Names of the workers that were killed.
    """

    services: Services
    sites: list[str]
    killed: list[str]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A portal that has harvested a folder, although one of its two workers was killed."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("city")
    for number in range(FILES):
        rows = "".join(f"{row},施設{number}の{row},{row * 3}\n" for row in range(30))
        (folder / f"facility-{number:02}.csv").write_text(f"番号,名称,定員\n{rows}", "utf-8")
    portal(home, "init")
    portal(home, "harvest", "add", "folder", str(folder), "--organization", "machi")
    settings = Settings(home=home, database_url=databases.url(home), secret_key="test")
    services = wire(settings)
    with ExitStack() as running:
        ports = [_free_port(), _free_port()]
        for port in ports:
            running.enter_context(_going(home, "serve", "--no-worker", "--port", str(port)))
        workers = [running.enter_context(_going(home, "worker", "--slots", "2")) for _ in range(2)]
        _queue_harvest(services)
        wait(lambda: _count(services) >= 4)
        killed = _kill_harvester(services, [worker.pid for worker in workers])
        wait(lambda: _live_jobs(services) == 0)
        sites = [f"http://127.0.0.1:{port}" for port in ports]
        wait(lambda: all(_answers(site) for site in sites))
        yield Office(services, sites, killed)
    services.engine.dispose()


def test_the_worker_that_lives_ends_what_the_other_had_begun(office):
    with office.services.reading() as session:
        states = Counter(session.scalars(select(Job.state)))
        harvest = session.scalars(select(Job).where(Job.name == "harvest")).one()

    assert set(states) == {JobState.DONE.value}
    assert harvest.tries == 2
    assert harvest.worker not in office.killed


def test_every_file_is_one_dataset_of_one_version(office):
    with office.services.reading() as session:
        origins = session.scalars(select(Dataset.origin_identifier)).all()
        versions = session.execute(select(FileVersion.number, FileVersion.stage)).all()
        acts = session.execute(select(AuditEntry.action, AuditEntry.subject_id)).all()

    assert len(set(origins)) == len(origins) == FILES
    assert Counter(versions) == {(1, Stage.PACKAGED): FILES}
    done = Counter(action for action, _ in acts if action != "withdraw")  # by the test below
    assert done == {"add": 1, "receive": FILES, "publish": FILES}
    assert len(set(acts)) == len(acts)


def test_what_is_published_and_withdrawn_shows_on_both_sites(office):
    wait(lambda: {_total(site) for site in office.sites} == {FILES})
    slug = httpx2.get(f"{office.sites[0]}/api/v1/datasets").json()["items"][0]["slug"]
    pages = [f"{site}/ja/dataset/{slug}" for site in office.sites]
    assert [httpx2.get(page).status_code for page in pages] == [200, 200]

    with office.services.begin(SYSTEM) as uow:
        dataset = uow.session.scalars(select(Dataset).where(Dataset.slug == slug)).one()
        publishing.withdraw(uow, dataset, "施設の廃止")

    assert [httpx2.get(page).status_code for page in pages] == [410, 410]
    wait(lambda: {_total(site) for site in office.sites} == {FILES - 1})


@contextmanager
def _going(home: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = started(home, *words)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _queue_harvest(services: Services) -> None:
    with services.begin(SYSTEM) as uow:
        [source] = sources.everything(uow.session)
        queue(uow.session, source, uow.now)


def _kill_harvester(services: Services, pids: list[int]) -> list[str]:
    """Kill the worker that runs the harvest; its name."""
    with services.reading() as session:
        [name] = session.scalars(select(Job.worker).where(Job.name == "harvest"))
    pid = int(name.rpartition(":")[2])
    assert pid in pids
    kill(pid)
    assert _count(services) < FILES, "it had ended before it was killed"
    return [name]


def _count(services: Services) -> int:
    with services.reading() as session:
        return session.scalar(select(func.count(Dataset.id))) or 0


def _live_jobs(services: Services) -> int:
    with services.reading() as session:
        return session.scalar(select(func.count(Job.id)).where(Job.state.in_(LIVE))) or 0


def _answers(site: str) -> bool:
    try:
        return httpx2.get(f"{site}/readyz").status_code == 200
    except httpx2.TransportError:
        return False


def _total(site: str) -> int:
    return int(httpx2.get(f"{site}/api/v1/datasets").json()["total"])


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
