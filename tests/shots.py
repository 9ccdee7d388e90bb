"""make shots: a picture of every page, on a phone and on a desk, in light and in dark."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page

from tests import rig
from tests.every_page import PAGES, EveryPage
from tests.examples import make_examples

FOLDER = Path("var/shots")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 12_000
_PICTURES_ARE_THERE = """() => Promise.all(
  [...document.images].map(image => image.decode().catch(() => undefined)))"""
SIZES = (("360", rig.PHONE), ("1280", rig.DESK))


def main() -> int:
    """Picture the pages; 1 if this machine has no browser or a page fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("--home", type=Path, help="a city made before, such as var/demo")
    parser.add_argument("--only", default="", help="pages whose name begins with this")
    given = parser.parse_args()
    if rig.chromium() is None:
        print("no chromium on this machine", file=sys.stderr)  # noqa: T201 - a command
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if given.home:
            shutil.copytree(given.home, home)
        else:
            rig.make_city(home)
        make_examples(home)
        pages = [page for page in PAGES if page.name.startswith(given.only)]
        with rig.served(home) as portal, rig.browser() as browser:
            return _picture_all(portal, browser, pages)


def _picture_all(portal: rig.LivePortal, browser: Browser, pages: list[EveryPage]) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    for locale in ("ja", "en"):
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(20_000)
        rig.speak(context, portal, locale)
        if any(page.staff for page in pages):
            rig.sign_in(context, portal)
        tab = context.new_page()
        for page in pages:
            if locale == "en" and not page.english:
                continue
            if page.path.startswith("/staff") and not page.staff:
                visitor = browser.new_context(reduced_motion="reduce")
                rig.speak(visitor, portal, locale)
                status = _picture(visitor.new_page(), portal, page, locale)
                visitor.close()
            else:
                status = _picture(tab, portal, page, locale)
            failed += status != page.status
            note = "" if status == page.status else f"  instead of {page.status}"
            print(f"{page.name} {locale} {status}{note}")  # noqa: T201 - a command
        context.close()
    return 1 if failed else 0


def _picture(tab: Page, portal: rig.LivePortal, page: EveryPage, locale: str) -> int:
    status = 0
    for width, size in SIZES:
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme="light")
        try:
            answer = tab.goto(rig.address(tab, portal, page, locale), wait_until="load")
        except Error:  # an answer without a body is no page
            return 500
        status = answer.status if answer else 0
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            # a window as tall as its page: what sticks to its edge stands where it does at the end
            tall = tab.evaluate("document.scrollingElement.scrollHeight")
            tab.set_viewport_size({"width": size["width"], "height": min(tall, TALLEST)})
            tab.evaluate(_PICTURES_ARE_THERE)
            tab.screenshot(path=FOLDER / f"{page.name}-{locale}-{width}-{scheme}.png")
    return status


if __name__ == "__main__":
    sys.exit(main())
