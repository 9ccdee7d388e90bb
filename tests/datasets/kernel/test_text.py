import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel.text import fold, slugify_ascii


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("AED Locations", "aed-locations"),
        ("ＡＥＤ＿2024", "aed_2024"),
        ("population--h27.csv", "population-h27-csv"),
        ("避難所一覧", None),
        ("避難所 list", None),
        ("A", None),
        ("---", None),
        ("", None),
    ],
)
def test_a_name_becomes_a_slug_only_if_it_is_ascii(name, slug):
    assert slugify_ascii(name) == slug


@given(st.text())
def test_a_slug_is_its_own_slug(name):
    slug = slugify_ascii(name)

    assert slug is None or slugify_ascii(slug) == slug


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
