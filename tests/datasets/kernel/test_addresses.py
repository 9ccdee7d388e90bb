import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.kernel.addresses import is_public, may_connect, require_web_address
from datasets.kernel.errors import ForbiddenAddress


def address(text):
    return ipaddress.ip_address(text)


@pytest.mark.parametrize("text", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(text):
    assert is_public(address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001:0:1::1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public_are_not(text):
    assert not is_public(address(text))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_what_it_is(inner):
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        disguised = ipaddress.IPv6Address(prefix | int(inner))
        assert is_public(disguised) == is_public(inner)


def test_only_the_ports_of_the_web_are_connected_to():
    assert may_connect(address("8.8.8.8"), 443, allow_loopback=False)
    assert not may_connect(address("8.8.8.8"), 22, allow_loopback=True)
    assert may_connect(address("127.0.0.1"), 8000, allow_loopback=True)
    assert not may_connect(address("::1"), 80, allow_loopback=False)


@pytest.mark.parametrize("url", ["", "//host/", "gopher://host/", "http://", "http://[::1", "x"])
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ForbiddenAddress):
        require_web_address(url)
