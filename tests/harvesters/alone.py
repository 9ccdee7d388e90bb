"""Harvest in a process of its own, with the limits that hold everywhere, so that it can be weighed.

Tells the server of `tests.harvesters.test_bad_catalogue` what to be, and prints what came of it and
last the most memory it held, in kB.
"""

import re
import sys
from dataclasses import replace
from pathlib import Path

import httpx2

from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import DomainError
from harvesters.limits import LIMITS
from harvesters.models import HarvestSource
from portal.settings import Settings
from portal.wiring import wire
from tests.harvesters.making import harvest, source

LONGEST_S = 5.0


def main(address: str, home: str, database_url: str, *behaviours: str) -> None:
    """Harvest once well, then once under each behaviour."""
    settings = Settings(
        home=Path(home), database_url=database_url, secret_key="test" * 8, allow_loopback=True
    )
    services = wire(settings)
    limits = replace(LIMITS, listing_time_s=LONGEST_S, fetch_time_s=LONGEST_S)
    harvested = source(services, address, "ckan")
    for behaviour in ("good", *behaviours):
        httpx2.get(f"{address}/become/{behaviour}").raise_for_status()
        try:
            told = dict(harvest(services, harvested, limits))
        except DomainError as refusal:
            told = refusal.code
        print(behaviour, told)  # noqa: T201 - the parent reads it
        with services.begin(SYSTEM) as uow:  # the pause after a failure is over
            uow.session.get_one(HarvestSource, harvested.id).not_before = None
    services.engine.dispose()
    # what wait4 says would count the process that this one was forked from
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(peak[1] if peak else 0)  # noqa: T201 - as above


if __name__ == "__main__":
    main(*sys.argv[1:])
