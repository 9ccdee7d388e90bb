import hashlib
import tomllib

from tests.house.source import ROOT

STATIC = ROOT / "portal/static"


def test_every_vendored_file_is_the_one_that_was_vendored():
    listed = tomllib.loads((STATIC / "vendor/vendor.toml").read_text(encoding="utf-8"))
    files = listed["file"]

    changed = [
        file["path"]
        for file in files
        if hashlib.sha256((STATIC / file["path"]).read_bytes()).hexdigest() != file["sha256"]
    ]

    assert changed == []
    assert all(file["version"] and file["licence"] for file in files)
    assert all((STATIC / file["licence_file"]).exists() for file in files)
