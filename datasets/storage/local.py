"""FileStore on a directory, addressed by content."""

import errno
import hashlib
import os
import re
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from datasets.kernel.errors import NotFound, StorageFull, TooLarge
from datasets.storage.files import StoredFile

_CHUNK_BYTES = 1 << 20
_ADDRESS = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalFiles:
    """Files under one directory, at `aa/bb/<sha256>`; half-written ones lie in `incoming/`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, max_bytes: int) -> StoredFile:
        """Keep what is in the stream; see `FileStore.put`."""
        try:
            return self._put(stream, max_bytes)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise StorageFull(
                "There is no room left to keep the file. Nothing was changed; "
                "try again when an administrator has made room"
            ) from error

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, for reading; see `FileStore.open`."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """Where the bytes lie; see `FileStore.path`."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotFound("There is no file with the digest {sha256}", sha256=sha256)
        return place

    def exists(self, sha256: str) -> bool:
        """Whether these bytes are kept."""
        return self._place(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Destroy the bytes; see `FileStore.delete`."""
        place = self._place(sha256)
        if place.is_file():
            place.unlink()
            _sync_directory(place.parent)

    def verify(self, sha256: str) -> bool:
        """Whether the bytes are here and are still what their address says."""
        place = self._place(sha256)
        if not place.is_file():
            return False
        with place.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256

    def sweep(self, older_than_s: float = 86_400) -> int:
        """Remove what a killed process left half-written.

        Args:
            older_than_s: What was touched since may still be in work.

        Returns:
            How many files were removed.
        """
        before = time.time() - older_than_s
        stale = [path for path in self._incoming.iterdir() if path.stat().st_mtime < before]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _place(self, sha256: str) -> Path:
        if not _ADDRESS.fullmatch(sha256):
            raise NotFound("There is no file with the digest {sha256}", sha256=sha256)
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def _put(self, stream: BinaryIO, max_bytes: int) -> StoredFile:
        handle, name = tempfile.mkstemp(dir=self._incoming)
        incoming = Path(name)
        try:
            with open(handle, "wb") as target:  # noqa: PTH123 - mkstemp hands out a descriptor
                stored = _copy(stream, target, max_bytes)
                target.flush()
                os.fchmod(target.fileno(), 0o444)
                os.fsync(target.fileno())
            place = self._place(stored.sha256)
            self._make_directories(place.parent)
            incoming.replace(place)  # the same bytes over the same bytes mends what has rotted
            _sync_directory(place.parent)
        finally:
            incoming.unlink(missing_ok=True)
        return stored

    def _make_directories(self, directory: Path) -> None:
        for level in (directory.parent, directory):
            if not level.is_dir():
                level.mkdir(exist_ok=True)
                _sync_directory(level.parent)


def _copy(stream: BinaryIO, target: BinaryIO, max_bytes: int) -> StoredFile:
    digest = hashlib.sha256()
    size_bytes = 0
    while chunk := stream.read(_CHUNK_BYTES):
        size_bytes += len(chunk)
        if size_bytes > max_bytes:
            raise TooLarge(
                "The file is larger than {limit_bytes} bytes, the most this portal takes. "
                "Divide it into smaller files",
                limit_bytes=max_bytes,
            )
        digest.update(chunk)
        target.write(chunk)
    return StoredFile(digest.hexdigest(), size_bytes)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
