"""Words that an app is found by."""

import pytest

from apps_gallery.wording import asked_for, tell_of

WASTE = ("ごみの日カレンダー", "どの日に何のごみを出すかがわかります", "Garbage days", "ごみ収集日")


@pytest.mark.parametrize(
    "text",
    [
        "ごみ",
        "ゴミ",
        "ｺﾞﾐ",
        "ごみ 収集",
        "ごみ収集日はいつ",
        "waste",
        "garbage day",
        "カレンダー",
        "calen",
        "",
        "の",
    ],
)
def test_however_it_is_written_what_is_told_of_is_found(text):
    assert tell_of((*WASTE, "Calendar"), asked_for(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ごみ 避難所", WASTE),
        ("bus", ("Business map",)),
        ("うちゅうじん", WASTE),
        ("day", ("Monday",)),
    ],
)
def test_what_is_not_told_of_is_not_found(text, told):
    assert not tell_of(told, asked_for(text))


def test_a_shelter_by_its_sound_and_in_english():
    for text in ("ひなんじょ", "shelter", "hinanjo"):
        assert tell_of(("近くの避難所がわかります",), asked_for(text)), text
