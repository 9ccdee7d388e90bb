"""The standard data: their list, their forms, and what a dataset says of the one it follows."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from datasets.validation.standards.schema import edition

AED = {
    "都道府県コ―ド又は市区町村コ―ド": "072028",
    "NO": "1",
    "都道府県名": "福島県",
    "市区町村名": "会津若松市",
    "名称": "市役所",
    "名称_カナ": "シヤクショ",
    "住所": "東栄町3-46",
    "緯度": "37.4948",
    "経度": "139.9298",
    "設置位置": "1階",
    "開始時間": "8:30",
    "小児対応設備の有無": "あり",
    "ふるさと納税": "有",
}


@pytest.fixture
def aed(published):
    """A list of AEDs in the edition of 2017, with a slip in a header and a column of its own."""
    names = [field.name for field in edition("aed-2017").fields]
    headers = [*(name.replace("コード", "コ―ド") for name in names), "ふるさと納税"]
    rows = [AED, AED | {"NO": "2", "名称": "図書館"}]
    lines = [",".join(row.get(name, "") for name in headers) for row in rows]
    return published(
        slug="aed", filename="aed.csv", csv="\n".join([",".join(headers), *lines]) + "\n"
    )


def test_a_dataset_names_the_standard_it_follows_and_how_it_differs(resident, aed):
    page = resident.get("/ja/dataset/aed")

    assert "標準データ" in page.texts("a", href="#standard")
    assert page.texts("a", href="/ja/standards/aed") == ["08 AED設置箇所一覧"]
    said = page.text
    assert (
        "「都道府県コ―ド又は市区町村コ―ド」は、標準では「都道府県コード又は市区町村コード」です"
        in said
    )
    assert "ふるさと納税" in said
    assert "「あり」は、標準の書き方と違います" in said
    assert "「AED設置箇所一覧」" in said


def test_the_conforming_file_stands_beside_the_original(client, aed):
    answer = client.get("/d/aed/aed.standard.csv")

    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert header == [field.name for field in edition("aed").fields]
    first = dict(zip(header, rows[0], strict=True))
    assert len(rows) == 2
    assert first["地方公共団体名"] == "福島県会津若松市"
    assert (first["開始時間"], first["小児対応設備の有無"]) == ("08:30", "有")
    assert answer.headers["Content-Disposition"].endswith('aed.csv"')
    again = client.get("/d/aed/aed.standard.csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_table_of_no_standard_has_no_conforming_file(client, published):
    published(slug="shelters", csv="番号,名称\n1,北\n2,南\n")

    assert client.get("/d/shelters/shelters.standard.csv").status_code == 404


def test_data_of_a_standard_are_found_counted_and_named_in_the_api(
    resident, client, aed, published
):
    published(slug="shelters", csv="番号,名称\n1,北\n2,南\n")

    page = resident.get("/ja/search?std=aed")
    told = client.get("/api/v1/datasets?std=aed").json
    topic = resident.get("/ja/categories/bousai")

    assert "AED設置箇所一覧" in page.text
    assert told["total"] == 1
    assert told["facets"]["std"] == [{"value": "aed", "count": 1}]
    assert client.get("/api/v1/datasets/aed").json["files"][0]["standard"] == "aed"
    assert "指定緊急避難場所一覧" in topic.text


def test_every_standard_is_listed_with_what_is_open_of_it(resident, aed):
    page = resident.get("/ja/standards/")

    assert len(page.all("h3")) == 31
    assert page.texts("a", href="/ja/search?std=aed") == ["公開ずみ 1件"]
    assert len([link for link in page.links() if "/requests/new?title=" in link]) == 30


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_standard_explains_its_columns(resident, locale):
    page = resident.get(f"/{locale}/standards/aed")
    without = resident.get(f"/{locale}/standards/gtfs_jp")

    assert page.texts("th", scope="row")[0] == "全国地方公共団体コード"
    assert without.all("table") == []
    assert resident.get(f"/{locale}/standards/nothing").status == 404


def test_the_blank_form_has_the_headers_and_explains_them(client):
    as_csv, as_xlsx = (client.get(f"/standards/aed.{ext}") for ext in ("csv", "xlsx"))

    names = [field.name for field in edition("aed").fields]
    assert as_csv.data.decode("utf-8-sig") == ",".join(names) + "\r\n"
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx.data))
    assert workbook.sheet_names == ["データ", "項目の説明"]
    assert workbook.get_sheet_by_index(0).to_python() == [names]
    notes = workbook.get_sheet_by_index(1).to_python()[2:]
    assert [row[0] for row in notes] == names
    assert client.get("/standards/gtfs_jp.csv").status_code == 404


def test_a_blank_form_that_is_filled_in_is_recognised_as_its_standard(client, published, resident):
    names = client.get("/standards/public_toilet.csv").data.decode("utf-8-sig").strip()
    row = ",".join("" for _name in names.split(","))
    filled = row.replace(",,,", "072028,1,,公園トイレ", 1)

    published(slug="toilets", csv=f"{names}\n{filled}\n")

    assert "13 公衆トイレ一覧" in resident.get("/ja/dataset/toilets").text
