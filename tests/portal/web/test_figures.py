from datetime import date

import pytest

from datasets import queries
from datasets.kernel.actors import ANYONE
from portal.web.figures import town_figures

TODAY = date(2026, 11, 22)
SERIES = "年,世帯数,総人口（人）\n" + "".join(
    f"{year},{40_000 + year},{120_000 - 100 * (year - 2010)}\n" for year in range(2010, 2027)
)


def figures(app, services, today=TODAY, limit=4):
    with app.test_request_context("/ja/"), services.reading() as session:
        newest = queries.newest_datasets(session, ANYONE, 20)
        return town_figures(newest, limit, today)


def test_the_latest_value_stands_against_a_year_before(app, services, published):
    published(title="人口の推移", csv=SERIES, slug="population")

    [(dataset, figure)] = figures(app, services)

    assert dataset.slug == "population"
    assert (figure.label, figure.unit, figure.period) == ("総人口", "人", "2026")
    assert (figure.latest, figure.change) == (118_400, -100)
    assert len(figure.trend) == 12
    assert figure.trend[-1] == 118_400


def test_what_is_only_foretold_is_not_shown(app, services, published):
    published(title="人口の見通し", csv=SERIES, slug="forecast")

    [(_dataset, figure)] = figures(app, services, today=date(2024, 6, 1))

    assert figure.period == "2024"


def test_rows_of_districts_add_up_to_the_town(app, services, published):
    rows = "".join(
        f"{year},{area},{people + year - 2020}\n"
        for year in range(2020, 2027)
        for area, people in (("中央", 100), ("北原", 200))
    )
    published(title="地区別人口", csv=f"年,地区,人口（人）\n{rows}", slug="districts")

    [(_dataset, figure)] = figures(app, services)

    assert (figure.latest, figure.change) == (312, 2)


@pytest.mark.parametrize(
    "csv",
    [
        "名称,定員\n中央小,5\n北小,6\n南小,7\n",
        "年,人口（人）\n2025,5\n2026,6\n",
        "年,人口（人）\n1990,5\n1991,6\n1992,7\n",
        "年,地区,人口（人）\n"
        + "".join(f"{year},{area},5\n" for year in range(2020, 2027) for area in ("合計", "中央")),
    ],
    ids=["no time", "too short", "too old", "holds its own totals"],
)
def test_a_table_that_is_no_series_gives_no_figure(app, services, published, csv):
    published(title="表", csv=csv, slug="table")

    assert figures(app, services) == []
