"""The wheel carries everything, and the installed wheel serves a page."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import PACKAGES, ROOT

_PROGRAM = """
import sys; from pathlib import Path
sys.path.insert(0, sys.argv[1])
import portal; assert portal.__file__.startswith(sys.argv[1]), portal.__file__
from portal import schema; from portal.app import create_app
from portal.settings import Settings; from portal.wiring import wire
services = wire(Settings(home=Path(sys.argv[2]), secret_key="x" * 32))
schema.upgrade(services.engine)
client = create_app(services).test_client()
page = client.get("/ja/")
assert page.status_code == 200 and "さがす" in page.get_data(as_text=True), page.status
for link in page.get_data(as_text=True).split('href="/assets/')[1:]:
    assert client.get("/assets/" + link.split('"')[0].split("#")[0]).status_code == 200, link[:80]
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_the_wheel_carries_every_file_of_the_packages(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PACKAGES, "templates"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")

    carried = set(zipfile.ZipFile(wheel).namelist())

    assert {name for name in listed if name and (ROOT / name).exists()} - carried == set()


def test_the_installed_wheel_serves_a_page(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")

    subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            _PROGRAM,
            str(tmp_path / "site"),
            str(tmp_path / "home"),
        ],
        cwd=tmp_path,
        check=True,
    )
