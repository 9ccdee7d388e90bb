"""What a page weighs for a phone that has seen none of it: bytes, requests, scripts, nodes, shifts.

Source: UX.md section 11: 360 x 780, a fourth of the processor, 1.6 Mbit/s with 150 ms.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.every_page import EveryPage

_WATCH = """
  globalThis.seen = {shift: 0, paint: 0, blocked: 0};
  const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({type, buffered: true});
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  watch("largest-contentful-paint", entry => { seen.paint = entry.startTime; });
  watch("longtask", entry => { seen.blocked += Math.max(0, entry.duration - 50); });
"""
_TOLD = """() => ({
  ...seen,
  nodes: document.getElementsByTagName("*").length,
  later: [...document.querySelectorAll("img[loading=lazy]")].map(image => image.currentSrc),
})"""
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 2e5}
_KB = 1024


@dataclass(frozen=True, slots=True)
class Weight:
    """What one visit cost.

    Attributes:
        transfer_kb: As sent, without pictures that are loaded only when they come into sight.
        requests: Likewise.
        script_kb: As sent, of our own scripts alone.
        shift: Cumulative layout shift, n >= 0.
        paint_ms: Until the largest thing was painted; `blocked_ms`: what tasks took beyond 50 ms.
    """

    transfer_kb: float
    requests: int
    script_kb: float
    nodes: int
    shift: float
    paint_ms: float
    blocked_ms: float


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a page of one kind may weigh; in the units of `Weight`."""

    transfer_kb: int
    requests: int
    script_kb: int
    nodes: int
    shift: float
    paint_ms: int
    blocked_ms: int

    def exceeded(self, weight: Weight) -> list[str]:
        """What is too much, but for what a clock says: that is another one on every machine."""
        parts = ("transfer_kb", "requests", "script_kb", "nodes", "shift")
        return [
            f"{part}: {getattr(weight, part):g} of {getattr(self, part)}"
            for part in parts
            if getattr(weight, part) > getattr(self, part)
        ]


_TEXT = Budget(60, 8, 10, 1200, 0.02, 1200, 50)
_TABLE = Budget(80, 8, 15, 1800, 0.05, 1500, 100)
_STAFF = Budget(120, 12, 25, 2000, 0.05, 2000, 150)


def budget_of(page: EveryPage) -> Budget:
    """By the kind of the page."""
    if page.path.startswith("/staff"):
        return _STAFF
    return _TABLE if page.name.startswith(("table", "chart")) else _TEXT


class Scale:
    """A tab in which nothing is kept from one page to the next.

    Args:
        context: Of a phone; signed in, where pages for staff are weighed.
        slow: Whether network and processor are slowed down as the figures ask.
    """

    def __init__(self, context: BrowserContext, *, slow: bool = False) -> None:
        self.tab: Page = context.new_page()
        self.tab.add_init_script(_WATCH)
        self._bytes: dict[str, float] = {}
        self._urls: dict[str, str] = {}
        devtools = context.new_cdp_session(self.tab)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if slow:
            devtools.send("Network.emulateNetworkConditions", _SLOW)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        self._listen(devtools)

    def weigh(self, url: str) -> Weight:
        """Open an address, and say what it cost once it is quiet."""
        self._bytes.clear()
        self._urls.clear()
        self.tab.goto(url, wait_until="networkidle")
        told = self.tab.evaluate(_TOLD)
        fetched = [(self._urls[each], size) for each, size in self._bytes.items()]
        counted = [(url, size) for url, size in fetched if url not in told["later"]]
        scripts = [size for url, size in counted if "/js/" in urlsplit(url).path]
        return Weight(
            transfer_kb=round(sum(size for _, size in counted) / _KB, 1),
            requests=len(counted),
            script_kb=round(sum(scripts) / _KB, 1),
            nodes=told["nodes"],
            shift=round(told["shift"], 3),
            paint_ms=round(told["paint"]),
            blocked_ms=round(told["blocked"]),
        )

    def _listen(self, devtools: CDPSession) -> None:
        def asked(event: dict[str, Any]) -> None:
            self._urls[event["requestId"]] = event["request"]["url"]

        def loaded(event: dict[str, Any]) -> None:
            if self._urls.get(event["requestId"], "data:").startswith("http"):
                self._bytes[event["requestId"]] = event["encodedDataLength"]

        devtools.on("Network.requestWillBeSent", asked)
        devtools.on("Network.loadingFinished", loaded)
