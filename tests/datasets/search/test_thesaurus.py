import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.search.question import ask
from datasets.search.romaji import romaji_key
from datasets.search.thesaurus import Group, Thesaurus, municipal_thesaurus


def names(text: str) -> list[str]:
    return [
        piece.groups[0].name if piece.groups else f"?{piece.form}"
        for piece in municipal_thesaurus().pieces(text)
    ]


def test_the_municipal_thesaurus_has_names_readings_and_english_for_every_group() -> None:
    groups = municipal_thesaurus().groups

    assert len(groups) >= 80
    assert all(group.readings and group.english for group in groups)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ひなんじょ", ["避難所"]),
        ("避難所一覧", ["避難所", "?一覧"]),
        ("ＡＥＤまっぷ", ["AED", "?まつぷ"]),
        ("ゴミ袋", ["ごみ", "?袋"]),
        ("school lunches", ["給食"]),
        ("バスケットボール大会", ["?ばすけつとぼーる", "?大会"]),
        ("kyuushoku", ["給食"]),
        ("子どもの医療費助成", ["子ども", "?医療費助成"]),
    ],
)
def test_a_text_is_cut_into_the_things_it_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_longer_term_names_the_things_inside_it() -> None:
    thesaurus = municipal_thesaurus()
    (piece,) = thesaurus.pieces("ごみ収集日")

    assert "ごみ" in {part.form for part in thesaurus.within(piece)}


def test_a_city_may_bring_its_own_words() -> None:
    own = Thesaurus([Group("まちなか周遊バス", ("まちなか周遊バス", "ハイカラさん"), (), ())])

    (concept,) = ask("ハイカラさん", own).concepts

    assert "まちなか周遊ばす" in concept.forms


@pytest.mark.parametrize(
    ("reading", "latin"),
    [("ひなんじょ", "hinanjo"), ("きゅうしょく", "kyushoku"), ("としょかん", "toshokan")],
)
def test_a_reading_in_latin_letters_has_the_key_of_its_kana(reading: str, latin: str) -> None:
    assert romaji_key(reading) == romaji_key(latin)


@given(st.text(max_size=400))
def test_any_query_is_understood_within_bounds(text: str) -> None:
    question = ask(text, municipal_thesaurus())

    assert len(question.concepts) + len(question.wishes) <= 12
    assert all(len(concept.alternatives) <= 24 for concept in question.concepts)
    assert all(concept.alternatives[0] for concept in question.concepts)
