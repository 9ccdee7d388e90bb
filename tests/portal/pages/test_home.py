SERIES = "年,総人口（人）\n" + "".join(f"{year},{year * 10}\n" for year in range(2015, 2027))


def test_an_empty_portal_opens_and_says_what_comes(resident):
    page = resident.get("/ja/")

    assert page.status == 200
    assert "データはまだありません" in page.text


def test_the_front_page_shows_what_is_new_and_leads_to_it(resident, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/")

    assert "避難所一覧" in page.texts("h3")
    assert "/ja/dataset/shelters" in page.links()


def test_the_root_answers_in_the_sites_own_language_and_names_its_lasting_address(resident):
    page = resident.get("/", follow_redirects=False)

    assert page.status == 200
    assert page.root.get("lang") == "ja"
    [canonical] = [link.get("href") for link in page.all("link", rel="canonical")]
    assert canonical.endswith("/ja/")


def test_the_root_leads_to_english(resident):
    page = resident.get("/")

    assert "/en/" in page.links()


def test_a_series_becomes_a_number_of_the_town(resident, published):
    published(title="人口の推移", csv=SERIES, slug="population", themes=("jinkou",))

    page = resident.get("/en/")

    assert "20,260" in page.text
    assert "10 more than a year before" in page.text


def test_words_to_try_all_have_something_to_find(resident, published):
    published(title="避難所一覧", slug="shelters")

    page = resident.get("/ja/")

    assert page.texts("a", class_="chip") == ["今いる場所の近く", "避難所"]


def test_the_front_page_depends_on_no_session(client):
    response = client.get("/ja/")

    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"].startswith("public")
