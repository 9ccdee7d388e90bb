import json

CSV = "地区,年,人口（人）\n" + "".join(
    f"{area},{year},{1000 * place + year}\n"
    for place, area in enumerate(["中央", "北原", "南町"], 1)
    for year in range(2015, 2027)
)
PAGE = "/ja/dataset/people/people/chart"
PICTURE = "/d/people/people/chart"


def _published(published):
    published(slug="people", title="人口", csv=CSV, filename="people.csv")


def test_the_best_chart_is_drawn_where_none_is_named(resident, published):
    _published(published)

    page = resident.get(PAGE)

    assert page.all("img")
    assert page.texts("figcaption")[0]
    assert page.all("table", id="chart-rows")


def test_the_table_beside_a_chart_has_its_numbers(resident, published):
    _published(published)

    page = resident.get(
        PAGE, query_string={"_x": "地区", "_y": "人口（人）", "_type": "bar", "_agg": "sum"}
    )

    rows = page.texts("td", class_="number")
    assert rows[0] == f"{sum(3000 + year for year in range(2015, 2027)):,}"


def test_a_chart_counts_only_the_rows_that_are_asked(resident, published):
    _published(published)

    page = resident.get(PAGE, query_string={"_x": "地区", "_type": "bar", "年__gte": "2025"})

    assert page.texts("td", class_="number") == ["2", "2", "2"]
    assert "年が2025以降" in page.text


def test_types_that_cannot_show_the_columns_cannot_be_chosen(resident, published):
    _published(published)

    page = resident.get(PAGE, query_string={"_x": "地区", "_y": "人口（人）"})

    disabled = {
        e.get("value") for e in page.all("input", type="radio") if e.get("disabled") is not None
    }
    assert {"line", "pyramid", "histogram"} <= disabled
    assert "bar" not in disabled


def test_a_picture_is_an_svg_with_a_name_and_kept_until_it_changes(client, published):
    _published(published)
    url = f"{PICTURE}.svg"

    first = client.get(url, query_string={"_x": "地区", "_type": "bar", "_lang": "en"})
    again = client.get(
        url,
        query_string={"_x": "地区", "_type": "bar", "_lang": "en"},
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert first.mimetype == "image/svg+xml"
    assert "<title" in first.text
    assert "style=" not in first.text
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


def test_the_specification_of_a_chart_is_a_download_too(client, published):
    _published(published)

    answer = client.get(f"{PICTURE}.vl.json", query_string={"_theme": "dark", "_width": "360"})

    spec = json.loads(answer.data)
    assert spec["$schema"].endswith("v6.json")
    assert spec["width"] == 360


def test_columns_that_cannot_be_drawn_are_refused_as_a_picture(client, resident, published):
    _published(published)

    page = resident.get(PAGE, query_string={"_x": "人口（人）", "_series": "地区"})
    picture = client.get(f"{PICTURE}.svg", query_string={"_x": "人口（人）", "_series": "地区"})

    assert page.status == 200
    assert picture.status_code == 400


def test_an_unknown_column_of_a_chart_is_refused_with_the_nearest(client, published):
    _published(published)

    answer = client.get(PAGE, query_string={"_x": "地区名"})

    assert answer.status_code == 400
    assert "地区" in answer.text
