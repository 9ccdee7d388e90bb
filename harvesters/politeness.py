"""The way to a source: slowly, as its robots.txt asks, and never more than the limits of a run."""

import time
from collections.abc import Callable, Mapping
from typing import BinaryIO, NoReturn
from urllib.parse import urlsplit

from datasets.kernel.errors import SourceUnavailable, TooLarge
from datasets.kernel.http_client import HttpClient, Response
from datasets.kernel.messages import N_, Message
from harvesters.limits import LIMITS, RunLimits
from harvesters.robots import LARGEST_BYTES, Robots

PROGRAM = "MachiData"
LONGEST_PAUSE_S = 10.0
_ROBOTS_TIME_S = 20.0
_ALL_FORBIDDEN = Robots(rules=((False, "/"),))


class PoliteHttp:
    """Asks one thing at a time, with a pause before it asks the same host again.

    Args:
        http: What does the asking.
        limits: How much the list and then the files may take.
        pause_s: Between two requests to one host; a longer `Crawl-delay` is kept up to 10 s.
        agreement: With whom it was agreed that robots.txt does not bind us; empty if it does.
        sleep: Waits.
    """

    def __init__(
        self,
        http: HttpClient,
        *,
        limits: RunLimits = LIMITS,
        pause_s: float = 1.0,
        agreement: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._limits = limits
        self._pause_s = pause_s
        self._agreement = agreement
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._silent: dict[str, int] = {}
        self._asked: dict[str, float] = {}
        self._started = time.monotonic()
        self._bytes_left = limits.listing_bytes
        self._lists = True

    def turn_to_files(self) -> None:
        """From here on what is fetched is files, which have limits of their own."""
        self._lists = False
        self._bytes_left = self._limits.files_bytes

    def why_to_stop(self) -> Message | None:
        """The limit of the run that has been reached; places are left for `left` and `total`."""
        if self._bytes_left <= 0:
            return Message(
                N_(
                    "{left} of {total} datasets are left to the next run: more than "
                    "{limit_bytes} bytes were fetched."
                ),
                {"limit_bytes": self._limits.files_bytes},
            )
        if self._ran_s() >= self._limits.run_time_s:
            return Message(
                N_(
                    "{left} of {total} datasets are left to the next run: it took longer than "
                    "{limit_s} seconds."
                ),
                {"limit_s": round(self._limits.run_time_s)},
            )
        return None

    def get(
        self,
        url: str,
        *,
        max_bytes: int = 20_000_000,
        deadline_s: float = 60,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Response:
        """As `HttpClient.get`, politely.

        Raises:
            SourceUnavailable: if robots.txt forbids it too, or the list is beyond a limit.
        """
        self._ask(url)
        try:
            answer = self._http.get(
                url,
                max_bytes=min(max_bytes, self._bytes_left),
                deadline_s=self._time_s(deadline_s),
                headers=headers,
                etag=etag,
                last_modified=last_modified,
            )
        except TooLarge:
            if self._lists and self._bytes_left < max_bytes:
                self._refuse_listing()
            raise
        self._bytes_left -= len(answer.body)
        return answer

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
        """As `HttpClient.download`, politely.

        Raises:
            SourceUnavailable: if robots.txt forbids it too, or the list is beyond a limit.
        """
        self._ask(url)
        try:
            return self._http.download(
                url,
                to,
                max_bytes=min(max_bytes, max(self._bytes_left, 0)) if self._lists else max_bytes,
                deadline_s=self._time_s(deadline_s),
                etag=etag,
                last_modified=last_modified,
            )
        finally:
            self._bytes_left -= to.tell()

    def head_mark(self, url: str, *, deadline_s: float = 30) -> str:
        """As `HttpClient.head_mark`, politely.

        Raises:
            SourceUnavailable: if robots.txt forbids it too, or the list takes too long.
        """
        self._ask(url)
        return self._http.head_mark(url, deadline_s=self._time_s(deadline_s))

    def _ask(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        self._time_s(0)
        robots = Robots() if self._agreement else self._robots_of(origin)
        if origin in self._silent:
            raise SourceUnavailable(
                "{host} does not say what programs may ask for: its robots.txt answers with the "
                "status {status}. Try again later, or tell its operator",
                host=parts.hostname or "",
                status=self._silent[origin],
            )
        if not robots.allow(url):
            raise SourceUnavailable(
                "{host} asks programs, in its robots.txt, to stay away from {url}. Agree with its "
                "operator, and note the agreement at the source",
                host=parts.hostname or "",
                url=url,
            )
        self._wait(origin, max(self._pause_s, min(robots.delay_s or 0.0, LONGEST_PAUSE_S)))

    def _robots_of(self, origin: str) -> Robots:
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        return self._robots[origin]

    def _read_robots(self, origin: str) -> Robots:
        self._wait(origin, self._pause_s)
        try:
            answer = self._http.get(
                f"{origin}/robots.txt",
                max_bytes=LARGEST_BYTES,
                deadline_s=self._time_s(_ROBOTS_TIME_S),
            )
        except TooLarge:
            return _ALL_FORBIDDEN
        if answer.status == 200:
            return Robots.read(answer.body.decode("utf-8", "replace"), PROGRAM)
        if 400 <= answer.status < 500:
            return Robots()
        self._silent[origin] = answer.status
        return _ALL_FORBIDDEN

    def _wait(self, origin: str, pause_s: float) -> None:
        since_s = time.monotonic() - self._asked.get(origin, -LONGEST_PAUSE_S)
        if since_s < pause_s:
            self._sleep(pause_s - since_s)
        self._asked[origin] = time.monotonic()

    def _ran_s(self) -> float:
        return time.monotonic() - self._started

    def _time_s(self, wanted_s: float) -> float:
        if not self._lists:
            return wanted_s
        left_s = self._limits.listing_time_s - self._ran_s()
        if left_s <= 0:
            raise SourceUnavailable(
                "The list of the source did not end within {limit_s} seconds",
                limit_s=round(self._limits.listing_time_s),
            )
        if self._bytes_left <= 0:
            self._refuse_listing()
        return min(wanted_s, left_s)

    def _refuse_listing(self) -> NoReturn:
        raise SourceUnavailable(
            "The list of the source is larger than {limit_bytes} bytes, the most that is read",
            limit_bytes=self._limits.listing_bytes,
        )
