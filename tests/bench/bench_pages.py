"""What every page weighs, and how it comes up on a slow phone; the median of three visits."""

# ruff: noqa: T201 - printing is what it is for

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests import rig
from tests.every_page import PAGES, EveryPage
from tests.examples import make_examples
from tests.weighing import Scale, budget_of

ONLY = os.environ.get("PAGES", "")
VISITS = 3


def show(browser: Browser, portal: rig.LivePortal, pages: list[EveryPage], *, staff: bool) -> None:
    """One line a page; what is over its budget stands behind it."""
    context = browser.new_context(viewport=rig.PHONE, device_scale_factor=2)
    rig.speak(context, portal, "ja")
    if staff:
        rig.sign_in(context, portal)
    scale = Scale(context, slow=True)
    for page in pages:
        url = rig.address(scale.tab, portal, page, "ja")
        visits = [scale.weigh(url) for _ in range(VISITS)]
        paint = statistics.median(visit.paint_ms for visit in visits)
        blocked = statistics.median(visit.blocked_ms for visit in visits)
        last, budget = visits[-1], budget_of(page)
        over = budget.exceeded(last)
        over += [f"LCP of {budget.paint_ms}"] if paint > budget.paint_ms else []
        over += [f"TBT of {budget.blocked_ms}"] if blocked > budget.blocked_ms else []
        print(
            f"{page.name:28} {last.transfer_kb:6.1f} KB {last.requests:3} requests"
            f" {last.script_kb:5.1f} KB own JS {last.nodes:5} nodes CLS {last.shift:.3f}"
            f" LCP {paint:5.0f} ms TBT {blocked:4.0f} ms  {'; '.join(over)}"
        )
    context.close()


def main() -> None:
    """Weigh the pages whose names begin with `PAGES`, else all."""
    pages = [page for page in PAGES if page.status == 200 and page.name.startswith(ONLY)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        rig.make_city(home)
        make_examples(home)
        with rig.served(home) as portal, rig.browser() as browser:
            for staff in (False, True):
                chosen = [page for page in pages if page.staff is staff]
                show(browser, portal, chosen, staff=staff)


if __name__ == "__main__":
    main()
