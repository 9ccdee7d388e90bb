import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＥＤ", "aed"),
        ("ｾﾝﾀｰ", "センター"),
        ("センタ―", "せんたー"),
        ("Ｗｉ－Ｆｉ", "wifi"),
        ("wi‐fi", "WiFi"),
        ("髙﨑", "高崎"),
        ("舘", "館"),
        ("⻲山", "亀山"),
        ("⽇本", "日本"),
        ("キャッシュ", "きやつしゆ"),
        ("３－５", "3-5"),
        ("東京　都", " 東京 都"),
        ("葛\U000e0100飾", "葛飾"),
    ],
)
def test_two_ways_to_write_one_word_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("A-12", "A12"), ("-5", "5"), ("は", "ば")])
def test_what_differs_to_a_reader_stays_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(alphabet="あーァヶ-－aAzＡ1 　髙ｶﾞ゛~‐⻲\t\nßﬁ", max_size=12) | st.text(max_size=12))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
