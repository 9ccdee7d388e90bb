"""The only way out to the network: deadline, size cap, address guard, retries, conditional GET."""

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import BinaryIO, NoReturn, Self
from urllib.parse import urljoin

import httpx2
import stamina

from datasets.kernel.addresses import require_web_address
from datasets.kernel.errors import DomainError, SourceUnavailable, TooLarge
from datasets.kernel.guarded_network import DEADLINE, guarded_transport, left_s
from datasets.kernel.patience import Busy, may_try_again, retry_after_s

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MISSING = frozenset({404, 410})
_BUSY = frozenset({429, 502, 503, 504})
_MOST_REDIRECTS = 3
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered.

    Attributes:
        status: 200..599; redirects have been followed.
        headers: Names in lower case.
        body: Decoded; empty where it was written elsewhere.
        final_url: Where the last redirect led.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str

    @property
    def etag(self) -> str | None:
        """To be given back with the next question."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """To be given back with the next question."""
        return self.headers.get("last-modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One exchange: what is asked, where the answer goes, how much of it is taken."""

    url: str
    headers: Mapping[str, str]
    sink: BinaryIO
    max_bytes: int
    method: str = "GET"


class HttpClient:
    """Fetches public addresses; safe to use from several threads.

    Args:
        allow_loopback: Whether 127.0.0.1 may be fetched from, for tests and the demo only.
        user_agent: How servers know us.
    """

    def __init__(self, *, allow_loopback: bool = False, user_agent: str = "MachiData") -> None:
        self._client = httpx2.Client(
            transport=guarded_transport(allow_loopback),
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx2.Timeout(20.0),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        max_bytes: int = 10 << 20,
        deadline_s: float = 60,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Response:
        """Fetch something small enough for memory.

        Args:
            url: http or https.
            max_bytes: The most that is taken, after decoding.
            deadline_s: Seconds until all of it must be here.
            headers: Sent as well, such as `Accept`.
            etag: Of the copy we have; the answer may then be 304 without a body.
            last_modified: Of the copy we have, as the server wrote it.

        Returns:
            Any answer but 429, 502, 503 and 504; those are tried again, if the server does not
            ask to be left alone for longer than 5 seconds.

        Raises:
            ForbiddenAddress: if it, or where it leads, is not a public web address.
            SourceUnavailable: if there is no answer in time.
            TooLarge: if the answer is larger.
        """
        sink = io.BytesIO()
        sent = {**(headers or {}), **_conditions(etag, last_modified)}
        wanted = _Wanted(url=url, headers=sent, sink=sink, max_bytes=max_bytes)
        answer = self._exchange(wanted, deadline_s)
        return Response(answer.status, answer.headers, sink.getvalue(), answer.final_url)

    def download(
        self,
        url: str,
        to: BinaryIO,
        *,
        max_bytes: int,
        deadline_s: float = 600,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Response:
        """Fetch something into a file, in pieces.

        Args:
            url: http or https.
            to: Seekable; emptied and begun anew if the server must be asked again.
            max_bytes: The most that is taken, after decoding.
            deadline_s: Seconds until all of it must be here.
            etag: Of the copy we have; the answer may then be 304, and nothing is written.
            last_modified: Of the copy we have, as the server wrote it.

        Raises:
            ForbiddenAddress: if it, or where it leads, is not a public web address.
            SourceUnavailable: if the answer is neither 200 nor 304, or not here in time.
            TooLarge: if the answer is larger.
        """
        conditions = _conditions(etag, last_modified)
        wanted = _Wanted(url=url, headers=conditions, sink=to, max_bytes=max_bytes)
        answer = self._exchange(wanted, deadline_s)
        if answer.status not in {200, 304}:
            _refuse_status(url, answer.status)
        return answer

    def head_mark(self, url: str, *, deadline_s: float = 30) -> str:
        """What changes when the thing behind an address changes; empty if nothing is said.

        Raises:
            ForbiddenAddress, SourceUnavailable: as for `get`.
        """
        wanted = _Wanted(url=url, headers={}, sink=io.BytesIO(), max_bytes=0, method="HEAD")
        answer = self._exchange(wanted, deadline_s)
        if answer.status != 200:
            return ""
        said = (answer.headers.get(name) for name in ("etag", "last-modified", "content-length"))
        return " ".join(part for part in said if part)

    def _exchange(self, wanted: _Wanted, deadline_s: float) -> Response:
        host = require_web_address(wanted.url)
        deadline = DEADLINE.set(time.monotonic() + deadline_s)
        try:
            return self._patiently(wanted, deadline_s)
        except Busy as busy:
            _refuse_status(wanted.url, busy.status, busy.wait_s)
        except httpx2.TimeoutException as error:
            raise SourceUnavailable(
                "{host} did not answer within {limit_s} seconds. Try again later",
                host=host,
                limit_s=round(deadline_s),
            ) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise SourceUnavailable(
                "{host} could not be reached. Check the address, or try again later", host=host
            ) from error
        finally:
            DEADLINE.reset(deadline)

    def _patiently(self, wanted: _Wanted, deadline_s: float) -> Response:
        for attempt in stamina.retry_context(
            on=may_try_again,
            attempts=_ATTEMPTS,
            timeout=deadline_s,
            wait_initial=0.2,
            wait_max=2.0,
            wait_jitter=0.1,
        ):
            with attempt:
                return self._follow(wanted)
        raise AssertionError("stamina either returns or raises")

    def _follow(self, wanted: _Wanted) -> Response:
        url = wanted.url
        for _ in range(_MOST_REDIRECTS + 1):
            with self._opened(wanted, url) as answer:
                target = answer.headers.get("location")
                if answer.status_code not in _REDIRECTS or not target:
                    _write_body(answer, wanted)
                    headers = {name.lower(): value for name, value in answer.headers.items()}
                    return Response(answer.status_code, headers, b"", url)
            url = urljoin(url, target)
            require_web_address(url)
        raise SourceUnavailable(
            "{url} leads from address to address and never arrives", url=wanted.url
        )

    @contextmanager
    def _opened(self, wanted: _Wanted, url: str) -> Iterator[httpx2.Response]:
        with self._client.stream(wanted.method, url, headers=dict(wanted.headers)) as answer:
            if answer.status_code in _BUSY:
                raise Busy(answer.status_code, retry_after_s(answer.headers.get("retry-after")))
            yield answer


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in conditions.items() if value}


def _write_body(answer: httpx2.Response, wanted: _Wanted) -> None:
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        raise SourceUnavailable(
            "{url} answers in an encoding that was not asked for", url=wanted.url
        )
    announced = answer.headers.get("content-length", "")
    if wanted.method == "HEAD" or answer.status_code == 304:
        return
    if announced.isascii() and announced.isdigit() and int(announced) > wanted.max_bytes:
        raise _too_large(wanted)
    wanted.sink.seek(0)
    wanted.sink.truncate()
    size_bytes = 0
    for piece in answer.iter_bytes():
        size_bytes += len(piece)
        if size_bytes > wanted.max_bytes:
            raise _too_large(wanted)
        if left_s() <= 0:
            raise httpx2.ReadTimeout("the deadline of the exchange has passed")
        wanted.sink.write(piece)


def _too_large(wanted: _Wanted) -> DomainError:
    return TooLarge(
        "What {url} sends is larger than {limit_bytes} bytes, the most that is fetched",
        url=wanted.url,
        limit_bytes=wanted.max_bytes,
    )


def _refuse_status(url: str, status: int, wait_s: float = 0.0) -> NoReturn:
    if status in _MISSING:
        raise SourceUnavailable(
            "There is nothing at {url} (status {status}). Check the address", url=url, status=status
        )
    raise SourceUnavailable(
        "{url} answers with the status {status}. Check the address, or try again later",
        url=url,
        status=status,
        retry_after_s=round(wait_s),
    )
