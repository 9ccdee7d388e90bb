"""This month's file: how many actions it takes, and what is said before it is public."""

import io
from datetime import timedelta

import pytest

from datasets import scheduling
from datasets.kernel.clock import CITY_TIME
from portal.wiring import Services
from tests import factories
from tests.browser import Browser

HEAD = "ID,名称,定員\n"
ROWS = [f"A{n:02},第{n}小学校,{100 + n}\n" for n in range(20)]
NEW = HEAD + "".join([*ROWS[:19], "A90,北公民館,40\n", "A91,南公民館,50\n"]).replace("103", "999")
API = "/api/v1/datasets/shelters"


def file(text: str, name: str = "shelters.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


@pytest.fixture
def shelters(services: Services) -> None:
    factories.published(services, csv=HEAD + "".join(ROWS))


def hand_in(staff: Browser, services: Services, text: str):
    form = staff.get("/staff/data/shelters/update")
    staff.submit(form, "/staff/data/shelters/update", file=file(text))
    factories.prepare_all(services, "shelters")
    return staff.get("/staff/data/shelters/update/check")


def version(staff: Browser) -> int:
    return staff.client.get(API).json["files"][0]["version"]


def test_a_monthly_update_takes_five_actions(staff: Browser, services: Services, shelters):
    actions = 0

    desk = staff.get("/staff/data/shelters")
    actions += 1  # open the data
    assert "/staff/data/shelters/update" in desk.links()
    form = staff.get("/staff/data/shelters/update")
    actions += 1  # press 「新しいファイルで更新する」
    waiting = staff.submit(form, "/staff/data/shelters/update", file=file(NEW))
    actions += 2  # choose the file, press the button
    assert waiting.response.headers["Refresh"] == "2"
    factories.prepare_all(services, "shelters")
    check = staff.get("/staff/data/shelters/update/check")  # the page goes on by itself
    assert check.texts("p", class_="stat-value") == ["2件", "1件", "1件"]
    assert {"103", "999"} <= {*check.texts("del"), *check.texts("ins")}
    assert "北公民館" in check.text
    assert version(staff) == 1
    staff.submit(check, "/staff/data/shelters/publish", when="now")
    actions += 1  # press 「この更新を公開する」

    assert version(staff) == 2
    assert actions <= 5
    assert staff.client.get("/d/shelters/shelters@1.csv").text.count("\n") == 21


def test_a_large_change_is_published_only_by_who_says_that_it_is_meant(
    staff: Browser, services: Services, shelters
):
    check = hand_in(staff, services, HEAD + "".join(ROWS[:8]))
    assert "20行のうち12行がなくなっています（60 %）。" in check.text

    refused = staff.submit(check, "/staff/data/shelters/publish", when="now")
    assert (refused.status, version(staff)) == (409, 1)
    staff.submit(check, "/staff/data/shelters/publish", when="now", agreed="1")

    assert version(staff) == 2


def test_data_that_were_withdrawn_come_back_with_a_large_change_only_if_it_is_meant(
    staff: Browser, services: Services, shelters
):
    page = staff.get("/staff/data/shelters")
    staff.submit(page, "/staff/data/shelters/withdraw", reason="まちがい")
    hand_in(staff, services, HEAD + "".join(ROWS[:8]))

    preview = staff.get("/staff/data/shelters/preview")
    staff.submit(preview, "/staff/data/shelters/publish", when="now", agreed="1")

    assert "20行のうち12行がなくなっています" in preview.text
    assert version(staff) == 2


def test_an_update_waits_as_a_task_until_it_is_published_or_set_aside(
    staff: Browser, services: Services, shelters
):
    check = hand_in(staff, services, NEW)
    assert "更新の確認待ち" in staff.get("/staff/").text

    staff.submit(check, "/staff/data/shelters/update/aside")

    assert "更新の確認待ち" not in staff.get("/staff/").text
    assert version(staff) == 1
    again = hand_in(staff, services, NEW)
    assert "この更新を公開する" in again.text


def test_the_same_file_again_changes_nothing(staff: Browser, services: Services, shelters):
    form = staff.get("/staff/data/shelters/update")

    done = staff.submit(form, "/staff/data/shelters/update", file=file(HEAD + "".join(ROWS)))

    assert "何も変わっていません" in done.text


def test_a_file_of_another_kind_is_asked_for_again(staff: Browser, shelters):
    form = staff.get("/staff/data/shelters/update")

    assert staff.submit(form, "/staff/data/shelters/update").status == 422
    other = staff.submit(form, "/staff/data/shelters/update", file=file(NEW, "new.xlsx"))

    assert other.status == 422
    assert "shelters.csv" in other.text


def test_an_update_is_published_at_its_time_and_shown_as_a_task(
    staff: Browser, services: Services, shelters
):
    check = hand_in(staff, services, NEW)
    at = (services.clock.now() + timedelta(days=2)).astimezone(CITY_TIME)
    form = {"when": "later", "day": at.date().isoformat(), "time": "09:30"}
    assert staff.submit(check, "/staff/data/shelters/publish", **(form | {"day": ""})).status == 409

    page = staff.submit(check, "/staff/data/shelters/publish", **form)

    assert "公開の予約ずみ" in page.text
    assert "9時30分" in page.text or "9:30" in page.text
    assert "公開の予約" in staff.get("/staff/").text
    assert "北公民館" not in staff.get("/ja/dataset/shelters/shelters/table").text
    staff.submit(page, "/staff/data/shelters/unschedule")
    assert scheduling.publish_due(services.sessions, services.clock) == 0
    assert version(staff) == 1
    assert "更新の確認待ち" in staff.get("/staff/data/shelters").text
