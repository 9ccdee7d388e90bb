"""Every page is light: what it weighs for a phone, not how fast this machine is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import rig
from tests.every_page import PAGES
from tests.weighing import Scale, budget_of


@pytest.fixture(scope="module")
def scales(browser: Browser, portal: rig.LivePortal) -> Iterator[dict[bool, Scale]]:
    """One for residents, one for staff who have signed in."""
    made = {}
    contexts = []
    for staff in (False, True):
        context = browser.new_context(viewport=rig.PHONE, device_scale_factor=2)
        context.set_default_timeout(20_000)
        contexts.append(context)
        rig.speak(context, portal, "ja")
        if staff:
            rig.sign_in(context, portal)
        made[staff] = Scale(context)
    yield made
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.status == 200], ids=lambda page: page.name
)
def test_a_page_weighs_no_more_than_its_kind_may(scales, portal, page):
    scale = scales[page.staff]

    weight = scale.weigh(rig.address(scale.tab, portal, page, "ja"))

    assert budget_of(page).exceeded(weight) == []
