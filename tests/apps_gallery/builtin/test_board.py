from datetime import date

import pytest

from apps_gallery.builtin.base import Fit
from apps_gallery.builtin.board import Board
from apps_gallery.builtin.config import read_config, stored_config
from apps_gallery.builtin.periods import period_of, written
from apps_gallery.builtin.tables import public_tables
from datasets.kernel.errors import InvalidApp

SERIES = "年,世帯数,総人口（人）\n" + "".join(
    f"{year},{40_000 + year},{120_000 - 100 * (year - 2010)}\n" for year in range(2010, 2029)
)
SORTS = {"燃やせるごみ": 900, "プラスチック": 120, "びん・かん": 60}
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 11)]
WASTE = "年月,種類,収集量（トン）,リサイクル率（%）\n" + "".join(
    f"{month},{kind},{tons + int(month[:4]) - 2024},{tons / 10}\n"
    for month in MONTHS
    for kind, tons in SORTS.items()
)


@pytest.fixture
def board(services, published):
    """What the board answers about a table."""

    def answer(csv, fit=None, today=date(2026, 11, 22), **asked):
        published(slug="figures", title="数字", csv=csv, filename="figures.csv")
        with services.reading() as session:
            table = public_tables(session, [("figures", "figures")])["figures", "figures"]
        chosen = fit or Board().fits(table.columns, table.rows)
        if chosen is None:
            return None
        stored = stored_config(Board(), table, chosen)
        config = read_config(Board(), stored, {table.address: table}, today)
        return Board().answer(services.tables, config, asked)

    return answer


def test_each_measure_stands_beside_its_value_a_year_before(board):
    answer = board(SERIES)

    people = next(one for one in answer.numbers if one.label == "総人口")
    assert (people.period, people.latest, people.before, people.change, people.unit) == (
        "2026",
        118_400,
        118_500,
        -100,
        "人",
    )
    assert people.trend[-1] == 118_400
    assert len(people.trend) == 12


def test_the_headline_is_the_first_number_and_says_the_difference(board):
    answer = board(SERIES)

    assert answer.headline.figure == 40_000 + 2026
    assert str(answer.headline.sentence) == "世帯数 in 2026: 1 more than a year before."


def test_what_is_only_foretold_is_not_known(board):
    answer = board(SERIES, today=date(2024, 6, 1))

    assert {one.period for one in answer.numbers} == {"2024"}


def test_groups_of_one_row_each_are_read_and_not_added(board):
    answer = board(WASTE, measure=["リサイクル率（%）"])

    assert [(one.label, one.latest) for one in answer.numbers] == [
        ("燃やせるごみ", 90),
        ("プラスチック", 12),
        ("びん・かん", 6),
    ]


def test_groups_stand_beside_the_same_month_a_year_before(board):
    answer = board(WASTE)

    burnt = answer.numbers[0]
    assert (burnt.label, burnt.period, burnt.latest, burnt.change) == (
        "燃やせるごみ",
        "2026-10",
        902,
        1,
    )


@pytest.mark.parametrize(
    "csv",
    [
        "名称,定員\n中央小,5\n北小,6\n南小,7\n",
        "年,地区,男女,人口（人）\n"
        + "".join(
            f"{year},{area},{sex},{5 + year}\n"
            for year in range(2020, 2027)
            for area in ("合計", "中央")
            for sex in ("計", "男", "女")
        ),
        "年,地区,失業率（%）\n"
        + "".join(
            f"{year},{area},{at}\n"
            for year in range(2020, 2027)
            for at, area in enumerate(("中央", "中央", "北原", "南町"))
        ),
    ],
    ids=["no time", "totals among the rows", "rates of unequal groups"],
)
def test_nothing_is_offered_that_would_be_a_false_sum(board, csv):
    assert board(csv) is None


def test_a_false_sum_is_refused_even_where_somebody_chose_it(board):
    csv = "年,地区,人口（人）\n" + "".join(
        f"{year},{area},{year + at}\n"
        for year in range(2020, 2027)
        for at, area in enumerate(("合計", "中央", "北原"))
    )

    with pytest.raises(InvalidApp, match="added up"):
        board(csv, Fit({"time": ("年",), "measures": ("人口（人）",)}))


def test_a_total_that_the_profile_did_not_see_is_found_in_the_rows(board):
    areas = [f"第{number}区" for number in range(1, 40)] + ["合計"]
    csv = "年,地区,人口（人）,備考\n" + "".join(
        f"{year},{area},{year + at},\n"
        for year in range(2020, 2024)
        for at, area in enumerate(areas)
    )

    with pytest.raises(InvalidApp, match="added up"):
        board(csv, Fit({"time": ("年",), "measures": ("人口（人）",)}))


@pytest.mark.parametrize("values", [[0, -1, 1], [5, 5, 5], [10**6, -(10**6), 3, 0]], ids=str)
def test_the_latest_number_is_that_of_the_last_row(board, values):
    rows = "".join(f"{2010 + at},{value}\n" for at, value in enumerate(values))

    answer = board("年,申請件数\n" + rows)

    assert answer is not None
    [one] = answer.numbers
    assert (one.latest, one.before) == (values[-1], values[-2])
    assert one.change == values[-1] - values[-2]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", (2026, 0, 0)),
        ("2026年度", (2026, 0, 0)),
        ("2026-11", (2026, 11, 0)),
        ("2026年4月", (2026, 4, 0)),
        ("2026-11-03", (2026, 11, 3)),
        ("2026-13", None),
        ("中央", None),
    ],
)
def test_a_period_is_read_as_it_is_written(text, period):
    assert period_of(text) == period
    assert period is None or period_of(written(period)) == period
