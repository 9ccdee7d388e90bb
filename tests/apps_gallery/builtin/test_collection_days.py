from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps_gallery.builtin.collection_days import DayRule, day_rule

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def _numbers(text: str) -> list[int]:
    rule = day_rule(text)
    assert rule is not None, text
    return [day.day for day in rule.days(*NOVEMBER)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("毎週月・木", [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ("毎週月曜日・木曜日", [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ("月木", [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ("月曜日と木曜日", [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ("週２回（月・木）", [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ("第1・第3水曜", [4, 18]),
        ("第1・3水曜日", [4, 18]),
        ("第一、第三水曜日", [4, 18]),
        ("第２・４ 水曜日", [11, 25]),
        ("第2火曜日", [10]),
        ("毎月第2火曜", [10]),
        ("第5日曜日", [29]),
        ("最終金曜日", [27]),
        ("第1水曜・第3金曜", [4, 20]),
        ("第1・第3火曜日、第2木曜日", [3, 12, 17]),
        ("毎月10日・25日", [10, 25]),
        ("日曜日", [1, 8, 15, 22, 29]),
        ("土曜～月曜", [1, 2, 7, 8, 9, 14, 15, 16, 21, 22, 23, 28, 29, 30]),
    ],
)
def test_a_rule_names_the_days_that_a_calendar_shows(text, days):
    assert _numbers(text) == days


@pytest.mark.parametrize(
    "text", ["", "申込制", "隔週水曜日", "第6月曜日", "32日", "4月10日", "電話で", "月に1回", "・"]
)
def test_what_is_not_understood_whole_is_no_rule(text):
    assert day_rule(text) is None


@pytest.mark.parametrize(
    ("text", "skips"),
    [("毎週月曜日（祝日を除く）", True), ("毎週月曜日（祝日も収集）", False), ("毎週月曜", False)],
)
def test_a_rule_says_whether_holidays_are_left_out(text, skips):
    assert day_rule(text).skips_holidays is skips
    assert _numbers(text) == [2, 9, 16, 23, 30]


def test_a_weekly_rule_is_a_recurrence_and_others_are_none():
    assert day_rule("木・月").recurrence == "FREQ=WEEKLY;BYDAY=MO,TH"
    assert day_rule("第1月曜").recurrence == ""
    assert day_rule("10日").recurrence == ""


@given(
    weeks=st.sets(st.integers(1, 5), min_size=1),
    weekday=st.integers(0, 6),
    year=st.integers(2000, 2099),
    month=st.integers(1, 12),
)
def test_the_nth_weekday_is_the_nth_in_the_list_of_that_month(weeks, weekday, year, month):
    text = "・".join(f"第{week}" for week in sorted(weeks)) + "月火水木金土日"[weekday] + "曜日"
    last = monthrange(year, month)[1]
    all_days = [date(year, month, number) for number in range(1, last + 1)]
    those = [day for day in all_days if day.weekday() == weekday]

    found = list(day_rule(text).days(all_days[0], all_days[-1]))

    assert found == [those[week - 1] for week in sorted(weeks) if week <= len(those)]


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_none(text):
    rule = day_rule(text)

    assert rule is None or isinstance(rule, DayRule)
