"""How a table was made, to take away."""

import io
import json
import runpy

import xlsxwriter

from datasets.repair.recipe import Recipe

SENT = "令和6年度の一覧,,\n名称,設置日,定員\n 北小学校,令和6年4月1日,９５０\n南小学校,R6.5.1,100\n"


def test_a_reader_takes_the_steps_as_a_recipe(client, published):
    published(slug="shelters", csv=SENT)

    answer = client.get("/dataset/shelters/shelters/recipe.json")

    told = json.loads(answer.data)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [use.name for use in Recipe.of(told).steps][-1] == "wareki"


def test_anyone_makes_the_published_table_of_the_original(client, published, tmp_path):
    published(slug="shelters", csv=SENT)
    (tmp_path / "script.py").write_bytes(client.get("/dataset/shelters/shelters/recipe.py").data)
    (tmp_path / "sent.csv").write_text(SENT, encoding="utf-8")

    made = runpy.run_path(str(tmp_path / "script.py"))["table"](tmp_path / "sent.csv")

    table = made.to_csv(index=False, lineterminator="\n").encode()
    assert table == client.get("/d/shelters/shelters.csv").data.removeprefix("\ufeff".encode())


def test_the_page_of_a_dataset_leads_to_both(resident, published):
    published(slug="shelters", csv=SENT)

    page = resident.get("/ja/dataset/shelters")

    assert "/dataset/shelters/shelters/recipe.json" in page.links()
    assert "/dataset/shelters/shelters/recipe.py" in page.links()


def test_what_only_the_publisher_can_know_is_told_and_left(resident, published):
    published(slug="shelters", csv="名称,定員\n北,5\n北,5\n南,7\n")

    page = resident.get("/ja/dataset/shelters")

    assert "同じ内容の行: 1 か所を直せます。" in page.text


def test_a_file_that_is_no_table_has_no_recipe(client, published):
    published(slug="plan", content=b"%PDF-1.4\n%%EOF\n", filename="plan.pdf")

    assert client.get("/dataset/plan/plan/recipe.json").status_code == 404


def workbook() -> bytes:
    """Two sheets, each with something to mend."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        for sheet, head, number in (("避難所", "施設", "５００"), ("公園", "公園", "１２")):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, (head, "数"))
            page.write_row(1, 0, ("北", number))
            page.write_row(2, 0, ("南", "7"))
    return kept.getvalue()


def test_every_table_of_a_dataset_tells_how_it_was_made_and_gives_its_script(
    client, resident, published, tmp_path
):
    published(slug="town", content=workbook(), filename="town.xlsx")
    (tmp_path / "town.xlsx").write_bytes(workbook())
    page = resident.get("/ja/dataset/town")
    [report] = (
        {link for link in page.links() if link.endswith("/report")}
        - {"/ja/dataset/town/town/report"}
        - {"/ja/dataset/town/report"}
    )
    name = report.split("/")[-2]

    told = resident.get(report)
    (tmp_path / "script.py").write_bytes(client.get(f"/dataset/town/{name}/recipe.py").data)
    made = runpy.run_path(str(tmp_path / "script.py"))["table"](tmp_path / "town.xlsx")

    assert f"/dataset/town/{name}/recipe.json" in told.links()
    assert f"/dataset/town/{name}/recipe.py" in told.links()
    table = made.to_csv(index=False, lineterminator="\n")
    assert table == "公園,数\n北,12\n南,7\n"
    assert table == client.get(f"/d/town/{name}.csv").data.decode("utf-8-sig")


def test_where_no_script_can_read_the_file_the_page_says_why(client, resident, published):
    point = {"type": "Point", "coordinates": [139.9, 37.4]}
    feature = {"type": "Feature", "properties": {"名称": "北"}, "geometry": point}
    shapes = json.dumps({"type": "FeatureCollection", "features": [feature]})
    published(slug="places", content=shapes.encode(), filename="places.geojson")

    page = resident.get("/ja/dataset/places/places/report")
    refused = client.get("/dataset/places/places/recipe.py?_lang=ja")

    assert "スクリプトはありません。表が地図の図形から作られたためです。" in page.text
    assert "/dataset/places/places/recipe.json" in page.links()
    assert refused.status_code == 404
