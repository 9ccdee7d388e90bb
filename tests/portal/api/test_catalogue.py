from datetime import datetime

from portal.wiring import Services
from tests import factories


def test_the_list_has_each_dataset_with_its_files_and_counts_of_facets(client, published):
    published(title="避難所一覧")

    answer = client.get("/api/v1/datasets?q=避難所")

    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.json["total"] == 1
    assert answer.json["facets"]["cat"] == [{"value": "bousai", "count": 1}]
    assert [item["slug"] for item in answer.json["items"]] == ["shelters"]


def test_a_dataset_has_the_promised_shape(client, published):
    published(title="避難所一覧", columns={"定員": {"ja": "入れる人数"}})

    shown = client.get("/api/v1/datasets/shelters").json

    assert shown["title"] == {"ja": "避難所一覧", "en": "Shelters"}
    assert (shown["organization"], shown["license"]) == ("kikikanri", "CC-BY-4.0")
    assert shown["source"] == {"kind": "upload", "uri": "", "path": ""}
    assert 0 <= shown["quality"]["score"] <= 100
    assert shown["quality"]["findings"] == []
    assert datetime.fromisoformat(shown["published_at"]).tzinfo is not None
    (file,) = shown["files"]
    assert (file["name"], file["format"], file["media_type"]) == ("shelters", "csv", "text/csv")
    assert (file["rows"], file["version"], file["encoding"]) == (3, 1, "utf-8")
    assert file["size_bytes"] == len(factories.CSV.encode())
    assert file["download_url"].endswith("/d/shelters/shelters.csv")
    assert [column["name"] for column in file["columns"]] == ["名称", "地区", "定員"]
    assert file["columns"][2]["type"] == "integer"
    assert file["columns"][2]["description"] == "入れる人数"


def test_an_unknown_dataset_is_a_problem_document_that_any_page_may_read(client):
    answer = client.get("/api/v1/datasets/nothing")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json; charset=utf-8"
    assert answer.json["code"] == "not-found"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_draft_is_as_unknown_as_what_is_not_there(client, services: Services):
    factories.received(services, publish=False)

    draft = client.get("/api/v1/datasets/shelters")
    missing = client.get("/api/v1/datasets/shelterz")

    assert draft.status_code == missing.status_code == 404
    assert draft.text.replace("shelters", "shelterz") == missing.text
    assert client.get("/api/v1/datasets").json["total"] == 0


def test_a_filter_that_nothing_fits_leaves_the_list_empty(client, published):
    published()

    answer = client.get("/api/v1/datasets?cat=yuki").json

    assert (answer["total"], answer["items"]) == (0, [])


def test_pages_hold_as_many_as_asked(client, published):
    for number in range(3):
        published(slug=f"data-{number}", title=f"データ{number}")

    first = client.get("/api/v1/datasets?size=2").json
    second = client.get("/api/v1/datasets?size=2&page=2").json

    assert first["total"] == second["total"] == 3
    assert [len(first["items"]), len(second["items"])] == [2, 1]


def test_publishers_are_listed_with_the_number_of_their_datasets(client, published):
    published()

    answer = client.get("/api/v1/organizations").json

    assert answer["total"] == 1
    assert answer["items"][0]["slug"] == "kikikanri"
    assert answer["items"][0]["title"] == {"ja": "危機管理課", "en": None}
    assert answer["items"][0]["dataset_count"] == 1


def test_a_portal_without_apps_says_so(client):
    assert client.get("/api/v1/apps").json == {"total": 0, "items": []}


def test_suggestions_lead_to_a_search_or_to_a_dataset(client, published):
    published(title="避難所一覧")

    words = client.get("/api/v1/suggest?q=ひな&lang=en").json["items"]
    titles = client.get("/api/v1/suggest?q=避難所一&lang=en").json["items"]

    assert words[0]["kind"] == "word"
    assert words[0]["url"].startswith("/en/search?q=")
    assert {"text": "避難所一覧", "url": "/en/dataset/shelters", "kind": "dataset"} in titles
    assert client.get("/api/v1/suggest").json == {"items": []}


def test_any_page_may_ask_and_an_unchanged_answer_costs_nothing(client, published):
    published()
    first = client.get("/api/v1/datasets/shelters")

    again = client.get(
        "/api/v1/datasets/shelters", headers={"If-None-Match": first.headers["ETag"]}
    )
    options = client.options("/api/v1/datasets/shelters")

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304
    assert again.data == b""
    assert options.status_code == 200
    assert "GET" in options.headers["Access-Control-Allow-Methods"]
    assert "Set-Cookie" not in first.headers


def test_the_index_names_every_part(client):
    parts = client.get("/api/v1/").json

    assert {"datasets", "organizations", "apps", "suggest", "openapi"} == set(parts)
