from datasets.vocabulary import THEMES


def test_every_topic_has_its_page(resident):
    for theme in THEMES:
        assert resident.get(f"/ja/categories/{theme.code}").status == 200


def test_the_topics_are_listed_with_how_many_data_each_has(resident, published):
    published(themes=("bousai",))

    page = resident.get("/en/categories/")

    assert len(page.texts("h2")) >= len(THEMES)
    assert "1 dataset" in page.text


def test_a_topic_shows_its_own_data_only(resident, published):
    published(title="避難所一覧", slug="shelters", themes=("bousai",))
    published(title="ごみ収集日", slug="waste", themes=("gomi",))

    page = resident.get("/ja/categories/gomi")

    assert "ごみ収集日" in page.texts("h3")
    assert "避難所一覧" not in page.text


def test_a_topic_shows_the_latest_numbers_of_its_own_data(resident, published):
    rows = "".join(f"{year},{120_000 - 100 * year}\n" for year in range(2010, 2027))
    csv = f"年,総人口（人）\n{rows}"
    published(title="人口の推移", csv=csv, slug="population", themes=("jinkou",))
    published(title="ごみの量", slug="waste", themes=("gomi",))

    assert "100人へりました" in resident.get("/ja/categories/jinkou").text
    assert "100人へりました" not in resident.get("/ja/categories/gomi").text


def test_an_unknown_topic_is_not_found(resident):
    assert resident.get("/ja/categories/bogus").status == 404
