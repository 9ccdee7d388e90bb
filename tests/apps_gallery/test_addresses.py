import pytest

from apps_gallery.addresses import folded, folded_web, is_for_everyone
from datasets.kernel.addresses import bare_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ｈｔｔｐｓ：//example.jp", "https://example.jp"),
        (" ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ／ａ ", "https://example.jp/a"),
        ("https://ｅｘａｍｐｌｅ。jp/地図（新）", "https://example.jp/地図（新）"),
        ("HTTPS://example.jp/？", "HTTPS://example.jp/？"),
    ],
)
def test_the_beginning_of_an_address_is_put_into_its_usual_width(typed, meant):
    assert folded_web(typed) == meant


@pytest.mark.parametrize("typed", ["cat＠example.jp", "ｃａｔ@example.jp ", "cat@example。jp"])
def test_a_mail_address_is_put_into_its_usual_width(typed):
    assert folded(typed) == "cat@example.jp"


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3/",
        "http://192.168.0.10:8080/",
        "http://172.16.0.1/",
        "http://169.254.1.1/",
        "http://[fe80::1]/",
        "http://intranet/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://printer.local/",
        "http://PRINTER.local./",
    ],
)
def test_an_address_at_home_is_for_nobody_else(url):
    assert not is_for_everyone(url, allow_loopback=True)


@pytest.mark.parametrize("url", ["http://localhost:3000/", "http://127.0.0.1/", "http://[::1]/"])
def test_this_very_machine_is_reached_by_the_demo_only(url):
    assert is_for_everyone(url, allow_loopback=True)
    assert not is_for_everyone(url, allow_loopback=False)


def test_an_address_on_the_web_is_for_everyone():
    for url in ("https://例え.jp/", "https://app.example.jp:8443/", "http://8.8.8.8/"):
        assert is_for_everyone(url, allow_loopback=False), url


@pytest.mark.parametrize(
    "url",
    ["http://app.example.jp", "https://APP.example.jp/#top", "https://app.example.jp:443/"],
)
def test_spellings_of_the_same_address_are_the_same(url):
    assert bare_address(url) == bare_address("https://app.example.jp/")


@pytest.mark.parametrize("path", ["a", "?town=1", "A"])
def test_another_page_is_another_address(path):
    assert bare_address(f"https://app.example.jp/{path}") != bare_address("https://app.example.jp/")
