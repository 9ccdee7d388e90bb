"""Whether an address in a stranger's document may be shown or followed; nothing is asked."""

import ipaddress
import socket
import unicodedata
from urllib.parse import SplitResult, urlsplit

from datasets.kernel.addresses import is_public

_PORTS = frozenset({None, 80, 443})
_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".nip.io", ".sslip.io")


def is_public_link(address: str) -> bool:
    """Whether an address begins with http or https and names a host of the public network.

    Names are not looked up: what a name stands for is checked when a connection is made.
    """
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return False
    host = unicodedata.normalize("NFKC", parts.hostname or "").rstrip(".").lower()
    if "." not in host and ":" not in host:
        return _is_public_number(host)
    return not host.endswith(_INSIDE) and _is_public_number(host, is_name=True)


def is_inner_path(path: str) -> bool:
    """Whether a path names a file beside the document, or below it."""
    parts = path.split("/")
    odd = path.startswith(("/", "~")) or "\\" in path or ":" in path or "%" in path
    return bool(path) and not odd and ".." not in parts


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    return parts if port in _PORTS else None


def _is_public_number(host: str, *, is_name: bool = False) -> bool:
    """Whether a host that may be a number is public; what is no number is as `is_name` says."""
    try:
        return is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:  # 127.1, 0x7f000001, 2130706433: numbers to the system, though not in the usual form
        return is_public(ipaddress.IPv4Address(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        return is_name
