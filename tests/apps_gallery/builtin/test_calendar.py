from datetime import date, timedelta

import pytest

from apps_gallery.builtin.calendar import CalendarTemplate
from apps_gallery.builtin.icalendar import to_icalendar
from tests.apps_gallery.builtin.asking import TODAY, answer, config_of, published_table
from tests.apps_gallery.builtin.test_icalendar import STAMP, check

CALENDAR = CalendarTemplate()
RULES = (
    "地区,町名,ごみの種類,収集日,出す時刻,休止日\n"
    "中央,本町,燃やせるごみ,毎週火曜日・金曜日,朝8時まで,2026-11-24;2026-12-29\n"
    "中央,本町,古紙・布,第4木曜日,朝8時まで,\n"
    "北原,新田,燃やせるごみ,毎週水曜日,朝8時まで,\n"
    "北原,新田,粗大ごみ,電話で申しこみ,,\n"
    "北原,泉,燃やせるごみ,毎週月曜日,朝8時まで,\n"
    "北原,泉,びん,第1・第3木曜,朝8時まで,\n"
)
EVENTS = (
    "イベント名,開始日,終了日,開始時間,場所名称,定員\n"
    '"まつり; 前夜祭",2026-11-21,2026-11-24,,中央広場,\n'
    "おはなし会,2026-11-28,2026-11-28,10:30,市立図書館,20\n"
    "講演会,2026-12-05,2026-12-05,14:00,文化会館,100\n"
    "きのう,2026-11-22,2026-11-22,9:00,公民館,10\n"
)


@pytest.fixture
def waste(services):
    return published_table(services, "waste", RULES)


@pytest.fixture
def events(services):
    return published_table(services, "events", EVENTS)


def test_the_next_day_is_the_first_that_a_walk_through_the_days_meets(services, waste):
    asked = answer(services, CALENDAR, waste, {"area": ["中央 本町"]})

    left_out = date(2026, 11, 24)
    day = TODAY
    while day == left_out or not (day.weekday() in (1, 4) or _is_fourth_thursday(day)):
        day += timedelta(days=1)
    assert asked.headline.figure == day.isoformat() == "2026-11-26"
    assert str(asked.headline.sentence) == "The next is 古紙・布, on 2026-11-26."
    assert [one.day.day for one in asked.upcoming] == [26, 27, 1, 4, 8]


def _is_fourth_thursday(day: date) -> bool:
    return day.weekday() == 3 and 22 <= day.day <= 28


def test_a_month_holds_every_day_of_the_rules_but_those_left_out(services, waste):
    asked = answer(services, CALENDAR, waste, {"area": ["中央 本町"], "month": ["2026-12"]})

    burnt = [one.day.day for one in asked.days if one.title == "燃やせるごみ"]
    assert burnt == [1, 4, 8, 11, 15, 18, 22, 25]
    assert [one.day.day for one in asked.days if one.title == "古紙・布"] == [24]


def test_no_day_is_told_before_a_district_is_chosen(services, waste):
    asked = answer(services, CALENDAR, waste, {})

    assert asked.is_open
    assert asked.areas == ("中央 本町", "北原 新田", "北原 泉")
    assert asked.headline.figure == 3
    assert not asked.days


@pytest.mark.parametrize("month", ["2026-13", "x", "1899-01", "2026-00", ""])
def test_what_is_no_month_is_this_month(services, waste, month):
    asked = answer(services, CALENDAR, waste, {"area": ["北原 泉"], "month": [month]})

    assert asked.month == date(2026, 11, 1)


def test_an_event_of_several_days_goes_on_and_a_past_one_is_over(services, events):
    asked = answer(services, CALENDAR, events, {})

    assert [one.title for one in asked.upcoming] == ["まつり; 前夜祭", "おはなし会", "講演会"]
    assert asked.headline.figure == TODAY.isoformat()
    assert len(asked.days) == 3


def test_a_month_before_shows_what_was(services, events):
    asked = answer(services, CALENDAR, events, {"month": ["2026-10"]})

    assert not asked.days
    assert asked.upcoming


def test_the_file_of_a_district_holds_its_rules(services, waste):
    asked = CALENDAR.events(services.tables, config_of(CALENDAR, waste), {"area": ["北原 泉"]})

    found = check(to_icalendar("ごみの日", asked, host="data.example", stamp=STAMP))

    weekly = [event for event in found if "RRULE" in event]
    assert [event["RRULE"] for event in weekly] == [":FREQ=WEEKLY;BYDAY=MO"]
    glass = [event["DTSTART"][-8:] for event in found if event["SUMMARY"] == ":びん"]
    assert glass[:4] == ["20261105", "20261119", "20261203", "20261217"]


def test_days_left_out_make_a_weekly_rule_day_by_day(services, waste):
    asked = CALENDAR.events(services.tables, config_of(CALENDAR, waste), {"area": ["中央 本町"]})

    burnt = [event.start for event in asked if event.summary == "燃やせるごみ"]
    assert date(2026, 11, 24) not in burnt
    assert date(2026, 11, 27) in burnt
    assert not any(event.recurrence for event in asked)


def test_an_event_with_a_time_begins_at_it_in_city_time(services, events):
    asked = CALENDAR.events(services.tables, config_of(CALENDAR, events), {})

    found = check(to_icalendar("催し", asked, host="data.example", stamp=STAMP))

    starts = {event["SUMMARY"]: event["DTSTART"] for event in found}
    assert starts[":おはなし会"] == ":20261128T013000Z"
    assert starts[":まつり\\; 前夜祭"] == ";VALUE=DATE:20261121"


@pytest.mark.parametrize(
    "csv",
    [
        "年,人口\n2025,100\n2026,90\n",
        "施設名,利用可能曜日\n図書館,火・水・木\n公民館,月・火\n",
        "年月日,路線名,利用者数\n2026-11-01,あ線,10\n2026-11-02,い線,20\n",
        "名称,許可年月日\n保育園,2020-01-01\nこども園,2021-04-01\n",
    ],
)
def test_a_table_without_days_to_come_does_not_suit(services, csv):
    table = published_table(services, "figures", csv)

    assert CALENDAR.fits(table.columns, table.rows) is None
