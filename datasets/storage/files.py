"""Where files lie: addressed by what is in them, written once."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely kept.

    Attributes:
        sha256: Digest of its bytes, 64 lower-case hexadecimal digits; its address.
        size_bytes: n >= 0.
    """

    sha256: str
    size_bytes: int


class FileStore(Protocol):
    """Keeps bytes by their SHA-256; what is kept never changes."""

    def put(self, stream: BinaryIO, max_bytes: int) -> StoredFile:
        """Keep what is in the stream; when this returns, a power cut no longer loses it.

        Args:
            stream: Read from where it stands to its end, in pieces.
            max_bytes: The most that is taken.

        Raises:
            TooLarge: if there is more; nothing is kept.
            StorageFull: if there is no room; nothing is kept.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, for reading.

        Raises:
            NotFound: if they are not here.
        """
        ...

    def path(self, sha256: str) -> Path:
        """A local path with these bytes, for reading only.

        Raises:
            NotFound: if they are not here.
        """
        ...

    def exists(self, sha256: str) -> bool:
        """Whether these bytes are kept."""
        ...

    def delete(self, sha256: str) -> None:
        """Destroy the bytes, for an erasure only; nothing happens if they are not here."""
        ...

    def verify(self, sha256: str) -> bool:
        """Whether the bytes are here and are still what their address says."""
        ...

    def sweep(self) -> int:
        """Remove what killed processes left half-written; how many files that were."""
        ...
