import pytest

from datasets.recognising import ending_of, frequency_of
from datasets.vocabulary import license_from_text


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("年1回（4月1日時点）", "annual"),
        ("毎年4月1日", "annual"),
        ("毎月1日", "monthly"),
        ("年12回", "monthly"),
        ("1日1回", "daily"),
        ("変更の都度", "irregular"),
        ("11年ごと", "unknown"),
        ("年10回", "unknown"),
    ],
)
def test_numbers_in_what_is_said_of_a_frequency_are_read_whole(said, code):
    assert frequency_of(said) == code


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ("ＣＳＶ形式", "csv"),
        ("CSV（UTF-8）", "csv"),
        ("CSV、XLSX", "csv"),
        ("text/csv", "csv"),
        ("Microsoft Excel", "xlsx"),
        ("Excel(xls)", "xls"),
        ("シェープファイル", "shp"),
        ("HTML、CSV", ""),
        ("API", ""),
        ("", ""),
    ],
)
def test_a_format_is_known_among_other_words(said, ending):
    assert ending_of(said) == ending


def test_a_licence_is_known_without_spaces():
    assert license_from_text("CCBY4.0").code == "CC-BY-4.0"
