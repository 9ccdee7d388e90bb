"""The portal command as its users start it: a process of its own, in a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests import databases

PROGRAM = str(Path(sys.executable).with_name("portal"))


def environment(home: Path) -> dict[str, str]:
    """Settings of a portal that lives in `home` and knows nothing of other settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    own = {"PORTAL_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    return kept | own | databases.settings(home)


def portal(home: Path, *words: str, timeout_s: float = 60) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end; it must succeed."""
    ended = subprocess.run(
        [PROGRAM, *words],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended


def started(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    """Start a command in a process group of its own and let it run."""
    return subprocess.Popen(
        [PROGRAM, *words],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
