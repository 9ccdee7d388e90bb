from email.utils import format_datetime

import pytest

from datasets.kernel.clock import SystemClock
from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.http_client import HttpClient
from datasets.kernel.patience import retry_after_s
from tests.harvesters.serving import send, served


@pytest.mark.parametrize(
    ("said", "wait_s"),
    [(None, 0), ("", 0), ("7", 7), ("-7", 0), ("soon", 0), ("1" * 50, 111111111)],
)
def test_seconds_are_read_as_they_stand(said, wait_s):
    assert retry_after_s(said) == wait_s


def test_a_date_is_read_as_the_time_until_then():
    now = SystemClock().now()

    assert retry_after_s(format_datetime(now.replace(year=now.year + 1))) > 360 * 86_400
    assert retry_after_s(format_datetime(now.replace(year=now.year - 1))) == 0


@pytest.mark.parametrize(("said", "tries"), [("1", 2), ("3600", 1)])
def test_a_server_is_asked_again_when_it_says_so_unless_that_is_long(said, tries):
    asked = []

    def answer(handler):
        asked.append(handler.path)
        send(handler, b"no", 429 if len(asked) == 1 else 200, Retry_After=said)

    with served(answer) as address, HttpClient(allow_loopback=True) as http:
        if tries == 1:
            with pytest.raises(SourceUnavailable) as refusal:
                http.get(address)
            assert refusal.value.message.places["retry_after_s"] == 3600
        else:
            assert http.get(address).status == 200

    assert len(asked) == tries
