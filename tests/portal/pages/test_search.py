import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import publishing, queries
from datasets.kernel.actors import SYSTEM
from datasets.search.index import SearchPage


@pytest.fixture
def town(published):
    published(title="指定避難所一覧", slug="shelters", themes=("bousai",))
    published(
        title="ごみ収集日",
        title_en="Collection days",
        summary={"ja": "ごみを出す日です。", "en": "When to put out your waste."},
        slug="waste",
        themes=("gomi",),
        csv="地区,曜日\n中央,月\n北原,火\n南町,水\n",
        filename="waste.csv",
    )


def titles(page):
    return [
        heading.strip()
        for article in page.all("article")
        for element in article
        if element.tag.endswith("h2")
        for heading in ["".join(element.itertext())]
    ]


def links(page, text):
    return [a.get("href") for a in page.all("a") if text in "".join(a.itertext())]


@pytest.mark.usefixtures("town")
class TestSearch:
    @pytest.mark.parametrize("text", ["避難所", "ひなんじょ", "shelter", "避難場所"])
    def test_a_resident_finds_shelters_by_any_word_for_them(self, resident, text):
        page = resident.get("/ja/search", query_string={"q": text})

        assert titles(page) == ["指定避難所一覧"]

    def test_the_words_that_were_found_are_marked(self, resident):
        page = resident.get("/ja/search?q=避難所")

        assert "避難所" in page.texts("mark")

    def test_the_box_keeps_the_words_and_the_count_is_announced(self, resident):
        page = resident.get("/ja/search?q=避難所")

        assert page.field("q") == "避難所"
        assert page.texts("div", role="status") == ["「避難所」のデータ 1件"]

    def test_without_words_everything_is_listed(self, resident):
        page = resident.get("/ja/search")

        assert sorted(titles(page)) == ["ごみ収集日", "指定避難所一覧"]

    def test_a_filter_can_be_taken_away_again(self, resident):
        page = resident.get("/ja/search?cat=gomi")

        assert titles(page) == ["ごみ収集日"]
        [without] = [a.get("href") for a in page.all("a", class_="chip-on")]
        assert len(titles(resident.get(without))) == 2

    def test_nothing_found_offers_the_same_without_filters(self, resident):
        page = resident.get("/en/search?q=shelter&cat=gomi")

        [without] = links(page, "Remove the filters to see 1 dataset")
        assert titles(resident.get(without)) == ["Shelters"]

    def test_nothing_found_is_no_dead_end(self, resident):
        page = resident.get("/ja/search?q=zzqqxxyy")

        assert page.status == 200
        assert "/ja/categories/bousai" in page.links()
        assert "/ja/about/contact" in page.links()

    def test_a_card_leads_to_the_table_and_to_a_file_for_excel(self, resident):
        page = resident.get("/ja/search?q=避難所")

        assert "/ja/dataset/shelters/shelters/table" in page.links()
        assert "/d/shelters.csv?_enc=excel" in page.links()

    def test_a_page_past_the_end_leads_back(self, resident):
        page = resident.get("/ja/search?q=避難所&page=7")

        assert "/ja/search?q=%E9%81%BF%E9%9B%A3%E6%89%80" in page.links()

    def test_what_was_withdrawn_is_not_found_even_before_the_index_knows(self, resident, services):
        with services.begin(SYSTEM) as uow:
            dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
            publishing.withdraw(uow, dataset, reason="誤り")

        page = resident.get("/ja/search?q=避難所")

        assert "指定避難所一覧" not in page.text

    def test_a_lost_index_still_lists_the_data(self, resident, services, monkeypatch):
        index = type(services.index)
        monkeypatch.setattr(index, "search", lambda self, query: SearchPage())
        monkeypatch.setattr(index, "healthy", lambda self: False)

        page = resident.get("/ja/search?q=避難所")

        assert len(titles(page)) == 2
        assert "検索の準備をしています" in page.text

    @pytest.mark.parametrize(
        "query", ["sort=bogus", "page=-1", "page=x", "cat=bogus", "org=bogus&upd=bogus", "q=%00"]
    )
    def test_a_strange_address_is_answered(self, resident, query):
        assert resident.get(f"/ja/search?{query}").status == 200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
def test_whatever_is_typed_is_answered_and_kept_as_text(client, text):
    response = client.get("/ja/search", query_string={"q": text})

    assert response.status_code == 200
