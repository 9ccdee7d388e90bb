import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from portal.web.marking import marker


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("避難所", "臨時避難所の図", "臨時<mark>避難所</mark>の図"),
        ("ＡＥＤ", "AED設置箇所", "<mark>AED</mark>設置箇所"),
        ("ごみ", "ゴミ収集", "<mark>ゴミ</mark>収集"),
        ("せんたー", "文化センター", "文化<mark>センター</mark>"),
        ("", "避難所", "避難所"),
    ],
)
def test_the_words_of_a_query_are_marked_however_they_are_written(query, text, marked):
    assert str(marker(query)(text)) == marked


def test_text_of_a_publisher_cannot_bring_in_markup():
    marked = marker("避難所")("<b>避難所</b>&")

    assert str(marked) == "&lt;b&gt;<mark>避難所</mark>&lt;/b&gt;&amp;"


@given(st.text(max_size=20), st.text(max_size=60))
def test_marking_changes_no_letter(query, text):
    marked = marker(query)(text)

    assert str(marked).replace("<mark>", "").replace("</mark>", "") == str(escape(text))
