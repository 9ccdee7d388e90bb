"""The list of who publishes."""

from dataclasses import replace

import pytest

from datasets.kernel.actors import SYSTEM
from portal.accounts import offices
from portal.accounts.offices import OfficeDraft


@pytest.fixture
def settings(settings):
    return replace(settings, area_code="072991")


def test_what_harvesting_brought_is_no_office_of_this_city(staff, services):
    with services.begin(SYSTEM) as uow:
        offices.add(uow, "bousai", OfficeDraft(title_ja="防災課", area_code="072991"))
        offices.add(uow, "minami", OfficeDraft(title_ja="南の町", area_code="072982"))

    rows = ["".join(row.itertext()) for row in staff.get("/staff/organizations").all("li")]

    assert [row for row in rows if "防災課" in row and "市の部署" in row]
    assert [row for row in rows if "南の町" in row and "ほかのまち" in row]
