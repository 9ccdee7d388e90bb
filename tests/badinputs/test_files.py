"""Hostile files by the door that `portal inspect` and the portal's own jobs use."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from datasets.kernel import cell
from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import DomainError
from datasets.kernel.fork_server import ForkServer
from harvesters import compare
from tests.badinputs.big import NOT_MADE, ON_DEMAND
from tests.badinputs.expected import Row, agrees, answer_key

AT_ONCE = 2
MOST_WRONG = 0.02
LIMITS = CellLimits(memory_bytes=2 << 30, cpu_s=20, wall_s=60)
CANARY = Path("/tmp/badinput_canary")  # noqa: S108 - named by the files themselves
_DOORS = ("upload_csv", "upload_xlsx", "upload_zip", "upload_json", "upload_geojson")
_DOORS += ("upload_image", "upload_file", "harvest_document", "harvest_ckan", "harvest_datapackage")
# what a catalogue lacks is only known beside what it listed before
_AGAINST_BEFORE = frozenset({"E_MASS_DELETE"})


@dataclass(frozen=True)
class Answer:
    row: Row
    told: dict[str, Any]
    seconds: float

    @property
    def is_right(self) -> bool:
        return agrees(self.row, self.told["verdict"], self.told["codes"], self.told["says"])


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer(preload=["datasets.preparation", "datasets.validation.rehearsal"]) as running:
        yield running


def examined(server: ForkServer, path: Path) -> tuple[dict[str, Any], float]:
    """What is said of a file, and in how many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            told = cell.run(
                "tests.badinputs.measured:examine", str(path), folder, limits=LIMITS, server=server
            )
        except DomainError as refusal:  # the child itself was stopped
            told = {"verdict": "reject", "codes": [refusal.code], "says": [str(refusal)]}
    return told, time.monotonic() - began


def answered(server: ForkServer, row: Row) -> Answer:
    told, seconds = examined(server, row.path)
    return Answer(row, told, seconds)


@pytest.fixture(scope="module")
def answers(test_data: Path, server: ForkServer) -> list[Answer]:
    folder = test_data / "badinputs"
    if not (folder / "open").is_dir():
        pytest.skip(f"no hostile files: {folder} is not there")
    rows = [row for row in answer_key(folder) if row.channel in _DOORS and row.here]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(partial(answered, server), rows))


def test_hostile_files_get_the_verdict_of_their_answer_key(answers: list[Answer]) -> None:
    judged = [a for a in answers if not _AGAINST_BEFORE & set(a.row.codes)]

    wrong = [a for a in judged if not a.is_right]

    for answer in wrong:
        row, told = answer.row, answer.told
        print(row.name, told["verdict"], told["codes"], "in place of", row.verdicts, row.codes)  # noqa: T201
    assert len(judged) >= 100
    assert len(wrong) <= MOST_WRONG * len(judged)


def test_hostile_files_are_answered_within_their_memory(answers: list[Answer]) -> None:
    grown = {a.row.name: (a.told.get("grown_mb", -1), a.row.max_rss_mb) for a in answers}

    assert {name: told for name, told in grown.items() if not 0 <= told[0] <= told[1]} == {}


def test_hostile_files_are_answered_within_their_time(answers: list[Answer]) -> None:
    # what the process computed: other work on the machine does not count
    assert [a.row.name for a in answers if a.told.get("cpu_s", 0) > a.row.max_seconds] == []


@pytest.mark.parametrize("name", [*ON_DEMAND, *NOT_MADE])
def test_big_files_get_the_verdict_of_their_answer_key(
    test_data: Path, tmp_path: Path, server: ForkServer, name: str
) -> None:
    if name in NOT_MADE:
        pytest.skip(f"{name} is not made here: {NOT_MADE[name]}")
    row = next(row for row in answer_key(test_data / "badinputs") if row.name == name)
    path = tmp_path / name
    ON_DEMAND[name](path)

    told, _ = examined(server, path)

    assert agrees(row, told["verdict"], told["codes"], told["says"]), told
    assert told["grown_mb"] <= row.max_rss_mb
    assert told["cpu_s"] <= row.max_seconds


def test_hostile_files_run_nothing(answers: list[Answer]) -> None:
    assert answers
    assert not CANARY.exists()
    assert not [a.row.name for a in answers if "root:" in str(a.told)]


def test_no_hostile_file_stops_its_process(answers: list[Answer]) -> None:
    stopped = {"unreadable-file", "took-too-long", "too-large"}

    assert [a.row.name for a in answers if stopped & set(a.told["codes"])] == []


def test_a_catalogue_that_shrinks_waits_for_a_person(answers: list[Answer]) -> None:
    shrunk = [a for a in answers if a.row.codes == ("E_MASS_DELETE",)]
    before = {f"http://x/{number}": 0 for number in range(300)}

    for _ in range(compare.COMPLETE_RUNS_BEFORE_WITHDRAWAL):
        absence = compare.absent(before, frozenset(list(before)[:30]))
        before |= absence.missing_runs

    assert shrunk
    assert (absence.many, absence.withdraw) == (True, frozenset())
