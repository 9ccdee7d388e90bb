from datetime import date

import pytest

from apps_gallery.builtin.base import Fit
from apps_gallery.builtin.config import read_config, stored_config
from apps_gallery.builtin.graph import Graph
from apps_gallery.builtin.tables import public_tables
from datasets.charts.choice import ChartType

CSV = "地区,年,人口（人）\n" + "".join(
    f"{area},{year},{1000 * place + year}\n"
    for place, area in enumerate(["中央", "北原", "南町"], 1)
    for year in range(2015, 2027)
)


@pytest.fixture
def answered(services, published):
    """What the app answers about a published table."""

    def answer(fit=None, **asked):
        published(slug="people", title="人口", csv=CSV, filename="people.csv")
        with services.reading() as session:
            table = public_tables(session, [("people", "people")])["people", "people"]
        stored = stored_config(Graph(), table, fit or Graph().fits(table.columns, table.rows))
        config = read_config(Graph(), stored, {table.address: table}, date(2026, 11, 22))
        return Graph().answer(services.tables, config, asked)

    return answer


def test_the_headline_is_the_last_value_of_the_chart_over_time(answered):
    answer = answered(x=["年"], y=["人口（人）"], type=["column"], agg=["sum"])

    assert answer.choice.type is ChartType.COLUMN
    assert answer.headline.figure == 6000 + 3 * 2026
    assert answer.headline.unit == "人"
    assert "2026" in str(answer.headline.sentence)


def test_the_headline_of_bars_is_the_longest_and_its_sentence_names_it(answered):
    answer = answered(x=["地区"], y=["人口（人）"], type=["bar"], agg=["sum"])

    assert answer.headline.figure == 3000 + 2026
    assert "南町" in str(answer.headline.sentence)
    assert f"{answer.headline.figure:,}人" in str(answer.headline.sentence)


def test_what_is_told_of_each_group_every_year_is_not_added_up_over_the_years(answered):
    answer = answered(x=["地区"], y=["人口（人）"], type=["bar"], agg=["sum"])

    assert answer.period == "2026"
    assert {point["x"]: point["y"] for point in answer.points} == {
        "中央": 1000 + 2026,
        "北原": 2000 + 2026,
        "南町": 3000 + 2026,
    }
    assert "2026" in str(answer.question)


def test_without_a_wish_the_columns_that_staff_chose_are_drawn(answered):
    answer = answered(Fit({"x": ("地区",), "y": ("人口（人）",)}))

    assert (answer.choice.x, answer.choice.y) == ("地区", "人口（人）")


@pytest.mark.parametrize(
    "asked",
    [
        {"x": ["人口（人）"], "type": ["pyramid"]},
        {"x": ["年"], "type": ["pie"]},
        {"x": ["ない列"], "type": ["bar"]},
    ],
    ids=str,
)
def test_a_wish_that_cannot_be_drawn_is_answered_with_the_suggested_chart(answered, asked):
    answer = answered(**asked)

    assert answer.points
    assert answer.choice in answer.offers
