"""Functions that run in cells in the tests: some behave, some do not."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from datasets.kernel import cell
from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import Message


def nothing():
    return None


def echo(value):
    return {"value": value, "cwd": str(Path.cwd())}


def refuse(name):
    raise UnreadableFile("The file {name} is broken", name=name)


def break_down():
    raise ValueError("a bug of ours")


def not_json():
    return {"a set": {1, 2}}


def eat_memory():
    return len(bytearray(8 << 30))


def compute():
    while True:
        pass


def sleep(seconds):
    time.sleep(seconds)
    return "awake"


def crash():
    ctypes.string_at(0)


def abort():
    os.abort()


def write(path, size_bytes):
    with Path(path).open("wb") as target:
        target.writelines(bytes(1 << 20) for _ in range(size_bytes >> 20))


def write_beside(folder, elsewhere):
    Path(folder, "here").write_text("ours")
    Path("scratch").write_text("ours")
    for attempt in (
        lambda: Path(*elsewhere).write_text("not ours"),
        lambda: Path(elsewhere[0], "old").write_text("not ours"),
        lambda: Path(elsewhere[0], "old").unlink(),
        lambda: Path(elsewhere[0], "link").symlink_to("/etc/passwd"),
        lambda: os.truncate(Path(elsewhere[0], "old"), 0),
    ):
        try:
            attempt()
        except OSError:
            continue
        return "written"
    return "refused"


def connect(port):
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", port))


def connect_natively(port):
    """Without Python's own socket module: the kernel has to refuse it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0), ctypes.get_errno()


def fork():
    return os.fork()


def execute():
    return subprocess.run([sys.executable, "-c", ""], check=False).returncode


def count(total):
    for done in range(total):
        cell.report_progress(done + 1, total, Message("Reading"))
    return total


def write_for_ever(path):
    with Path(path).open("a", encoding="ascii") as target:
        while True:
            target.write(f"{os.getpid()}\n")
            target.flush()
            time.sleep(0.02)


def start_a_cell(value):
    return cell.run(echo, value)


def modules():
    return sorted(sys.modules)
