"""A CKAN on the loopback address, for the tests of its harvest."""

from collections.abc import Iterator

import pytest

from tests.harvesters.making import TABLE
from tests.harvesters.serving import CkanCity, package, served

NAMES = ("aed", "park", "toilet")


@pytest.fixture
def city() -> Iterator[CkanCity]:
    """Three datasets with a file each, on a CKAN."""
    city = CkanCity(
        [package(name) for name in NAMES],
        {f"/files/{name}.csv": f"{TABLE}3,{name},1\n".encode() for name in NAMES},
    )
    with served(city) as address:
        city.address = address
        yield city
