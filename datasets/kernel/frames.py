"""JSON messages over a socket between a process and the child that works for it."""

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Mapping
from typing import Any

from datasets.kernel.errors import TooLarge

Frame = dict[str, Any]

_HEADER = struct.Struct("!I")
_LARGEST_BYTES = 256 << 20
_CHUNK_BYTES = 1 << 20


class Frames:
    """One end of a connection; sending is safe from several threads, receiving is not."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()
        self._sending = threading.Lock()

    def send(self, frame: Mapping[str, Any]) -> None:
        """Send one message.

        Raises:
            TypeError, ValueError: if it holds what is not JSON.
            TooLarge: if it is larger than 256 MiB.
            OSError: if the other end is gone.
        """
        body = json.dumps(frame, allow_nan=False, default=_path).encode()
        if len(body) > _LARGEST_BYTES:
            raise TooLarge("The result is too large to hand over")
        with self._sending:
            self._connection.sendall(_HEADER.pack(len(body)) + body)

    def receive(self, timeout_s: float | None = None) -> Frame | None:
        """The next message; None if none came in time.

        Raises:
            EOFError: if the other end is gone.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while (frame := self._next()) is None:
            if not self._readable(until):
                return None
            try:
                chunk = self._connection.recv(_CHUNK_BYTES)
            except ConnectionError as error:
                raise EOFError from error
            if not chunk:
                raise EOFError
            self._buffer += chunk
        return frame

    def close(self) -> None:
        """Close this end."""
        self._connection.close()

    def _readable(self, until: float | None) -> bool:
        wait_ms = None if until is None else max(0, int((until - time.monotonic()) * 1000) + 1)
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        if until is not None and time.monotonic() >= until:
            wait_ms = 0
        return bool(poll.poll(wait_ms))

    def _next(self) -> Frame | None:
        if len(self._buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self._buffer)
        if size > _LARGEST_BYTES:
            raise EOFError
        end = _HEADER.size + size
        if len(self._buffer) < end:
            return None
        frame: Frame = json.loads(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return frame


def _path(value: object) -> str:
    """Paths go over as text; anything else that is not JSON is a mistake."""
    if hasattr(value, "__fspath__"):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
