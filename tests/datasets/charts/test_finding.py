from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.data import points
from datasets.charts.finding import finding, plain_title
from datasets.tables.column import Column

BAR = ChartChoice(ChartType.BAR, "地区", "人口", None, Aggregate.SUM)
COUNT = ChartChoice(ChartType.BAR, "種類")
YEARS = ChartChoice(ChartType.COLUMN, "年", "人口", None, Aggregate.SUM)
PEOPLE = Column(name="人口", unit="人")


def sentence(choice, rows, columns=(PEOPLE,), total=100) -> str:
    return str(finding(choice, points(choice, rows, other="その他"), columns, rows=total))


def test_the_longest_bar_is_named_with_its_value_and_share():
    rows = [("湊", 100), ("一箕", 700), ("門田", 200)]

    assert sentence(BAR, rows) == "人口 is highest in 一箕: 700人, 70% of all"
    assert sentence(COUNT, rows) == "一箕 is the most frequent 種類: 700 rows, 70%"


def test_bars_of_one_length_have_a_plain_title():
    assert sentence(BAR, [("湊", 5), ("一箕", 5), ("門田", 1)]) == "人口 by 地区"


def test_the_change_from_first_to_last_year_is_said_as_it_is():
    assert sentence(YEARS, [(2005, 200), (2006, 190), (2007, 150)]) == (
        "人口 fell by 25% from 2005 to 2007: 150人"
    )
    assert sentence(YEARS, [(2005, 100), (2006, 90), (2007, 108)]) == (
        "人口 rose by 8% from 2005 to 2007: 108人"
    )
    assert sentence(YEARS, [(2005, 1000), (2006, 900), (2007, 1004)]) == (
        "人口 hardly changed from 2005 to 2007: 1,004人"
    )


def test_two_points_and_columns_with_many_blanks_have_a_plain_title():
    gaps = Column(name="人口", blank_count=30)

    assert sentence(BAR, [("湊", 100), ("一箕", 700)]) == "人口 by 地区"
    assert sentence(BAR, [("湊", 1), ("一箕", 7), ("門田", 2)], [gaps]) == "人口 by 地区"
    assert sentence(YEARS, [(2000, 1), (2001, 2), (2009, 3)]) == "人口 by 年"


def test_two_measures_are_said_to_go_together_only_if_they_do():
    scatter = ChartChoice(ChartType.SCATTER, "面積", "定員", None, Aggregate.NONE)
    together = [(n, 2 * n + (-1) ** n) for n in range(20)]
    apart = [(n, (n * 7) % 5) for n in range(20)]

    assert sentence(scatter, together) == "Where 面積 is larger, 定員 tends to be larger"
    assert sentence(scatter, [(x, -y) for x, y in together]) == (
        "Where 面積 is larger, 定員 tends to be smaller"
    )
    assert sentence(scatter, apart) == "面積 and 定員"


def test_the_highest_step_and_the_widest_age_are_named():
    histogram = ChartChoice(ChartType.HISTOGRAM, "定員")
    pyramid = ChartChoice(ChartType.PYRAMID, "年齢", "人口", "性別", Aggregate.SUM)
    ages = [(f"{a}歳", s, 10 + (a == 70)) for a in (0, 35, 70) for s in "男女"]

    assert sentence(histogram, [(n, 1 + 5 * (n == 42)) for n in range(101)]) == (
        "定員 is most often from 40 to below 50: 14% of rows"
    )
    assert sentence(pyramid, ages) == "70歳 is the largest group: 22人, 35% of all"


def test_plain_titles_say_what_is_counted():
    mean = ChartChoice(ChartType.BAR, "地区", "気温", None, Aggregate.AVERAGE)
    split = ChartChoice(ChartType.STACKED, "地区", None, "年代")

    assert str(plain_title(mean)) == "Average 気温 by 地区"
    assert str(plain_title(split)) == "Rows by 地区 and 年代"
    assert str(plain_title(COUNT)) == "Rows by 種類"
