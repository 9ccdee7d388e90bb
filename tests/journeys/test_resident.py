"""A resident looks for something, and a developer takes the same rows elsewhere."""

import csv
import io
from urllib.parse import quote, urlencode

import pytest
from python_calamine import CalamineWorkbook

SHELTERS = "evacuation-sites/072991_evacuation_space"
AGES = "population-by-age/population_by_age"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("避難所", {"evacuation-sites", "shelter-crowding"}),
        ("ひなんじょ", {"evacuation-sites", "shelter-crowding"}),
        ("ＡＥＤ", {"aed"}),
        ("ごみ 収集", {"garbage-days"}),
        ("population", {"population-history", "population-by-age"}),
    ],
)
def test_a_resident_finds_the_right_data_first(context, portal, typed, wanted):
    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/")

    tab.fill("main [name=q]", typed)
    tab.press("main [name=q]", "Enter")
    tab.wait_for_url("**/ja/search?**")

    first = tab.locator("main .dataset-card h2 a, main .dataset-card h3 a").first
    assert (first.get_attribute("href") or "").rpartition("/")[2] in wanted
    assert tab.locator("main [name=q]").first.input_value() == typed
    assert any(told.strip() for told in tab.locator("main [role=status]").all_inner_texts())


def test_a_resident_comes_from_the_box_to_the_rows(context, portal):
    tab = context.new_page()
    tab.goto(f"{portal.url}/ja/search?q={quote('避難所')}")

    tab.locator(".dataset-card a[href$='/dataset/evacuation-sites']").first.click()
    tab.wait_for_url("**/dataset/evacuation-sites")
    assert "避難場所" in tab.inner_text("h1")
    tab.locator(f"main a[href*='/{SHELTERS}/table']").first.click()
    tab.wait_for_url("**/table**")

    assert tab.locator("table tbody tr").count() > 10


def test_a_link_to_a_filtered_table_shows_the_same_to_whoever_opens_it(context, portal):
    query = urlencode([("地区", "中央"), ("_sort", "-人口"), ("_size", "100")])
    asked = portal.get(f"/api/v1/datasets/population-by-age/files/population_by_age/rows?{query}")
    tab = context.new_page()

    tab.goto(f"{portal.url}/ja/dataset/{AGES}/table?{query}")

    total = asked.json()["total"]
    assert f"{total:,}" in tab.inner_text("main")
    shown = tab.locator("table.table tbody tr").count()
    assert shown == min(total, 100)


@pytest.mark.parametrize(
    ("table", "query"),
    [
        (AGES, [("地区", "中央"), ("_sort", "-人口")]),
        (AGES, [("年__gte", "2024"), ("_sort", "年,-人口"), ("_cols", "年,地区,人口")]),
        (SHELTERS, [("_q", "小学校"), ("_sort", "名称")]),
        ("aed/072991_aed", [("名称__contains", "センター")]),
    ],
)
def test_the_same_question_gives_the_same_rows_in_every_form(portal, table, query):
    slug, file = table.split("/")
    asked = urlencode(query)
    address = f"/d/{table}"

    lines = list(csv.reader(io.StringIO(portal.get(f"{address}.csv?{asked}").text)))
    objects = portal.get(f"{address}.json?{asked}").json()
    workbook = portal.get(f"{address}.xlsx?{asked}").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    pages = _all_pages(portal, f"/api/v1/datasets/{slug}/files/{file}/rows?{asked}")

    assert len(lines) > 1
    names = lines[0]
    rows = [[_cell(value) for value in line] for line in lines[1:]]
    assert [[_cell(each.get(name)) for name in names] for each in objects] == rows
    assert [[_cell(each.get(name)) for name in names] for each in pages] == rows
    assert [str(name) for name in sheet[0]] == names
    assert [[_cell(value) for value in row] for row in sheet[1:]] == rows


def _all_pages(portal, path):
    """Every row of the API, page after page."""
    found = []
    while path:
        answer = portal.get(path).json()
        found += answer["items"]
        path = (answer["next"] or "").removeprefix(portal.url)
    return found


def _cell(value: object) -> str:
    """A cell as a person reads it: JSON and Excel write numbers and dates in their own ways."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and not text.startswith("0") else text
