"""How a table was made, to take away."""

import json
import runpy

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
