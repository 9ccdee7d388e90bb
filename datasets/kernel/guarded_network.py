"""Connections that go to allowed addresses only, and never outlive their deadline."""

import ssl
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

from datasets.kernel.addresses import may_connect, resolve
from datasets.kernel.errors import ForbiddenAddress

DEADLINE: ContextVar[float] = ContextVar("deadline")
"""When the present exchange must be over, in seconds of the monotonic clock."""

_SocketOption = Any


def left_s(timeout_s: float | None = None) -> float:
    """Seconds until the deadline, or until the time-out if that is sooner; never below 0."""
    left = max(0.0, DEADLINE.get(time.monotonic() + 60) - time.monotonic())
    return left if timeout_s is None else min(left, timeout_s)


def guarded_transport(allow_loopback: bool) -> httpx2.HTTPTransport:
    """A transport for httpx2 whose every connection is checked on the very address it uses."""
    transport = httpx2.HTTPTransport(trust_env=False)
    transport._pool.close()
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=httpx2.create_ssl_context(trust_env=False),
        max_connections=20,
        max_keepalive_connections=10,
        keepalive_expiry=5.0,
        network_backend=_GuardedBackend(allow_loopback),
    )
    return transport


class _GuardedBackend(httpcore2.NetworkBackend):
    def __init__(self, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        allowed = self._allowed(host, port, left_s(timeout))
        for address in allowed[:-1]:
            try:
                return self._connect(address, port, timeout)
            except httpcore2.ConnectError:
                continue
        return self._connect(allowed[-1], port, timeout)

    def _allowed(self, host: str, port: int, timeout_s: float) -> list[str]:
        try:
            found = resolve(host, port, timeout_s)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        allowed = [str(ip) for ip in found if may_connect(ip, port, self._allow_loopback)]
        if not allowed:
            raise ForbiddenAddress(
                "{host} (port {port}) is not an address on the public network, and only those "
                "are fetched",
                host=host,
                port=port,
            )
        return allowed

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
        return _TimedStream(self._plain.connect_tcp(address, port, timeout=left_s(timeout)))


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which no wait is longer than what is left of the exchange."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _some(left_s(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _some(left_s(timeout)))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        wait_s = _some(left_s(timeout))
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, wait_s))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _some(seconds: float) -> float:
    if seconds <= 0:
        raise httpcore2.ReadTimeout("the deadline of the exchange has passed")
    return seconds
