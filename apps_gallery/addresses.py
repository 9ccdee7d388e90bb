"""Addresses of apps: as they were meant, and whether others reach them."""

import ipaddress
import re

from datasets.kernel.addresses import is_public, require_web_address
from datasets.kernel.errors import ForbiddenAddress
from datasets.kernel.text import nfkc

_SCHEME_AND_HOST = re.compile(r"(https?)://([^/?#]*)", re.IGNORECASE)
_LOOPBACK_NAME = "localhost"
# names that mean something at home or in an office only: RFC 6761, 6762 and 8375, and ICANN
_AT_HOME = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def folded(text: str) -> str:
    """A mail address or a host in its usual width, without blanks at the ends."""
    return nfkc(text).replace("。", ".").strip()


def folded_web(text: str) -> str:
    """A web address with its beginning in its usual width; what a server was told stays."""
    start = _SCHEME_AND_HOST.match(text.strip())
    if start is None:
        return folded(text)
    return f"{start[1]}://{folded(start[2])}{text.strip()[start.end() :]}"


def is_for_everyone(url: str, *, allow_loopback: bool) -> bool:
    """Whether people elsewhere may reach an address, as far as it tells.

    Args:
        url: A web address.
        allow_loopback: Whether this very machine counts as reached, for tests and the demo only.
    """
    try:
        host = require_web_address(url).rstrip(".")
    except ForbiddenAddress:
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _is_public_name(host) or (allow_loopback and host == _LOOPBACK_NAME)
    return is_public(address) or (allow_loopback and address.is_loopback)


def _is_public_name(host: str) -> bool:
    return "." in host and not host.endswith(_AT_HOME)
