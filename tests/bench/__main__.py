"""Every figure, printed: `make bench`. Nothing here fails on a slow machine."""

import runpy
from pathlib import Path

for bench in sorted(Path(__file__).parent.glob("bench_*.py")):
    print(f"\n== {bench.stem.removeprefix('bench_')}")  # noqa: T201 - printing is what it is for
    runpy.run_path(str(bench), run_name="__main__")
