"""Processes of this machine: who started whom, what they have computed, and how they are ended."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 90.0


def children(pid: int) -> list[int]:
    """The living processes that a process has started itself."""
    found = []
    for task in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(task.name))
        if fields and int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(task.name))
    return found


def computed_s(pid: int) -> float:
    """Seconds a process has computed; 0 if it is gone."""
    fields = _stat(pid)
    ticks = int(fields[11]) + int(fields[12]) if fields else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def kill(pid: int) -> None:
    """Kill one process, and see that all it had started die too."""
    below = _descendants(pid)
    assert below
    os.kill(pid, signal.SIGKILL)
    wait(lambda: not any(map(_is_alive, below)))


def wait(until: Callable[[], bool]) -> None:
    """Wait for something that must happen soon."""
    deadline = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def _descendants(pid: int) -> list[int]:
    below = children(pid)
    return below + [deeper for child in below for deeper in _descendants(child)]


def _is_alive(pid: int) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[0] != "Z"


def _stat(pid: int) -> list[str]:
    """State, parent and further figures of a process; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
