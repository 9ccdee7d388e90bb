"""A 1,000,000-row CSV in cp932 (239 MB as UTF-8) from the command to the public.

Printed: what each stage takes of one core and by the clock, the sieve beside Frictionless alone on
the same clean table, the whole way by the clock, and the memory of every process on it.
"""

# ruff: noqa: T201 - printing is what it is for

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

ROWS = int(os.environ.get("PORTAL_BENCH_ROWS", "1000000"))
_LOOK_S = 0.1
_TOWNS = ("中央一丁目", "北原町", "南町二丁目", "西浜", "東山", "松ヶ丘三丁目", "若宮町", "日和田")
_WORKS = ("人口調査", "道路の補修", "公園の整備", "図書館の貸出", "ごみの収集", "下水道の点検")
_NOTES = (
    "",
    "調査中",
    "雪のため例年より少ない見込みです",
    "前年の同じ月と比べて増えています",
    "祝日のため翌日に数えた",
)
_HEADER = (
    "番号,地区,施設の名前,区分,年月日,受付時刻,人数（人）,金額（円）,緯度,経度,担当課,備考,"
    "集計の区分"
)
_STAGES = """
import json, resource, sys, time
from pathlib import Path
import datasets.preparation as preparation
from datasets.examination import prepare_file
from datasets.validation import verdict
from datasets.validation.schema import TableSchema
from datasets.validation.sieve import sieve
def timed(name):
    work = getattr(preparation, name)
    def run(*given, **named):
        clock, core = time.perf_counter(), time.process_time()
        try:
            return work(*given, **named)
        finally:
            clock, core = time.perf_counter() - clock, time.process_time() - core
            print(f"  {name.strip('_'):16} {clock:6.1f} s by the clock {core:6.1f} s of a core")
    setattr(preparation, name, run)
for name in ("read_file", "plan", "write_clean_csv", "scan_table", "load", "profile", "verdict_on"):
    if hasattr(preparation, name):
        timed(name)
made = prepare_file(sys.argv[1], "counts.csv", sys.argv[2])
table = made["tables"][0]
schema, clean = TableSchema.from_descriptor(table["schema"]), Path(table["clean_path"])
core = time.process_time()
found = sieve(clean, schema, threads=2)
core = time.process_time() - core
print(f"The sieve alone, from the CSV: {found.seconds:.1f} s by the clock, {core:.1f} s of a core,"
      f" clean {found.valid}")
core = time.process_time()
told = verdict.check_table(str(clean), table["schema"])["report"]
core = time.process_time() - core
print(f"Frictionless alone, the same table: {told['seconds']:.1f} s by the clock,"
      f" {core:.1f} s of a core, valid {told['valid']}")
"""


def write(path: Path, rows: int) -> None:
    """Invented counts by town and day."""
    dice = random.Random(1)  # noqa: S311 - invented figures
    with path.open("w", encoding="cp932", newline="") as file:
        file.write(f"{_HEADER}\r\n")
        for number in range(rows):
            town = dice.choice(_TOWNS)
            file.write(
                f"{number:07},{town},{town}コミュニティセンター第{number % 997}分館,"
                f"{dice.choice(_WORKS)},20{dice.randint(10, 26)}-{dice.randint(1, 12):02}-"
                f"{dice.randint(1, 28):02},{dice.randint(8, 19):02}:{dice.randint(0, 59):02},"
                f"{dice.randint(0, 900)},{dice.randint(0, 10**6)},"
                f"{37.4 + dice.random() / 10:.6f},{139.9 + dice.random() / 10:.6f},"
                f"市民生活部{dice.choice(_WORKS)}担当,{dice.choice(_NOTES)},"
                f"{dice.choice(_WORKS)}のまとめ\r\n"
            )


class _Watched:
    """The most memory that each process of a tree, and all of them together, ever held."""

    def __init__(self) -> None:
        self.most_mb: dict[str, float] = defaultdict(float)
        self.sum_mb = 0.0

    def look(self, root: int) -> None:
        together = 0.0
        for pid in _tree(root):
            try:
                facts = Path(f"/proc/{pid}/smaps_rollup").read_text()
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it has ended
            sizes = dict(line.split(":", 1) for line in facts.splitlines()[1:])
            held = {name: int(sizes[name].split()[0]) / 1024 for name in ("Rss", "Pss")}
            named = f"{pid} {b' '.join(words[1:3]).decode()[:40]}"
            self.most_mb[named] = max(self.most_mb[named], held["Rss"])
            together += held["Pss"]
        self.sum_mb = max(self.sum_mb, together)


def _tree(root: int) -> list[int]:
    children = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(status.parent.name))
    found, going = [], [root]
    while going:
        pid = going.pop()
        found.append(pid)
        going += children[pid]
    return found


def _published(csv: Path, home: Path) -> None:
    portal = [sys.executable, "-m", "portal.cli"]
    env = {**os.environ, "PORTAL_HOME": str(home)}
    subprocess.run([*portal, "init"], env=env, check=True, capture_output=True)
    given = ["publish", str(csv), "--organization", "toukei", "--title", "人数", "--wait"]
    started = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen([*portal, *given], env=env, **quiet)
    watched = _Watched()
    while running.poll() is None:
        watched.look(running.pid)
        time.sleep(_LOOK_S)
    seconds = time.perf_counter() - started
    print(f"From the command to the public, with Frictionless's report: {seconds:.1f} s")
    for name, taken in _jobs(home):
        print(f"  {name:10} {taken:6.1f} s")
    print(f"Memory: all processes together at most {watched.sum_mb:.0f} MB (PSS), each at most:")
    for name, most_mb in sorted(watched.most_mb.items(), key=lambda held: -held[1])[:5]:
        print(f"  {most_mb:6.0f} MB  {name}")


def _jobs(home: Path) -> list[tuple[str, float]]:
    with sqlite3.connect(next(home.glob("portal.sqlite"))) as database:
        rows = database.execute("SELECT name, started_at, finished_at FROM job ORDER BY id")
        return [
            (name, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
            for name, start, end in rows
            if start and end
        ]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        csv, work = Path(folder) / "counts.csv", Path(folder) / "work"
        write(csv, ROWS)
        work.mkdir()
        utf8_mb = len(csv.read_text("cp932").encode()) / 1e6
        print(f"{ROWS:,} rows, {csv.stat().st_size / 1e6:.0f} MB cp932, {utf8_mb:.0f} MB UTF-8;")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        _published(csv, Path(folder) / "home")
        print("Its stages, in one process:", flush=True)
        stages = Path(folder) / "stages.py"
        stages.write_text(_STAGES)
        subprocess.run([sys.executable, str(stages), str(csv), str(work)], check=True)


if __name__ == "__main__":
    main()
