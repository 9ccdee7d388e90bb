import socket
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import unquote

import pytest

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError
from harvesters.limits import LIMITS
from harvesters.models import HarvestSource, Outcome, RunState
from harvesters.queries import last_run
from tests.harvesters import bad_catalogue
from tests.harvesters.making import harvest, source, states
from tests.harvesters.serving import served

SHORT = replace(
    LIMITS,
    pages=20,
    records=500,
    page_bytes=1_000_000,
    listing_bytes=2_000_000,
    listing_time_s=1.0,
    fetch_time_s=1.0,
)
ENDS_S = 60
"""What never ends takes longer; a run on a busy machine does not."""


class Catalogue:
    """Well first, then as bad as a test wants it."""

    behaviour = staticmethod(bad_catalogue.good)

    def __call__(self, handler):
        if handler.path == "/robots.txt":
            bad_catalogue.status(404)(handler)
        else:
            self.behaviour(handler)


@pytest.fixture
def connected(monkeypatch):
    """Every address that anything connects to."""
    found = set()
    connect = socket.socket.connect

    def noted(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            found.add(address[0])
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return found


@pytest.fixture
def gone_bad(services, connected):
    """A source that was harvested well, and a way to make it bad and harvest again."""
    catalogue = Catalogue()
    with served(catalogue) as address:
        harvested = source(services, address, "ckan")
        harvest(services, harvested)

        def again(behaviour, times=1):
            catalogue.behaviour = behaviour
            for _ in range(times):
                started = time.monotonic()
                counts = _tried(services, harvested)
                assert time.monotonic() - started < ENDS_S
            with services.reading() as session:
                return counts, last_run(session, harvested)

        yield again


def _tried(services, harvested):
    try:
        return harvest(services, harvested, SHORT)
    except DomainError as refusal:
        return refusal


def every(behaviours):
    return pytest.mark.parametrize("behaviour", behaviours.values(), ids=behaviours.keys())


@every(bad_catalogue.REFUSED)
def test_a_list_that_cannot_be_used_changes_nothing_and_says_why(
    services, gone_bad, connected, behaviour
):
    before = states(services)

    refusal, ended = gone_bad(behaviour)

    assert isinstance(refusal, DomainError)
    assert ended.state is RunState.FAILED
    assert ended.message == refusal.message.to_json()
    assert states(services) == before
    assert connected == {"127.0.0.1"}


@every(bad_catalogue.DOUBTED)
def test_a_list_that_may_leave_something_out_holds_nothing_absent(
    services, gone_bad, connected, behaviour
):
    counts, ended = gone_bad(behaviour, times=4)

    assert counts[Outcome.SAME] > 0
    assert Outcome.WITHDRAWN not in counts
    assert ended.state is RunState.FAILED
    assert ended.message is not None
    assert len(states(services)) == 20


@every(bad_catalogue.HELD)
def test_a_list_that_leaves_out_too_much_waits_for_a_person(services, gone_bad, behaviour):
    counts, ended = gone_bad(behaviour, times=4)

    assert Outcome.WITHDRAWN not in counts
    assert ended.state is RunState.COMPLETE
    assert "person" in ended.message["msgid"]


@every(bad_catalogue.TAKEN)
def test_an_odd_list_that_is_whole_hides_nothing(services, gone_bad, behaviour):
    counts, ended = gone_bad(behaviour)

    assert sum(counts.values()) == 20
    assert Outcome.FAILED not in counts
    assert ended.state is RunState.COMPLETE
    assert len(states(services)) == 20


def test_datasets_that_are_listed_twice_are_counted_and_told(gone_bad):
    _, ended = gone_bad(bad_catalogue.TAKEN["every dataset twice"])

    assert ended.message["places"] == {"count": 20}


def test_a_server_that_asks_to_be_left_alone_for_a_day_is(services, gone_bad):
    gone_bad(bad_catalogue.REFUSED["out of order for a day"])

    with services.reading() as session:
        [harvested] = session.query(HarvestSource)
    assert harvested.failures == 1
    assert (harvested.not_before - services.clock.now()).total_seconds() > 86_000


def test_each_failure_doubles_the_pause_and_a_good_run_ends_it(services, gone_bad):
    pauses = []
    for _ in range(3):
        gone_bad(bad_catalogue.status(500))
        with services.reading() as session:
            [harvested] = session.query(HarvestSource)
        pauses.append((harvested.not_before - services.clock.now()).total_seconds())
        with services.begin(SYSTEM) as uow:  # the pause is over
            uow.session.get_one(HarvestSource, harvested.id).not_before = uow.now

    gone_bad(bad_catalogue.good)

    assert [round(pause / 60) for pause in pauses] == [5, 10, 20]
    with services.reading() as session:
        [harvested] = session.query(HarvestSource)
    assert (harvested.failures, harvested.not_before) == (0, None)


def test_another_try_within_the_pause_is_no_further_failure(services, gone_bad):
    for _ in range(3):
        gone_bad(bad_catalogue.status(500))

    with services.reading() as session:
        [harvested] = session.query(HarvestSource)
    assert harvested.failures == 1


def test_loopback_is_closed_where_it_is_not_allowed(services, connected):
    with served(bad_catalogue.good) as address:
        harvested = source(services, address, "ckan")
        closed = replace(services, settings=replace(services.settings, allow_loopback=False))

        refusal = _tried(closed, harvested)

    assert refusal.code == "forbidden-address"
    assert connected == set()


def test_whatever_a_catalogue_sends_a_harvest_stays_small(tmp_path, database_url):
    catalogue = Catalogue()

    def answer(handler):
        _, become, name = unquote(handler.path).rpartition("/become/")
        if become:
            catalogue.behaviour = {"good": bad_catalogue.good, **bad_catalogue.HEAVY}[name]
            bad_catalogue.status(200)(handler)
        else:
            catalogue(handler)

    with served(answer) as address:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.harvesters.alone",
                address,
                tmp_path / "home",
                database_url,
                *bad_catalogue.HEAVY,
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )

    *told, peak_kb = done.stdout.splitlines()
    print(*told, f"{int(peak_kb) / 1024:.0f} MB", sep="\n")  # noqa: T201 - a figure to be quoted
    assert len(told) == 1 + len(bad_catalogue.HEAVY)
    assert int(peak_kb) * 1024 < 300_000_000
