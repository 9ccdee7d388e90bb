"""A dataset page from two workers: requests a second, uncached and conditional; memory at rest."""

# ruff: noqa: T201 - printing is what it is for

import contextlib
import http.client
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

PORT = 8765
SECONDS = 5.0
CLIENTS = 2


def fire(path: str, headers: dict[str, str], seconds: float) -> int:
    """How many answers one connection got."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    until = time.perf_counter() + seconds
    count = 0
    while time.perf_counter() < until:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {200, 304}, answer.status
        count += 1
    return count


def rate(path: str, headers: dict[str, str]) -> float:
    """Answers a second over all clients."""
    with multiprocessing.Pool(CLIENTS) as pool:
        counts = pool.starmap(fire, [(path, headers, SECONDS)] * CLIENTS)
    return sum(counts) / SECONDS


def pss_mb(pid: int) -> float:
    """Proportional memory of a process and all below it."""
    total = 0.0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        total += pss_mb(int(child))
    with contextlib.suppress(OSError):
        found = re.search(
            r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE
        )
        total += int(found[1]) / 1024 if found else 0
    return total


@contextlib.contextmanager
def site(home: str, workers: int) -> Iterator[tuple[int, float]]:
    """A served portal: its process and how long it took to answer."""
    portal = str(Path(sys.executable).with_name("portal"))
    env = os.environ | {"PORTAL_HOME": home, "PORTAL_BASE_URL": f"http://127.0.0.1:{PORT}"}
    started = time.perf_counter()
    server = subprocess.Popen(
        [portal, "serve", "--port", str(PORT), "--workers", str(workers)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with contextlib.suppress(OSError, AssertionError):
                fire("/healthz", {}, 0.01)
                break
            time.sleep(0.05)
        yield server.pid, time.perf_counter() - started
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        portal = str(Path(sys.executable).with_name("portal"))
        started = time.perf_counter()
        subprocess.run(
            [portal, "demo", "--home", home, "--no-serve"], check=True, capture_output=True
        )
        print(f"the demo city is made in {time.perf_counter() - started:.1f} s")
        with site(home, 1) as (pid, seconds):
            fire("/ja/", {}, 0.5)
            time.sleep(3)
            print(f"one worker answers after {seconds:.1f} s, idles at {pss_mb(pid):.0f} MB (PSS)")
        with site(home, 2):
            slug = urllib.parse.quote("evacuation-sites")
            page = f"/ja/dataset/{slug}"
            fire(page, {}, 1.0)
            print(f"dataset page, two workers: {rate(page, {}):.0f} requests/s")
            connection = http.client.HTTPConnection("127.0.0.1", PORT)
            connection.request("GET", page)
            etag = connection.getresponse().getheader("ETag") or ""
            print(f"conditional GET: {rate(page, {'If-None-Match': etag}):.0f} requests/s")


if __name__ == "__main__":
    main()
