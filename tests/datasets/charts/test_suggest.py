from hypothesis import given
from hypothesis import strategies as st

from datasets.charts.choice import Aggregate, ChartChoice, ChartType
from datasets.charts.suggest import MAX_SUGGESTIONS, suggest, valid_types
from datasets.tables.column import Column, ColumnRole, ColumnType


def column(name: str, role: ColumnRole, distinct: int = 20) -> Column:
    numbers = {ColumnRole.MEASURE, ColumnRole.YEAR}
    kind = ColumnType.INTEGER if role in numbers else ColumnType.TEXT
    return Column(name=name, role=role, type=kind, distinct_count=distinct)


YEAR = column("年", ColumnRole.YEAR, 22)
DISTRICT = column("地区", ColumnRole.CATEGORY, 12)
KIND = column("種類", ColumnRole.CATEGORY, 4)
PEOPLE = column("人口", ColumnRole.MEASURE, 400)
AREA = column("面積", ColumnRole.MEASURE, 300)
AGE = column("年齢", ColumnRole.AGE, 19)
SEX = column("性別", ColumnRole.SEX, 2)
NAME = column("施設名", ColumnRole.NAME, 100)


def test_ages_and_sexes_make_a_pyramid_first():
    [first, *_] = suggest([DISTRICT, AGE, SEX, PEOPLE], 400)

    assert first == ChartChoice(ChartType.PYRAMID, "年齢", "人口", "性別", Aggregate.SUM)


def test_few_years_make_columns_and_many_a_line():
    long = column("年", ColumnRole.YEAR, 25)

    assert suggest([YEAR, PEOPLE], 22)[0] == ChartChoice(
        ChartType.COLUMN, "年", "人口", None, Aggregate.SUM
    )
    assert suggest([long, PEOPLE], 25)[0].type is ChartType.LINE


def test_what_is_the_same_at_every_time_comes_after_what_changes():
    capacity = column("定員", ColumnRole.MEASURE, 30)
    found = suggest([YEAR, capacity, PEOPLE], 40 * YEAR.distinct_count)

    assert [choice.y for choice in found[:2]] == ["人口", "定員"]


def test_a_category_and_a_measure_make_bars_and_a_category_alone_counts():
    choices = suggest([DISTRICT, PEOPLE], 400)

    assert choices[0] == ChartChoice(ChartType.BAR, "地区", "人口", None, Aggregate.SUM)
    assert ChartChoice(ChartType.BAR, "地区") in choices


def test_two_measures_make_a_scatter_plot_and_one_a_histogram():
    types = [choice.type for choice in suggest([PEOPLE, AREA], 400)]

    assert types == [ChartType.SCATTER, ChartType.HISTOGRAM, ChartType.HISTOGRAM]


def test_rates_are_averaged_and_not_added():
    rate = column("高齢化率", ColumnRole.MEASURE, 30)

    assert suggest([DISTRICT, rate], 40)[0].agg is Aggregate.AVERAGE


def test_names_that_each_stand_once_are_not_counted():
    assert all(
        choice.y is not None for choice in suggest([NAME, PEOPLE], 100) if choice.x == "施設名"
    )


def test_a_table_without_rows_or_without_anything_to_count_has_no_chart():
    assert suggest([DISTRICT, PEOPLE], 0) == ()
    assert suggest([column("備考", ColumnRole.TEXT)], 50) == ()


def test_only_types_that_can_show_the_columns_are_valid():
    columns = [YEAR, DISTRICT, KIND, PEOPLE, AREA, AGE, SEX]

    def types(*choice):
        return set(valid_types(ChartChoice(ChartType.BAR, *choice), columns))

    assert types("年", "人口") == {ChartType.BAR, ChartType.COLUMN, ChartType.LINE}
    assert types("地区", "人口") == {ChartType.BAR}
    assert types("地区", "人口", "種類") == {ChartType.STACKED}
    assert types("年齢", "人口", "性別") == {ChartType.PYRAMID, ChartType.STACKED}
    assert types("人口") == {ChartType.HISTOGRAM}
    assert types("人口", "面積") == {ChartType.SCATTER}
    assert types("ない列") == set()


@given(
    st.lists(
        st.builds(
            column,
            st.text(min_size=1, max_size=5),
            st.sampled_from(ColumnRole),
            st.integers(0, 300),
        ),
        max_size=8,
        unique_by=lambda made: made.name,
    ),
    st.integers(0, 500),
)
def test_every_suggestion_is_one_of_its_own_valid_types(columns, rows):
    choices = suggest(columns, rows)

    assert len(choices) <= MAX_SUGGESTIONS
    assert len(set(choices)) == len(choices)
    for choice in choices:
        assert choice.type in valid_types(choice, columns)
