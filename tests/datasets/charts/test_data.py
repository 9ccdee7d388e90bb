from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import TOP_CATEGORIES, chart_query, number, points

BAR = ChartChoice(ChartType.BAR, "地区", "人口", None, Aggregate.SUM)
COLUMN = ChartChoice(ChartType.COLUMN, "年", "人口", None, Aggregate.SUM)
LINES = ChartChoice(ChartType.LINE, "年", "人口", "性別", Aggregate.SUM)
HISTOGRAM = ChartChoice(ChartType.HISTOGRAM, "定員")
SCATTER = ChartChoice(ChartType.SCATTER, "面積", "定員", None, Aggregate.NONE)
STACKED = ChartChoice(ChartType.STACKED, "地区", "人口", "年代", Aggregate.SUM)
PYRAMID = ChartChoice(ChartType.PYRAMID, "年齢", "人口", "性別", Aggregate.SUM)


def test_each_chart_asks_for_what_it_draws():
    assert chart_query(BAR).group == ("地区",)
    assert chart_query(LINES).group == ("年", "性別")
    assert (chart_query(HISTOGRAM).group, chart_query(HISTOGRAM).agg) == (
        ("定員",),
        Aggregate.COUNT,
    )
    assert chart_query(SCATTER).raw == ("面積", "定員")


def test_bars_are_sorted_and_the_sixteenth_and_later_become_the_rest():
    rows = [(f"地区{n}", n) for n in range(1, 21)]

    drawn = points(BAR, rows, other="その他")

    assert [point["x"] for point in drawn[:2]] == ["地区20", "地区19"]
    assert drawn[-1] == {"x": "その他", "y": 1 + 2 + 3 + 4 + 5, "other": True}
    assert len(drawn) == TOP_CATEGORIES + 1


def test_means_have_no_rest():
    mean = ChartChoice(ChartType.BAR, "地区", "率", None, Aggregate.AVERAGE)

    drawn = points(mean, [(f"地区{n}", n) for n in range(20)], other="その他")

    assert len(drawn) == TOP_CATEGORIES
    assert not any("other" in point for point in drawn)


def test_missing_years_are_gaps():
    drawn = points(COLUMN, [("2022年度", 3), (2019, 1), (None, 9)], other="")

    assert [(point["x"], point["y"]) for point in drawn] == [
        (2019, 1),
        (2020, None),
        (2021, None),
        (2022, 3),
    ]


@pytest.mark.parametrize("months", [("2024-11", "2025-02"), ("2024-11-01", "2025-02-01")])
def test_missing_months_are_gaps(months):
    drawn = points(COLUMN, [(months[1], 2), (months[0], 1)], other="")

    assert [point["x"][:7] for point in drawn] == ["2024-11", "2024-12", "2025-01", "2025-02"]


def test_single_days_are_left_as_they_are():
    drawn = points(COLUMN, [(date(2024, 1, 5), 1), (date(2024, 1, 9), 2)], other="")

    assert [point["x"] for point in drawn] == ["2024-01-05", "2024-01-09"]


def test_every_series_has_every_year():
    drawn = points(LINES, [(2020, "男", 1), (2022, "女", 2)], other="")

    assert len(drawn) == 6
    assert [p["y"] for p in drawn if p["series"] == "男"] == [1, None, None]


def test_a_pyramid_begins_with_the_youngest_and_ends_with_the_unknown():
    rows = [(a, s, 5) for a in ("10-14歳", "不詳", "0-4歳", "100歳以上") for s in ("男", "女")]

    drawn = points(PYRAMID, rows, other="")

    assert [point["x"] for point in drawn][::2] == ["0-4歳", "10-14歳", "100歳以上", "不詳"]


def test_stacks_keep_five_parts_and_put_the_rest_together():
    rows = [("栄町", f"種類{chr(65 + n)}", 10 - n) for n in range(8)]

    drawn = points(STACKED, rows, other="その他")

    assert [point["series"] for point in drawn] == [*(f"種類{c}" for c in "ABCDE"), "その他"]
    assert drawn[-1]["y"] == 5 + 4 + 3


def test_pairs_without_a_number_are_not_drawn():
    drawn = points(SCATTER, [(1, 2), (None, 3), ("x", 4), (Decimal("1.5"), 5)], other="")

    assert drawn == [{"x": 1, "y": 2}, {"x": 1.5, "y": 5}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1.50", 1.5), (Decimal(3), 3), (True, None), ("nan", None), ("", None), ("約5", None)],
)
def test_a_value_becomes_a_number_or_nothing(value, expected):
    assert number(value) == expected


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), st.integers(1, 9)),
        min_size=1,
        max_size=60,
    )
)
def test_a_histogram_loses_no_row_and_its_steps_touch(rows):
    drawn = points(HISTOGRAM, rows, other="")

    assert sum(point["y"] for point in drawn) == sum(count for _, count in rows)
    assert 1 <= len(drawn) <= 13
    assert drawn[0]["x"] <= min(rows)[0] + 1e-9
    assert drawn[-1]["x1"] >= max(rows)[0] - 1e-9
    assert all(a["x1"] == b["x"] for a, b in pairwise(drawn))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=4), st.integers(0, 10**6)), max_size=40))
def test_bars_and_their_rest_are_the_whole(rows):
    drawn = points(BAR, rows, other="その他")

    assert sum(point["y"] for point in drawn) == sum(value for _, value in rows)
