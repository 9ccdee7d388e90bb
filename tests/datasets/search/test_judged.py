"""What residents type finds what they would accept."""

import pytest

from datasets.search.index import SearchQuery
from datasets.search.whoosh_index import WhooshIndex
from tests.datasets.search.city import CITY, JUDGED, NOW


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WhooshIndex:
    index = WhooshIndex(tmp_path_factory.mktemp("judged") / "index", now=lambda: NOW)
    index.rebuild(CITY)
    return index


def answer(index: WhooshIndex, text: str) -> list[str]:
    return [hit.slug for hit in index.search(SearchQuery(text=text, size=100)).hits]


def test_judged_queries_reach_an_f1_of_nine_tenths(index: WhooshIndex) -> None:
    scores = []
    for text, wanted in JUDGED.items():
        found, expected = set(answer(index, text)), set(wanted.split())

        right = 2 * len(found & expected) / (len(found) + len(expected)) if found or expected else 1
        scores.append(right)

    assert len(CITY) >= 40
    assert len(JUDGED) >= 50
    assert sum(scores) / len(scores) >= 0.9


@pytest.mark.parametrize("text", [text for text, wanted in JUDGED.items() if wanted])
def test_a_query_with_an_answer_finds_one_of_its_answers(index: WhooshIndex, text: str) -> None:
    found = answer(index, text)

    assert set(found) & set(JUDGED[text].split())


@pytest.mark.parametrize("text", [text for text, wanted in JUDGED.items() if not wanted])
def test_a_query_without_an_answer_finds_nothing(index: WhooshIndex, text: str) -> None:
    assert answer(index, text) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("避難所", "shelters"),
        ("ひなんじょ", "shelters"),
        ("ＡＥＤ", "aed"),
        ("ごみ 収集", "garbage-days"),
        ("population", "population"),
        ("ＡＥＤまっぷ", "aed"),
        ("人口", "population"),
        ("トイレ", "toilets"),
        ("避難所一覧", "shelters"),
        ("指定緊急避難場所", "emergency-sites"),
    ],
)
def test_the_best_answer_comes_first(index: WhooshIndex, text: str, slug: str) -> None:
    assert answer(index, text)[0] == slug
