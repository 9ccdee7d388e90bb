import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps_gallery.manifest import faults, is_mail_address, is_web_address, tidy
from tests.apps_gallery.making import draft


def fields(**given_fields):
    return [fault.field for fault in faults(tidy(draft(**given_fields)))]


def test_a_whole_draft_has_no_faults():
    assert fields() == []


@pytest.mark.parametrize(
    ("given_fields", "wrong"),
    [
        ({"title": {}}, "title"),
        ({"title": {"ja": "\u200b \u202e"}}, "title"),
        ({"line": {"ja": "あ" * 81}}, "line"),
        ({"url": ""}, "url"),
        ({"pictures": ()}, "picture"),
        (
            {
                "pictures": (
                    draft()
                    .pictures[0]
                    .__class__(sha256="a", small_sha256="b", width=1, height=1, alt={"ja": "　"}),
                )
            },
            "alt",
        ),
        ({"datasets": ()}, "datasets"),
        ({"datasets": tuple(f"d{n}" for n in range(21))}, "datasets"),
        ({"themes": ("nothing",)}, "themes"),
        ({"platforms": ()}, "platforms"),
        ({"contact": "no address"}, "contact"),
        ({"source_code": "ftp://example.jp"}, "source_code"),
    ],
)
def test_each_fault_names_its_field(given_fields, wrong):
    assert wrong in fields(**given_fields)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "https://user:pass@example.jp/",
        "https://example.jp@evil.example/",
        "https:///nowhere",
        "https://example.jp/a b",
        "https://example.jp\\@evil.example/",
        "https://example.jp/\nSet-Cookie: x",
        "https://example.jp:0/",
        "//example.jp/",
        "https://exa\u202emple.jp/",
        "https://example.jp/" + "a" * 500,
    ],
)
def test_only_a_plain_web_address_can_be_followed(address):
    assert not is_web_address(address)


def test_a_web_address_may_be_japanese_and_have_a_port():
    assert is_web_address("https://例え.jp/地図?q=避難所#ここ")
    assert is_web_address("http://127.0.0.1:8000/")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.jp\nBcc: c@d.jp",
        "a b@c.jp",
        "a@b",
        "a@@b.jp",
        "<a@b.jp>",
        "a@b.jp,c@d.jp",
        "あ@b.jp",
        "",
    ],
)
def test_what_is_no_mail_address_gets_no_letter(address):
    assert not is_mail_address(address)


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing_more(text):
    once = tidy(draft(title={"ja": text}, description={"ja": text}))

    assert tidy(once) == once
    assert all("\n" not in words for words in once.title.values())
