"""When to ask a server again that could not answer."""

import time
from email.utils import parsedate_to_datetime

import httpx2

from datasets.kernel.guarded_network import left_s

LONGEST_WAIT_S = 5.0


class Busy(Exception):
    """The server said that it cannot answer now, and perhaps for how long."""

    def __init__(self, status: int, wait_s: float) -> None:
        self.status = status
        self.wait_s = wait_s
        super().__init__(status)


def may_try_again(error: Exception) -> bool | float:
    """Whether to ask again, or after how many seconds."""
    if isinstance(error, Busy) and error.wait_s > 0:
        return error.wait_s if error.wait_s <= min(LONGEST_WAIT_S, left_s()) else False
    return isinstance(error, (httpx2.ConnectError, Busy))


def retry_after_s(said: str | None) -> float:
    """Seconds until a server wants to be asked again; 0 if it does not say.

    Source: RFC 9110, Retry-After: a number of seconds, or a date.
    """
    said = (said or "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    return max(0.0, until.timestamp() - time.time())
