import pytest

from datasets.search.index import SearchQuery, SuggestionKind
from datasets.search.suggesting import distance
from datasets.search.whoosh_index import WhooshIndex
from tests.datasets.search.city import CITY, NOW


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    index = WhooshIndex(tmp_path_factory.mktemp("suggest") / "index", now=lambda: NOW)
    index.rebuild(CITY)
    return index


@pytest.mark.parametrize("typed", ["ひな", "ひなn", "ヒナン", "hina", "避難", "shel"])
def test_a_word_is_completed_however_it_is_typed(index: WhooshIndex, typed: str) -> None:
    assert "避難所" in [suggestion.text for suggestion in index.suggest(typed)]


def test_a_title_is_completed_and_names_its_dataset(index: WhooshIndex) -> None:
    titles = [found for found in index.suggest("年齢") if found.kind is SuggestionKind.DATASET]

    assert [(found.text, found.slug) for found in titles] == [("年齢別人口", "population")]


def test_a_title_that_has_the_word_inside_is_suggested(index: WhooshIndex) -> None:
    assert "国籍別外国人住民数" in [found.text for found in index.suggest("外国人住民")]


def test_a_typing_error_is_set_right(index: WhooshIndex) -> None:
    assert "population" in [found.text for found in index.suggest("popluation")]


@pytest.mark.parametrize(
    ("typed", "meant"), [("避難じょ", "避難所"), ("図書かん", "図書館"), ("給しょく", "給食")]
)
def test_a_word_half_in_kana_is_found(index: WhooshIndex, typed: str, meant: str) -> None:
    page = index.search(SearchQuery(text=typed))

    assert page.suggestion == meant
    assert page.total


def test_no_more_is_suggested_than_asked_for(index: WhooshIndex) -> None:
    assert len(index.suggest("ご", 3)) <= 3
    assert len(index.suggest("ひ")) <= 8


def test_nothing_is_suggested_for_nothing(index: WhooshIndex) -> None:
    assert index.suggest("  ") == []


def test_what_no_dataset_is_about_is_not_suggested(index: WhooshIndex) -> None:
    assert "ふるさと納税" not in [found.text for found in index.suggest("ふるさと")]


def test_swapped_letters_are_one_step() -> None:
    assert distance("popluation", "population", 3) == 1
    assert distance("避難所一欄", "避難所一覧", 2) == 1
    assert distance("abc", "xyz", 2) == 3
