"""Hostile bytes on the wire, against the portal as it is served."""

import base64
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command import portal, started
from tests.processes import wait

_ANSWER_S = 3.0
_SILENCE_S = 0.2
_MOST_BYTES = 1 << 20
_HEALTH = b"GET /healthz HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where an empty portal answers."""
    home = tmp_path_factory.mktemp("home")
    portal(home, "init")
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        number = int(asked.getsockname()[1])
    process = started(home, "serve", "--no-worker", "--port", str(number))
    try:
        wait(lambda: b" 200 " in answer(number, _HEALTH)[:20])
        yield number
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def answer(port: int, request: bytes) -> bytes:
    """All that comes back until the server closes or is silent."""
    received = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), _ANSWER_S) as connection:
        with suppress(OSError):
            connection.sendall(request)
        while len(received) < _MOST_BYTES and (piece := connection.recv(65536)):
            received += piece
            connection.settimeout(_SILENCE_S)
    return received


def test_hostile_requests_are_refused_or_answered_once(test_data: Path, port: int) -> None:
    requests = json.loads((test_data / "badinputs/open/f06_raw_http.json").read_bytes())

    for encoded in requests:
        request = base64.b64decode(encoded)
        got = answer(port, request)
        status = int(got.split(b" ", 2)[1]) if got.startswith(b"HTTP/") else 400
        assert status < 500 or status == 501, (request[:80], got[:200])
        assert b"evil.example" not in got, (request[:80], got[:200])
        assert b"/smuggled" not in got
        assert got.count(b"HTTP/1.1 ") <= 1, (request[:80], got[:200])
        assert b" 200 " in answer(port, _HEALTH)[:20]
