import errno
import io
import os
import stat

import pytest

from datasets.kernel.errors import StorageFull
from datasets.storage.local import LocalFiles


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path)


def left_behind(tmp_path):
    return list((tmp_path / "incoming").iterdir())


class FailingDisk:
    """A disk on which one system call fails."""

    def __init__(self, monkeypatch, call, number):
        def fail(*_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, call, fail)


def test_a_kept_file_cannot_be_written_to(files):
    digest = files.put(io.BytesIO(b"kept"), 10).sha256

    assert stat.S_IMODE(files.path(digest).stat().st_mode) == 0o444


def test_a_full_disk_refuses_the_file_and_leaves_nothing(files, tmp_path, monkeypatch):
    FailingDisk(monkeypatch, "fsync", errno.ENOSPC)

    with pytest.raises(StorageFull):
        files.put(io.BytesIO(b"too much"), 10)

    assert left_behind(tmp_path) == []


def test_a_broken_disk_is_never_answered_with_success(files, tmp_path, monkeypatch):
    FailingDisk(monkeypatch, "fsync", errno.EIO)

    with pytest.raises(OSError, match="Input/output error"):
        files.put(io.BytesIO(b"lost"), 10)

    assert left_behind(tmp_path) == []


def test_a_stream_that_breaks_off_leaves_nothing(files, tmp_path):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.put(Broken(), 10)

    assert left_behind(tmp_path) == []


def test_what_a_killed_process_left_is_swept_away(files, tmp_path):
    old, new = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    assert files.sweep() == 1

    assert left_behind(tmp_path) == [new]
