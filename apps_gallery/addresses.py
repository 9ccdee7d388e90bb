"""Addresses of apps: as they were meant, whether others reach them, and which are the same."""

import ipaddress
import re
from urllib.parse import urlsplit

from datasets.kernel.addresses import is_public
from datasets.kernel.text import nfkc

_SCHEME_AND_HOST = re.compile(r"(https?)://([^/?#]*)", re.IGNORECASE)
_LOOPBACK_NAME = "localhost"
# names that mean something at home or in an office only: RFC 6761, 6762 and 8375, and ICANN
_AT_HOME = (".local", ".localhost", ".internal", ".lan", ".home.arpa")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


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
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _is_public_name(host) or (allow_loopback and host == _LOOPBACK_NAME)
    return is_public(address) or (allow_loopback and address.is_loopback)


def compared(url: str) -> str:
    """A web address as it is compared: without scheme, fragment, slash at its end, case of host."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').rstrip('.')}{port}{parts.path.rstrip('/')}{query}"


def _is_public_name(host: str) -> bool:
    last = host.rpartition(".")[2]
    return "." in host and not host.endswith(_AT_HOME) and not _NUMBER.fullmatch(last)
