import json
import re
import shutil
from xml.etree import ElementTree

from portal.api.openapi import document

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_portal_is_alive_and_ready(client):
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")

    assert ready.status_code == 200
    assert ready.json == {"ready": True, "database": True, "files": True, "index": True}
    assert ready.headers["Cache-Control"] == "no-store"


def test_a_portal_without_its_files_is_alive_but_not_ready(client, services):
    shutil.rmtree(services.settings.home / "files")

    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")

    assert ready.status_code == 503
    assert (ready.json["ready"], ready.json["files"]) == (False, False)


def test_the_sitemap_has_every_dataset_in_both_languages(client, published):
    published()

    answer = client.get("/sitemap.xml")

    root = ElementTree.fromstring(answer.data)  # noqa: S314 - our own words
    addresses = [element.text for element in root.iter(f"{MAP}loc")]
    assert "http://127.0.0.1:8000/ja/dataset/shelters" in addresses
    assert "http://127.0.0.1:8000/en/dataset/shelters" in addresses
    assert answer.content_type == "application/xml; charset=utf-8"


def test_search_engines_learn_of_the_sitemap_and_leave_staff_alone(client):
    text = client.get("/robots.txt").get_data(as_text=True)

    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /staff/" in text


def test_the_description_names_every_route_of_the_api(app, client):
    described = client.get("/api/openapi.json").json
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == routes
    assert described["servers"] == [{"url": "http://127.0.0.1:8000"}]


def test_every_reference_and_path_parameter_of_the_description_is_there():
    described = document("http://127.0.0.1:8000")

    text = json.dumps(described)
    schemas = described["components"]["schemas"]
    references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert references <= set(schemas)
    assert set(schemas) <= references
    told = [(path, one) for path, item in described["paths"].items() for one in item.values()]
    ids = [operation["operationId"] for _, operation in told]
    assert len(ids) == len(set(ids))
    for path, operation in told:
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        parameters = operation["parameters"]
        assert {p["name"] for p in parameters if p["in"] == "path"} == named
        assert all(p["required"] for p in parameters if p["in"] == "path")
        assert {"200", "202"} & set(operation["responses"])
        assert "404" in operation["responses"]


def test_answers_have_the_fields_that_are_described(client, published):
    published()
    schemas = document("http://127.0.0.1:8000")["components"]["schemas"]

    dataset = client.get("/api/v1/datasets/shelters").json

    assert set(dataset) == set(schemas["DatasetShape"]["properties"])
    assert set(dataset["files"][0]) == set(schemas["FileShape"]["properties"])
