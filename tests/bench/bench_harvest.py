"""A catalogue of 1,000 datasets harvested again with nothing changed: seconds, requests, files."""

# ruff: noqa: T201 - printing is what it is for

import tempfile
import time
from pathlib import Path

from portal import schema
from portal.settings import Settings
from portal.wiring import wire
from tests.harvesters.making import TABLE, harvest, source
from tests.harvesters.serving import CkanCity, package, served

DATASETS = 1_000


def main() -> None:
    """Measure and print; our pause between two requests is left out, the source is ourselves."""
    names = [f"d{number:04}" for number in range(DATASETS)]
    city = CkanCity(
        [package(name) for name in names],
        {f"/files/{name}.csv": f"{TABLE}3,{name},1\n".encode() for name in names},
    )
    with tempfile.TemporaryDirectory() as folder, served(city) as address:
        services = wire(
            Settings(home=Path(folder) / "home", secret_key="bench" * 8, allow_loopback=True)
        )
        schema.upgrade(services.engine)
        catalogue = source(services, address, "ckan")
        for turn in ("for the first time", "again, nothing changed"):
            city.asked.clear()
            started = time.perf_counter()
            counts = harvest(services, catalogue)
            seconds = time.perf_counter() - started
            told = ", ".join(f"{outcome} {count}" for outcome, count in counts.items())
            print(
                f"{DATASETS:,} datasets {turn}: {seconds:.1f} s ({told}), "
                f"{len(city.asked)} requests, {len(city.fetched)} files"
            )
        services.engine.dispose()


if __name__ == "__main__":
    main()
