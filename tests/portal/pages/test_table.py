from urllib.parse import quote

CSV = (
    "名称,地区,定員,開設日\n"
    "中央小学校,中央,950,2026-04-01\n"
    "北原小学校,北原,980,2026-04-02\n"
    "北原公民館,北原,40,2026-05-01\n"
    "南町中学校,南町,450,\n"
)
TABLE = "/ja/dataset/shelters/shelters/table"


def test_the_view_is_said_in_words_with_exact_counts(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"地区": "北原", "定員__gte": "500"})

    sentence = page.texts("p", class_="view-sentence")[0]
    assert sentence.startswith("地区が北原、定員が500以上")
    assert "1件（全4件）" in sentence
    assert page.texts("th", scope="row") == ["北原小学校"]


def test_each_condition_can_be_taken_away(resident, published):
    published(slug="shelters", csv=CSV)
    page = resident.get(TABLE, query_string={"地区": ["北原", "中央"], "定員__gte": "500"})

    chips = {chip.get("href"): chip for chip in page.all("a", class_="chip-on")}
    links = [resident.get(url) for url in chips]

    assert len(chips) == 3
    assert [len(one.texts("th", scope="row")) for one in links] == [1, 1, 3]


def test_a_filter_form_carries_on_what_it_does_not_ask_itself(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"名称__starts": "北原", "_sort": "-定員"})

    form = page.all("form", class_="filters")[0]
    hidden = {e.get("name"): e.get("value") for e in form.iter() if e.get("type") == "hidden"}
    assert hidden == {"名称__starts": "北原", "_sort": "-定員"}


def test_choices_count_the_rows_of_the_view(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"定員__gte": "500", "地区": "中央"})

    choices = page.all("label", class_="check")
    counted = [("".join(each.itertext()).strip(), each.get("data-count")) for each in choices]
    assert [each for each in counted if each[1]][:2] == [("中央", "1"), ("北原", "1")]


def test_a_sorted_column_says_so_and_blanks_come_last(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"_sort": "-開設日"})

    assert page.texts("th", scope="row")[-1] == "南町中学校"
    assert [e.get("aria-sort") for e in page.all("th", scope="col") if e.get("aria-sort")] == [
        "descending"
    ]


def test_where_nothing_matches_the_page_says_what_to_drop(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"地区": "南町", "定員__gte": "5000"})

    assert "「定員が5,000以上」をはずすと1件あります" in page.text
    assert "「地区が南町」をはずすと" not in page.text


def test_an_unknown_column_is_refused_with_the_nearest_names(client, published):
    published(slug="shelters", csv=CSV)

    answer = client.get(TABLE, query_string={"地区名": "北原"})

    assert answer.status_code == 400
    assert "地区" in answer.text


def test_the_rows_of_a_view_are_taken_away_with_the_same_question(resident, published):
    published(slug="shelters", csv=CSV)
    page = resident.get(TABLE, query_string={"地区": "北原", "_page": "1", "_size": "25"})

    url = next(link for link in page.links() if link.startswith("/d/shelters/shelters.csv"))
    rows = resident.client.get(url).data.decode("utf-8-sig").splitlines()

    assert quote("地区") in url
    assert [row.split(",")[0] for row in rows] == ["名称", "北原小学校", "北原公民館"]


def test_a_page_past_the_end_leads_back(resident, published):
    published(slug="shelters", csv=CSV)

    page = resident.get(TABLE, query_string={"_page": "99"})

    assert page.status == 200
    assert TABLE in page.links()


def test_awkward_column_names_are_asked_by_their_place(resident, published):
    published(slug="shelters", csv="slug,_秘,a__gte\nx,1,2\ny,1,3\nz,2,3\n")

    page = resident.get(TABLE, query_string={"c1": "1", "slug": "x"})

    assert page.texts("th", scope="row") == ["x"]


def test_a_mistake_is_pointed_out_with_the_file_and_the_row(resident, published):
    published(slug="shelters", csv=CSV)

    every = resident.get(TABLE)
    one = resident.get(TABLE, query_string={"名称": "北原公民館"})

    report = "/ja/dataset/shelters/report?file=shelters"
    rows = [link for link in every.links() if link.startswith(f"{report}&row=")]
    assert rows[0] == f"{report}&row={quote('中央小学校')}"
    assert len(rows) == 4
    assert report in every.links()
    assert report not in one.links()
    assert "北原公民館" in resident.get(rows[2]).text
