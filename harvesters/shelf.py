"""Where the bodies of a long list wait for their turn: on disk, so that a list costs no memory."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any, Self

import orjson


class Shelf:
    """Bodies of remote records; all of them are gone when the block ends."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the shelf
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def lay(self, body: Mapping[str, Any]) -> "ShelvedBody":
        """Put one down; `body` is plain JSON."""
        written = orjson.dumps(dict(body))
        self._file.seek(self._end)
        self._file.write(written)
        laid = ShelvedBody(self, self._end, len(written))
        self._end += len(written)
        return laid

    def take(self, start: int, size_bytes: int) -> dict[str, Any]:
        """What was laid at a place."""
        self._file.seek(start)
        body: dict[str, Any] = orjson.loads(self._file.read(size_bytes))
        return body


class ShelvedBody(Mapping[str, Any]):
    """A body on a shelf; it is read whenever it is asked for something."""

    __slots__ = ("_shelf", "_size_bytes", "_start")

    def __init__(self, shelf: Shelf, start: int, size_bytes: int) -> None:
        self._shelf, self._start, self._size_bytes = shelf, start, size_bytes

    def __getitem__(self, name: str) -> Any:
        return self._body()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._body())

    def __len__(self) -> int:
        return len(self._body())

    def _body(self) -> dict[str, Any]:
        return self._shelf.take(self._start, self._size_bytes)
