"""A 100,000-row CSV in cp932 through the whole pipeline: seconds and peak memory.

Frictionless alone on the same rows stands beside it.
"""

# ruff: noqa: T201 - printing is what it is for

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
_ALONE = """
import sys, time; from frictionless import Resource
started = time.perf_counter()
report = Resource(path=sys.argv[1], encoding="cp932", format="csv").validate()
print(f"Frictionless alone: {time.perf_counter() - started:.1f} s, valid {report.valid}")
"""


def write(path: Path, rows: int) -> None:
    """Invented counts by district and day, about 6 MB."""
    dice = random.Random(1)  # noqa: S311 - invented figures
    with path.open("w", encoding="cp932", newline="") as file:
        file.write("番号,地区,年月日,人数,金額（円）,緯度,経度,備考\r\n")
        for number in range(rows):
            district = dice.choice(["中央", "北原", "南町", "西浜", "東山", "松ヶ丘"])
            file.write(
                f"{number:06},{district},2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02},"
                f"{dice.randint(0, 900)},{dice.randint(0, 10**6)},"
                f"{37.4 + dice.random() / 10:.6f},{139.9 + dice.random() / 10:.6f},"
                f"{dice.choice(['', '調査中', '雪のため少ない'])}\r\n"
            )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "counts.csv"
        write(csv, ROWS)
        portal = str(Path(sys.executable).with_name("portal"))
        env = {"PORTAL_HOME": f"{folder}/home", "PATH": "/usr/bin:/bin"}
        subprocess.run([portal, "init"], env=env, check=True, capture_output=True)
        started = time.perf_counter()
        subprocess.run(
            [portal, "publish", str(csv), "--organization", "toukei", "--title", "人数", "--wait"],
            env=env,
            check=True,
            capture_output=True,
        )
        seconds = time.perf_counter() - started
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{ROWS:,} rows, {csv.stat().st_size / 1e6:.1f} MB cp932, from command to public:")
        print(f"{seconds:.1f} s, largest process {peak_mb:.0f} MB")
        alone = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _ALONE, csv.name],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
        )
        print(alone.stdout.strip() or alone.stderr.strip()[-300:])


if __name__ == "__main__":
    main()
