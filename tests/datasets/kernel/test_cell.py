import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from datasets.kernel import cell
from datasets.kernel.cell import CellLimits
from datasets.kernel.errors import TookTooLong, TooLarge, UnreadableFile
from datasets.kernel.fork_server import ForkServer, dotted_path
from tests.datasets.kernel import cell_functions as functions

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def server():
    with ForkServer(preload=["tests.datasets.kernel.cell_functions", "decimal"]) as running:
        yield running


@pytest.fixture
def run(server):
    def in_cell(function, *args, **limits):
        return cell.run(function, *args, limits=CellLimits(**limits), server=server)

    return in_cell


def wait_until(condition, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_cell_returns_what_its_function_returns(run, tmp_path):
    assert run(functions.echo, {"市": [1, None, 2.5]})["value"] == {"市": [1, None, 2.5]}
    assert run(functions.echo, tmp_path)["value"] == str(tmp_path)


def test_a_cell_works_in_a_directory_of_its_own_that_is_removed(run):
    first, second = run(functions.echo, 1)["cwd"], run(functions.echo, 1)["cwd"]

    assert first != second
    assert wait_until(lambda: not Path(first).exists() and not Path(second).exists())


def test_a_cell_finds_what_the_server_has_imported(run):
    assert "decimal" in run(functions.modules)


def test_a_refusal_comes_back_as_the_same_refusal(run):
    with pytest.raises(UnreadableFile) as caught:
        run(functions.refuse, "避難所.csv")

    assert caught.value.message.msgid == "The file {name} is broken"
    assert caught.value.message.places == {"name": "避難所.csv"}


@pytest.mark.parametrize(
    "function",
    [functions.break_down, functions.crash, functions.abort, functions.not_json],
)
def test_whatever_breaks_in_a_cell_is_a_file_that_cannot_be_read(run, function):
    with pytest.raises(UnreadableFile):
        run(function)

    assert run(functions.echo, 1)["value"] == 1


def test_too_much_memory_is_refused(run):
    with pytest.raises(TooLarge):
        run(functions.eat_memory, memory_bytes=1 << 28)


def test_too_large_a_file_is_refused(run, tmp_path):
    with pytest.raises(TooLarge):
        run(functions.write, tmp_path / "large", 8 << 20, file_bytes=4 << 20)

    assert (tmp_path / "large").stat().st_size <= 4 << 20


def test_a_cell_writes_only_where_it_is_told_to(run, tmp_path):
    folder, elsewhere = tmp_path / "made", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "old").write_text("old")

    # a list, so that the second folder is not one that the function is handed
    assert run(functions.write_beside, str(folder), [str(elsewhere), "new"]) == "refused"

    assert [path.name for path in folder.iterdir()] == ["here"]
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == {"old": "old"}


def test_endless_computing_is_ended(run):
    with pytest.raises(TookTooLong):
        run(functions.compute, cpu_s=1)


def test_waiting_too_long_is_ended_on_time(run):
    began = time.monotonic()

    with pytest.raises(TookTooLong):
        run(functions.sleep, 600, wall_s=0.5)

    assert time.monotonic() - began < 300


def test_a_cell_reaches_no_network(run):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(UnreadableFile):
            run(functions.connect, port)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's own")
def test_a_parser_that_is_not_python_reaches_no_network_either(run):
    handle, number = run(functions.connect_natively, 80)

    assert handle == -1
    assert number != 0


@pytest.mark.parametrize("function", [functions.fork, functions.execute])
def test_a_cell_starts_no_process(run, function):
    with pytest.raises(UnreadableFile):
        run(function)


def test_progress_is_heard_while_the_cell_works(server):
    heard = []

    assert cell.run(functions.count, 3, progress=heard.append, server=server) == 3

    assert [(said.done, said.total, str(said.text)) for said in heard] == [
        (1, 3, "Reading"),
        (2, 3, "Reading"),
        (3, 3, "Reading"),
    ]


def test_many_threads_share_one_server(run):
    answers = []

    def ask(number):
        answers.append(run(functions.echo, number)["value"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == list(range(8))


def test_a_trusted_child_may_start_a_cell_of_its_own(run):
    assert run(functions.start_a_cell, "東京", network=True)["value"] == "東京"


def test_a_server_that_was_killed_is_started_anew(tmp_path):
    with ForkServer() as server:
        os.kill(server.process_id(), signal.SIGKILL)
        time.sleep(0.1)

        assert cell.run(functions.echo, 2, server=server)["value"] == 2


def test_only_functions_that_can_be_imported_are_run():
    with pytest.raises(ValueError, match="top-level"):
        dotted_path(lambda: None)


WORKER = """
import sys
from datasets.kernel import cell
from tests.datasets.kernel import cell_functions
cell.run(cell_functions.write_for_ever, sys.argv[1])
"""


def test_no_cell_outlives_a_worker_that_was_killed(tmp_path):
    written = tmp_path / "written"
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(written)], cwd=REPOSITORY)
    assert wait_until(lambda: written.exists() and written.stat().st_size)
    pid = int(written.read_text(encoding="ascii").splitlines()[0])

    worker.kill()
    worker.wait()

    assert wait_until(lambda: not Path(f"/proc/{pid}").exists())
    size_bytes = written.stat().st_size
    time.sleep(0.1)
    assert written.stat().st_size == size_bytes
