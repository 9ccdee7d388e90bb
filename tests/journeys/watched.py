"""A tab whose page is looked at closely: barriers, complaints, what is cut off, who is asked."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

from tests import rig
from tests.every_page import EveryPage

NARROWEST: ViewportSize = {"width": 320, "height": 640}
_AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "rules": {"target-size": {"enabled": True}},
}
_OVERFLOW = "() => document.scrollingElement.scrollWidth"
_WIDEST = """() => [...document.body.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


class Watched:
    """A tab, and what its page complained of and asked for."""

    def __init__(self, tab: Page, portal: rig.LivePortal) -> None:
        self.tab = tab
        self.portal = portal
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        tab.on("console", self._complained)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("request", self._asked)

    def open(self, page: EveryPage, locale: str) -> int:
        """Open a page and answer its status."""
        url = rig.address(self.tab, self.portal, page, locale)
        self.complaints.clear()
        self.strangers.clear()
        answer = self.tab.goto(url, wait_until="load")
        assert answer is not None
        # the browser itself complains of a page that is not there
        self.complaints = [
            told for told in self.complaints if page.status == 200 or "status of" not in told
        ]
        return answer.status

    def faults(self) -> list[str]:
        """Everything that is wrong with the page that is open, in both colour schemes."""
        return [
            *self.complaints,
            *self.strangers,
            *self.violations("light"),
            *self.violations("dark"),
            *self.cut_off(),
        ]

    def violations(self, scheme: Any) -> list[str]:
        """What axe finds, a line a rule and place."""
        self.tab.emulate_media(color_scheme=scheme)
        found = self.tab.evaluate("options => axe.run(document, options)", _AXE_OPTIONS)
        return [
            f"{scheme} {rule['id']}: {node['target']} {node['failureSummary']} {node['html'][:150]}"
            for rule in found["violations"]
            for node in rule["nodes"][:4]
        ]

    def cut_off(self) -> list[str]:
        """What makes the page scroll sideways on the narrowest phone; nothing should."""
        size = self.tab.viewport_size
        assert size is not None
        self.tab.set_viewport_size(NARROWEST)
        width = self.tab.evaluate(_OVERFLOW)
        widest = self.tab.evaluate(_WIDEST) if width > NARROWEST["width"] else []
        self.tab.set_viewport_size(size)
        return [f"{width} px wide", *widest] if width > NARROWEST["width"] else []

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.portal.url + "/", "data:")):
            self.strangers.append(request.url)
