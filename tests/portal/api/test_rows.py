import csv
import io
from urllib.parse import urlsplit

import pytest

ROWS = "/api/v1/datasets/shelters/files/shelters/rows"


@pytest.fixture
def shelters(published):
    lines = "".join(f"避難所{n},{'中央' if n % 2 else '北原'},{n * 10}\n" for n in range(1, 31))
    return published(csv="名称,地区,定員\n" + lines)


def test_rows_are_typed_and_paged_to_the_last(client, shelters):
    seen, address = [], f"{ROWS}?_size=8"

    while address:
        answer = client.get(address).json
        seen += answer["items"]
        assert answer["total"] == 30
        asked = urlsplit(answer["next"] or "")
        address = f"{asked.path}?{asked.query}" if answer["next"] else ""

    assert [row["定員"] for row in seen] == [n * 10 for n in range(1, 31)]


def test_rows_are_those_of_the_download(client, shelters):
    asked = "地区=中央&定員__gte=100&_sort=-定員"

    download = client.get(f"/d/shelters/shelters.csv?{asked}").get_data(as_text=True)
    rows = client.get(f"{ROWS}?{asked}&_size=100").json["items"]

    assert len(rows) == 10
    as_text = [{name: str(value) for name, value in row.items()} for row in rows]
    assert as_text == list(csv.DictReader(io.StringIO(download)))


def test_only_the_columns_that_were_asked_come(client, shelters):
    (row,) = client.get(f"{ROWS}?_cols=定員&_size=1").json["items"]

    assert row == {"定員": 10}


def test_an_unknown_column_is_refused_with_the_nearest_names(client, shelters):
    answer = client.get(f"{ROWS}?定因=5")

    assert answer.status_code == 400
    assert answer.json["code"] == "invalid-query"
    assert "定員" in answer.json["title"]


def test_groups_have_their_figures_by_name(client, shelters):
    answer = client.get(f"{ROWS}?_group=地区&_agg=count,sum:定員").json

    by_district = {row["地区"]: row for row in answer["items"]}
    assert by_district["中央"] == {"地区": "中央", "count": 15, "sum:定員": 2250}
    assert by_district["北原"]["sum:定員"] == 2400


def test_values_are_counted_when_asked(client, shelters):
    answer = client.get(f"{ROWS}?_facet=地区&_size=1").json

    assert {facet["value"]: facet["count"] for facet in answer["facets"]["地区"]} == {
        "中央": 15,
        "北原": 15,
    }


def test_an_unchanged_page_of_rows_costs_nothing(client, shelters):
    etag = client.get(ROWS).headers["ETag"]

    assert client.get(ROWS, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(f"{ROWS}?_page=2", headers={"If-None-Match": etag}).status_code == 200


def test_a_file_that_is_no_table_has_no_rows(client, published):
    published(filename="map.pdf", content=b"%PDF-1.4\n%%EOF\n")

    answer = client.get("/api/v1/datasets/shelters/files/map/rows")

    assert answer.status_code == 404
    assert client.get("/api/v1/datasets/shelters").json["files"][0]["rows_url"] is None
