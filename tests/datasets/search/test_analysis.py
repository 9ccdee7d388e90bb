from hypothesis import given
from hypothesis import strategies as st

from datasets.search.analysis import folded, grams, query_grams, stem, words


def forms(text: str) -> list[str]:
    return [folded(word) for word in words(text)]


def test_particles_between_words_are_cut() -> None:
    assert forms("会津若松市における人口の推移") == ["会津若松市", "人口", "推移"]


def test_a_particle_next_to_a_latin_word_is_cut() -> None:
    assert forms("AEDの場所") == ["aed", "場所"]


def test_kana_inside_a_word_are_kept() -> None:
    assert forms("子どもの遊び場") == ["子どもの遊び場"]


def test_a_question_loses_what_only_asks() -> None:
    assert forms("避難所はどこですか？") == ["避難所"]


def test_width_case_and_kind_of_kana_do_not_matter() -> None:
    assert forms("ＡＥＤ ﾏｯﾌﾟ") == forms("aed まっぷ") == ["aed", "まつぷ"]


def test_a_joined_latin_word_is_one_word() -> None:
    assert forms("Ｗｉ－Ｆｉスポット") == ["wifi", "すぽつと"]


def test_a_query_asks_for_pairs_and_the_index_keeps_them_and_single_letters() -> None:
    (word,) = words("避難所")

    assert query_grams(word) == ("避難", "難所")
    assert set(grams(word)) == {"避", "難", "所", "避難", "難所"}


def test_the_start_of_a_latin_word_is_kept() -> None:
    (word,) = words("Shelters")

    assert "shel" in set(grams(word))


def test_english_plurals_meet_their_singular() -> None:
    assert stem("shelters") == stem("shelter")
    assert stem("libraries") == stem("library")
    assert stem("bus") == "bus"


@given(st.text(max_size=200))
def test_any_text_has_words_and_each_word_is_found_by_its_own_grams(text: str) -> None:
    for word in words(text):
        assert set(query_grams(word)) <= set(grams(word))
