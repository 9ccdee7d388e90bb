"""What every SearchIndex does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.search.index import SearchIndex, SearchQuery, Sort
from datasets.search.whoosh_index import WhooshIndex
from tests.datasets.search.city import CITY, NOW, document

KINDS: dict[str, Callable[[Path], SearchIndex]] = {
    "whoosh": lambda folder: WhooshIndex(folder / "index", now=lambda: NOW)
}


@pytest.fixture(params=KINDS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    return KINDS[request.param](tmp_path)


@pytest.fixture(params=KINDS, scope="module")
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = KINDS[request.param](tmp_path_factory.mktemp("city"))
    index.rebuild(CITY)
    return index


def slugs(index: SearchIndex, text: str = "", **how: object) -> list[str]:
    page = index.search(SearchQuery(text=text, **how))  # type: ignore[arg-type]  # how varies
    return [hit.slug for hit in page.hits]


def counts(index: SearchIndex, facet: str, **how: object) -> dict[str, int]:
    page = index.search(SearchQuery(**how))  # type: ignore[arg-type]  # how varies
    return {count.value: count.count for count in page.facets[facet]}


def test_a_new_index_finds_nothing_and_asks_to_be_built(index: SearchIndex) -> None:
    assert index.search(SearchQuery(text="避難所")).total == 0
    assert index.suggest("ひな") == []
    assert not index.healthy()


def test_a_dataset_is_found_as_soon_as_it_is_added(index: SearchIndex) -> None:
    index.rebuild([])

    index.apply([document("shelters", "避難所一覧")], [])

    assert slugs(index, "避難所") == ["shelters"]
    assert index.healthy()


def test_a_changed_dataset_replaces_the_old_one(index: SearchIndex) -> None:
    old = document("places", "避難所一覧")
    index.rebuild([old])

    index.apply([replace(old, title="公園一覧")], [])

    assert slugs(index, "避難所") == []
    assert slugs(index, "公園") == ["places"]
    assert index.document_count() == 1


def test_a_removed_dataset_is_gone_from_results_counts_and_suggestions(index: SearchIndex) -> None:
    secret = document("secret", "秘密の一覧", themes=("bousai",), keywords=("合言葉",))
    index.rebuild([secret, document("open", "公園一覧", themes=("kouen",))])

    index.apply([], [secret.id])

    assert slugs(index) == ["open"]
    assert counts(index, "cat") == {"kouen": 1}
    assert index.suggest("秘密") == []
    assert index.search(SearchQuery(text="合言業")).suggestion is None
    assert index.document_count() == 1


def test_removing_what_is_not_there_changes_nothing(index: SearchIndex) -> None:
    index.rebuild(CITY[:3])

    index.apply([], ["no such id"])

    assert index.document_count() == 3


def test_a_rebuild_replaces_everything(index: SearchIndex) -> None:
    index.rebuild(CITY[:3])

    index.rebuild(CITY[3:5])

    assert sorted(slugs(index)) == sorted(found.slug for found in CITY[3:5])


def test_an_exact_title_comes_first(index: SearchIndex) -> None:
    index.rebuild(
        [
            document("long", "東京都の人口と世帯", keywords=("京都",), summary="京都 京都"),
            document("exact", "京都"),
            document("other", "京都市の京都らしい京都の寺"),
        ]
    )

    assert slugs(index, "京都")[0] == "exact"


def test_a_place_of_this_name_comes_before_a_name_that_has_it_inside(index: SearchIndex) -> None:
    index.rebuild(
        [
            document("tokyo", "人口", places=("東京都",)),
            document("kyoto", "人口", places=("京都",)),
        ]
    )

    assert slugs(index, "京都 人口") == ["kyoto", "tokyo"]


def test_the_columns_that_have_the_word_are_named(city: SearchIndex) -> None:
    page = city.search(SearchQuery(text="アレルゲン"))

    assert page.hits[0].matched_columns == ("アレルゲン",)


def test_one_value_of_each_chosen_facet_must_fit(city: SearchIndex) -> None:
    chosen = {"cat": frozenset({"gakkou", "kosodate"}), "fmt": frozenset({"CSV"})}

    found = set(slugs(city, facets=chosen, size=100))

    assert found == {d.slug for d in CITY if d.themes[0] in {"gakkou", "kosodate"}}


def test_a_facet_counts_as_if_nothing_of_it_were_chosen(city: SearchIndex) -> None:
    free = counts(city, "cat")

    assert counts(city, "cat", facets={"cat": frozenset({"gakkou"})}) == free
    assert sum(free.values()) == len(CITY)


def test_a_chosen_facet_narrows_the_counts_of_the_others(city: SearchIndex) -> None:
    narrowed = counts(city, "org", facets={"cat": frozenset({"gakkou"})})

    assert narrowed == {"mizuho-city": 3}


def test_age_is_counted_back_from_today(index: SearchIndex) -> None:
    index.rebuild(
        [
            document(f"d{days}", f"データ{days}", modified=NOW - timedelta(days=days))
            for days in (1, 20, 200, 800)
        ]
    )

    assert counts(index, "upd") == {"week": 1, "month": 2, "year": 3, "older": 1}
    assert slugs(index, facets={"upd": frozenset({"older"})}) == ["d800"]


def test_what_filters_hide_is_said(city: SearchIndex) -> None:
    page = city.search(SearchQuery(text="避難所", facets={"cat": frozenset({"yuki"})}))

    assert (page.total, page.without_filters_total) == (0, 2)


def test_results_come_in_the_order_asked_for(city: SearchIndex) -> None:
    everything = {"size": 1000}

    newest = sorted(CITY, key=lambda d: (-d.modified.timestamp(), d.title))
    assert slugs(city, sort=Sort.NEW, **everything) == [d.slug for d in newest]
    popular = slugs(city, sort=Sort.POPULAR, **everything)
    views = {d.slug: d.view_count for d in CITY}
    assert [views[slug] for slug in popular] == sorted(views.values(), reverse=True)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_put_together_are_all_results_once(city: SearchIndex, sort: Sort) -> None:
    pages = [slugs(city, sort=sort, page=page, size=7) for page in range(1, 11)]

    together = [slug for page in pages for slug in page]
    assert together == slugs(city, sort=sort, size=1000)
    assert sorted(together) == sorted(d.slug for d in CITY)


def test_a_page_past_the_end_is_empty_and_knows_the_total(city: SearchIndex) -> None:
    page = city.search(SearchQuery(page=10_000_000, size=1000))

    assert page.hits == ()
    assert page.total == len(CITY)


def test_a_query_of_which_too_much_is_asked_is_relaxed_and_says_so(city: SearchIndex) -> None:
    page = city.search(SearchQuery(text="避難所一欄"))

    assert page.relaxed
    assert page.suggestion == "避難所一覧"
    assert {hit.slug for hit in page.hits} >= {"shelters"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=300), page=st.integers(-5, 5), size=st.integers(-5, 2000))
def test_nothing_typed_fails(city: SearchIndex, text: str, page: int, size: int) -> None:
    found = city.search(SearchQuery(text=text, page=page, size=size))

    assert 0 <= len(found.hits) <= found.total <= len(CITY)
    assert len(city.suggest(text)) <= 8


@pytest.mark.parametrize(
    "text",
    ["*", "w*", "?*?*?*9", "(" * 5000, "a OR b NOT", "[a TO z]", "避" * 20_000, "\x01aed", "\0"],
)
def test_what_other_engines_take_for_commands_is_only_text(city: SearchIndex, text: str) -> None:
    page = city.search(SearchQuery(text=text))

    assert page.total < len(CITY)
