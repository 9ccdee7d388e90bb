import csv
import hashlib
import io
import json

import pytest

CSV = "ID,名称,地区,緯度,経度\n001,中央小学校,中央,37.5,139.9\n002,北原小学校,北原,37.6,139.8\n"
FORMS = ("csv", "json", "ndjson", "xlsx", "geojson", "parquet")


@pytest.mark.parametrize("ext", FORMS)
def test_each_form_names_itself_and_is_open_to_every_page(client, published, ext):
    published(slug="shelters", csv=CSV)

    answer = client.get(f"/d/shelters/shelters.{ext}")

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Disposition" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "/dataset/shelters/datapackage.json" in answer.headers["Link"]
    named = answer.headers["Content-Disposition"]
    assert 'filename="shelters-shelters_' in named
    assert "filename*=UTF-8''%E9%81%BF%E9%9B%A3%E6%89%80" in named


@pytest.mark.parametrize("ext", FORMS)
def test_an_unchanged_file_costs_nothing(client, published, ext):
    published(slug="shelters", csv=CSV)
    first = client.get(f"/d/shelters.{ext}")

    tagged = client.get(f"/d/shelters.{ext}", headers={"If-None-Match": first.headers["ETag"]})
    dated = client.get(
        f"/d/shelters.{ext}", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )

    assert (tagged.status_code, tagged.data) == (304, b"")
    assert dated.status_code == 304


def test_head_tells_the_same_without_the_body(client, published):
    published(slug="shelters", csv=CSV)

    head, whole = client.head("/d/shelters.json"), client.get("/d/shelters.json")

    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers.get("Content-Length") != "0"


def test_the_plain_csv_is_the_file_that_the_package_describes(client, published):
    published(slug="shelters", csv=CSV)

    package = client.get("/dataset/shelters/datapackage.json").json
    body = client.get("/d/shelters/shelters.csv").data

    resource = package["resources"][0]
    assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert resource["bytes"] == len(body)
    assert not body.startswith(b"\xef\xbb\xbf")


def test_the_csv_for_excel_has_its_mark_and_the_old_one_its_encoding(client, published):
    published(slug="shelters", csv=CSV)

    excel = client.get("/d/shelters.csv?_enc=excel")
    sjis = client.get("/d/shelters.csv?_enc=sjis")

    assert excel.data.startswith(b"\xef\xbb\xbfID,")
    assert b"\r\n" in excel.data
    assert "中央小学校" in sjis.data.decode("cp932")
    assert client.get("/d/shelters.csv?_enc=utf-7").status_code == 400


def test_a_download_holds_all_rows_that_match_whatever_the_page(client, published):
    rows = "".join(f"{n},{'北' if n % 2 else '南'}\n" for n in range(300))
    published(slug="shelters", csv=f"番号,地区\n{rows}")

    answer = client.get("/d/shelters.csv", query_string={"地区": "北", "_page": "2", "_size": "25"})

    read = list(csv.reader(io.StringIO(answer.text)))
    assert len(read) == 151


def test_the_same_rows_stand_in_csv_json_and_geojson(client, published):
    published(slug="shelters", csv=CSV)
    asked = {"地区": "北原"}

    rows = client.get("/d/shelters.json", query_string=asked).json
    lines = client.get("/d/shelters.ndjson", query_string=asked).text.splitlines()
    places = client.get("/d/shelters.geojson", query_string=asked).json

    assert [row["ID"] for row in rows] == ["002"]
    assert [json.loads(line) for line in lines] == rows
    assert places["features"][0]["geometry"]["coordinates"] == [139.8, 37.6]


def test_an_old_version_keeps_its_address(client, published):
    published(slug="shelters", csv=CSV)

    answer = client.get("/d/shelters/shelters@1.csv")

    assert answer.status_code == 200
    assert client.get("/d/shelters/shelters@2.csv").status_code == 404


def test_a_csv_original_goes_out_byte_for_byte_and_cannot_run(client, published):
    original = CSV.encode("cp932")
    published(slug="shelters", content=original)

    answer = client.get("/d/shelters/shelters/original")

    assert answer.data == original
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_address_of_ckan_leads_to_the_page_and_the_file(client, published, services):
    dataset = published(slug="shelters", csv=CSV)
    number = dataset.distributions[0].id

    page = client.get("/dataset/shelters")
    file = client.get(f"/dataset/shelters/resource/{number}/download/shelters.csv")

    assert page.headers["Location"] == "/ja/dataset/shelters"
    assert file.headers["Location"] == "/d/shelters/shelters/original"


@pytest.mark.parametrize(
    "path",
    [
        "/d/{slug}.csv",
        "/d/{slug}/shelters.json",
        "/d/{slug}/shelters@1.csv",
        "/d/{slug}/shelters/original",
        "/d/{slug}/shelters/chart.svg",
        "/dataset/{slug}/datapackage.json",
        "/dataset/{slug}",
    ],
)
def test_what_is_not_public_cannot_be_told_from_what_is_missing(client, published, path):
    published(slug="secret", publish=False)

    hidden = client.get(path.format(slug="secret"))
    missing = client.get(path.format(slug="nothing"))

    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("secret", "nothing") == missing.text


def test_an_unknown_column_is_a_problem_that_names_the_nearest(client, published):
    published(slug="shelters", csv=CSV)

    answer = client.get("/d/shelters.csv", query_string={"地区名": "北"})

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "invalid-query"
    assert "地区" in answer.json["title"]
