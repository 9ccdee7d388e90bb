"""Which addresses on the network may be connected to."""

import ipaddress
import queue
import re
import socket
import threading
import unicodedata
from urllib.parse import urlsplit

from datasets.kernel.errors import ForbiddenAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST_ADDRESS = 8_000
_PORTS = frozenset({80, 443})
_NAME = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
_NUMBER = re.compile(rb"[0-9]+|0[xX][0-9a-fA-F]*")
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# registered after this Python's own table was made, or left out of it
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "2001::/23")
)


def require_web_address(url: str) -> str:
    """The host of an address that may be fetched at all.

    Raises:
        ForbiddenAddress: if it is not http or https, is odd or very long, names no host, or holds
            a password.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        parts, host = urlsplit(""), None
    is_odd = len(url) > LONGEST_ADDRESS or not url.isprintable()
    if parts.scheme not in {"http", "https"} or not host or is_odd or not _is_host(host):
        raise ForbiddenAddress(
            "{url} cannot be fetched. An address begins with http:// or https://", url=url[:500]
        )
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress("An address must not hold a user name or a password")
    return host


def bare_address(url: str) -> str:
    """A web address as it is compared: host in small letters, path and query.

    Without scheme, fragment, usual port and slash at its end; what is no address stays as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if not host:
        return url
    where = host if port is None or port in _PORTS else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{where}{parts.path.rstrip('/')}{query}"


def _is_host(host: str) -> bool:
    """Whether a host is a name, or a number in its usual form.

    Source: RFC 1123, 2.1; WHATWG URL, 3.5 (a name never ends in a number).
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "%" not in host
    try:
        name = host.rstrip(".").encode("idna")
        name.decode("idna")
    except UnicodeError:
        return False
    if not host.isascii() and unicodedata.normalize("NFKC", host) != host:
        return False
    return bool(_NAME.fullmatch(name)) and not _NUMBER.fullmatch(name.rpartition(b".")[2])


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public network, whatever form it is written in.

    Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6052 for NAT64.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address not in _GLOBAL_V6:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in block for block in _NOT_PUBLIC)


def may_connect(address: Address, port: int, allow_loopback: bool) -> bool:
    """Whether a connection to this very address and port is allowed.

    Args:
        address: What the name was resolved to.
        port: 80 or 443; any on the loopback.
        allow_loopback: Whether 127.0.0.1 and ::1 are allowed, for tests and the demo only.
    """
    if address.is_loopback:
        return allow_loopback
    return port in _PORTS and is_public(address)


def resolve(host: str, port: int, timeout_s: float) -> list[Address]:
    """The addresses of a name, in the system's order, each once.

    Raises:
        OSError: if there are none.
        TimeoutError: if the answer does not come in time.
    """
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()
    # the system's resolver knows no deadline, so it is left behind when ours has passed
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=max(timeout_s, 0.001))
    except queue.Empty:
        raise TimeoutError(f"{host} was not resolved in {timeout_s:.0f} s") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if any(address in block for block in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _look_up(host: str, port: int, answers: "queue.SimpleQueue[list[Address] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        return
    answers.put(list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found)))
