"""Every page in a real browser: no barrier, nothing cut off, nothing asked of strangers."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from portal.demo.apps import builtin_apps, slug_of
from tests import rig
from tests.every_page import PAGES, EveryPage
from tests.journeys.watched import Watched


@pytest.fixture(scope="module")
def tabs(browser: Browser, portal: rig.LivePortal) -> Iterator[dict[tuple[str, bool], Watched]]:
    """One tab a language and reader; the strict policy of the site is in force in all."""
    opened = {}
    contexts = []
    for staff in (False, True):
        for locale, size in (("ja", rig.PHONE), ("en", rig.DESK)):
            context = browser.new_context(viewport=size, reduced_motion="reduce")
            context.set_default_timeout(20_000)
            contexts.append(context)
            rig.speak(context, portal, locale)
            if staff:
                rig.sign_in(context, portal)
            context.add_init_script(AXE_SCRIPT)
            opened[locale, staff] = Watched(context.new_page(), portal)
    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_open_to_everybody_on_a_phone(tabs, page):
    watched = tabs["ja", page.staff]

    status = watched.open(page, "ja")

    assert status == page.status
    assert watched.faults() == []
    _has_one_heading_and_a_title(watched.tab, "ja")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_open_to_everybody_in_english_at_a_desk(tabs, page):
    watched = tabs["en", page.staff]

    status = watched.open(page, "en")

    assert status == page.status
    assert watched.faults() == []
    _has_one_heading_and_a_title(watched.tab, "en")


@pytest.mark.parametrize("slug", [slug_of(entry) for entry in builtin_apps()])
def test_an_app_and_its_embed_are_open_to_everybody(tabs, slug):
    for locale, path in (("ja", f"/{{L}}/apps/{slug}"), ("en", f"/embed/apps/{slug}?lang=en")):
        watched = tabs[locale, False]

        status = watched.open(EveryPage(slug, path), locale)

        assert status == 200
        assert watched.faults() == []


def _has_one_heading_and_a_title(tab: Page, locale: str) -> None:
    assert tab.locator("h1").count() == 1
    assert tab.title().strip()
    assert tab.locator("html").get_attribute("lang") == locale
