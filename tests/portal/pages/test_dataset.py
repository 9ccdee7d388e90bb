import json
import re

WIDE = "名称," + ",".join(f"列{n}" for n in range(20)) + "\n"
WIDE += "\n".join(f"施設{row}," + ",".join(str(row * n) for n in range(20)) for row in range(30))


def test_a_resident_reads_what_a_dataset_is_and_takes_it_for_excel(resident, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/dataset/shelters")

    assert page.texts("h1") == ["避難所一覧"]
    assert "市内の避難所です。" in page.text
    csv = [link for link in page.links() if link.startswith("/d/shelters/shelters.csv")]
    assert "_enc=excel" in csv[0]


def test_a_page_tells_its_columns_its_first_rows_and_how_good_it_is(resident, published):
    published(slug="shelters", columns={"定員": {"ja": "入れる人数", "en": "Places"}})

    page = resident.get("/ja/dataset/shelters")

    assert "中央小学校" in page.text
    assert "入れる人数" in page.text
    assert page.all("section", id="quality")
    assert page.all("section", id="columns")


def test_an_english_reader_gets_english_words_and_the_japanese_is_marked(resident, published):
    published(slug="shelters", title_en="")

    page = resident.get("/en/dataset/shelters")

    assert page.all("h1", lang="ja")
    assert "How to cite and use" in page.texts("h2")


def test_a_dataset_says_how_it_was_mended_with_before_and_after(resident, published):
    csv = "名称,定員\n 中央小学校,９５０\n北原小学校,９８０\n南町小学校,４５０\n"
    published(slug="shelters", csv=csv)

    page = resident.get("/ja/dataset/shelters")

    assert "９５０" in page.texts("del")
    assert "950" in page.texts("ins")


def test_a_wide_table_shows_its_telling_columns_and_folds_the_others(resident, published):
    published(slug="wide", csv=WIDE)

    page = resident.get("/ja/dataset/wide")

    assert len(page.all("table", id="preview")[0].findall(".//{*}thead//{*}th")) <= 8
    assert "列19" in page.text


def test_a_file_that_is_no_table_is_offered_as_it_is(resident, published):
    published(slug="plan", content=b"%PDF-1.4\n%%EOF\n", filename="plan.pdf")

    page = resident.get("/ja/dataset/plan")

    assert "/d/plan/plan/original" in page.links()
    assert not page.all("section", id="columns")


def test_search_engines_read_the_dataset_and_no_tag_can_begin_in_it(resident, published):
    published(title="</script><b>避難所", slug="shelters")

    page = resident.get("/ja/dataset/shelters")

    told = json.loads("".join(page.all("script", type="application/ld+json")[0].itertext()))
    assert told["@type"] == "Dataset"
    assert told["name"] == "</script><b>避難所"


def test_the_source_line_names_publisher_title_day_licence_and_address(resident, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/dataset/shelters")

    lines = "".join(page.all("code", id="cite-ja")[0].itertext())
    assert re.fullmatch(
        r"危機管理課「避難所一覧」（\d{4}年\d+月\d+日版）、CC BY 4.0、http://\S+", lines
    )


def test_an_unchanged_page_costs_nothing(client, published):
    published(slug="shelters")
    first = client.get("/ja/dataset/shelters")

    again = client.get("/ja/dataset/shelters", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_a_public_page_sets_no_cookie(client, published):
    published(slug="shelters")

    page = client.get("/ja/dataset/shelters")

    assert "Set-Cookie" not in page.headers


def test_what_is_not_public_answers_as_what_is_missing(client, published):
    published(slug="secret", publish=False)

    hidden, missing = client.get("/ja/dataset/secret"), client.get("/ja/dataset/nothing")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("secret", "nothing") == missing.text


def test_the_history_lists_each_version(resident, published):
    published(slug="shelters")

    page = resident.get("/ja/dataset/shelters/history")

    assert "/d/shelters/shelters@1.csv" in page.links()
