"""How the demo fills: neighbours served, sources added, apps put in as their data come."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, select

from apps_gallery.post import Post
from datasets.kernel.actors import SYSTEM
from datasets.kernel.jobs import job_counts
from datasets.models.dataset import Dataset, State
from harvesters import schedule
from portal.demo import apps, city, wishes
from portal.demo.catalogue import city_datasets
from portal.demo.cities import CITIES, HOME
from portal.demo.citizens import CitizenSite
from portal.demo.city_files import write_city
from portal.demo.neighbours import CitySite, neighbours
from portal.demo.recipes import holdings
from portal.demo.servers import Site, port_of, serving
from portal.wiring import Services

_PORTS = "ports.json"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is served beside the portal.

    Attributes:
        neighbours: None where the home city is alone.
    """

    neighbours: tuple[CitySite, ...]
    citizens: CitizenSite


@dataclass(frozen=True, slots=True)
class Filled:
    """How far it has come.

    Attributes:
        datasets: That are public, of how many there will be; likewise `apps`.
        is_idle: Nothing is queued or running.
    """

    datasets: int
    all_datasets: int
    apps: int
    all_apps: int
    is_idle: bool


@contextmanager
def surroundings(services: Services, *, alone: bool = False) -> Iterator[Surroundings]:
    """Serve the neighbours and the citizens' pages on this machine until the block ends.

    Each is found where it was the last time, unless another program has taken its port.
    """
    kept = services.settings.home.absolute() / _PORTS
    ports: dict[str, int] = json.loads(kept.read_text()) if kept.exists() else {}
    towns = () if alone else neighbours()
    citizens = CitizenSite(services.settings.base_url)
    named: dict[str, Site] = {site.city.slug: site for site in towns} | {"citizens": citizens}
    with ExitStack() as stack:
        for name, site in named.items():
            stack.enter_context(serving(site, ports.get(name, 0)))
        kept.write_text(json.dumps(ports | {name: port_of(site) for name, site in named.items()}))
        yield Surroundings(towns, citizens)


def begin(services: Services, around: Surroundings, *, alone: bool = False) -> None:
    """Let people in, write the home city's files, and queue every harvest."""
    with services.begin(SYSTEM) as uow:
        city.settle(uow)
        wishes.ask(uow)
    datasets = city_datasets() if alone else holdings(HOME)
    files = write_city(services.settings.home / "city", datasets)
    with services.begin(SYSTEM) as uow:
        for source in city.add_sources(uow, files):
            schedule.run_now(uow, source)
        for source in city.add_neighbours(uow, around.neighbours):  # after the home city's own
            schedule.run_now(uow, source)
    city.upload_as_staff(services, files)
    apps.follow(services, around.citizens)


def go_on(services: Services, around: Surroundings, post: Post) -> Filled:
    """Put in the apps whose data have come, and say how far it is."""
    with services.reading() as session:
        counts = job_counts(session)
        public = select(func.count(Dataset.id)).where(Dataset.state == State.PUBLISHED)
        published = session.scalars(public).one()
    return Filled(
        datasets=published,
        all_datasets=_all_datasets(),
        apps=apps.add_ready(services, around.citizens, post),
        all_apps=apps.wanted(),
        is_idle=not counts.get("queued") and not counts.get("running"),
    )


@cache
def _all_datasets() -> int:
    """All but those that wait for a review."""
    held = {"river-creatures"}
    return sum(len(holdings(one)) for one in CITIES.values()) - len(held)
