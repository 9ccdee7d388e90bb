"""Folders to harvest, on this machine and on the web, and a run over them."""

import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from datasets.kernel.actors import SYSTEM
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from harvesters import runner, sources
from harvesters.limits import LIMITS, RunLimits
from harvesters.models import HarvestRecord, HarvestSource, Outcome
from portal.wiring import Services
from tests import factories

TABLE = "番号,名称,定員\n1,中央小学校,950\n2,北原小学校,980\n"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files by their path inside of a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def rewrite(path: Path, text: str) -> None:
    """Change a file so that its time tells, however quickly it happens."""
    stat = path.stat()
    path.write_text(text)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 2_000_000_000))


def source(
    services: Services, url: str | Path, kind: str = "folder", **options: str
) -> HarvestSource:
    """A source of the organization `machi`."""
    with services.begin(SYSTEM) as uow:
        return sources.add(
            uow,
            kind=kind,
            url=str(url),
            organization="machi",
            options=options,
            allow_local=True,
        )


def harvest(
    services: Services,
    harvested: HarvestSource,
    limits: RunLimits = LIMITS,
    only: str | None = None,
) -> dict[Outcome, int]:
    """One run, without what follows from it; no pause is made."""
    with services.http() as http:
        tools = runner.Tools(
            sessions=services.sessions,
            clock=services.clock,
            files=services.files,
            http=http,
            max_file_bytes=1 << 20,
            pause_s=0.0,
            limits=limits,
        )
        return dict(runner.run(tools, harvested.id, only))


def run(services: Services, harvested: HarvestSource) -> dict[Outcome, int]:
    """One run, and everything that follows from it."""
    counts = harvest(services, harvested)
    with services.reading() as session:
        slugs = session.scalars(select(Dataset.slug)).all()
    for slug in slugs:
        factories.prepare_all(services, slug)
    return counts


def states(services: Services) -> dict[str, str]:
    """State of every dataset by the name its source has for it."""
    with services.reading() as session:
        found = session.scalars(select(Dataset))
        return {dataset.origin_identifier: str(dataset.state) for dataset in found}


def records(services: Services) -> dict[str, HarvestRecord]:
    """Harvest records by identifier."""
    with services.reading() as session:
        return {record.identifier: record for record in session.scalars(select(HarvestRecord))}


def dataset(services: Services, slug: str) -> Dataset:
    """A dataset with its organization, its files and their versions."""
    with services.reading() as session:
        return session.scalars(
            select(Dataset)
            .where(Dataset.slug == slug)
            .options(
                selectinload(Dataset.organization),
                selectinload(Dataset.distributions).selectinload(Distribution.versions),
            )
        ).one()


@dataclass
class WebFolder:
    """A folder served on the loopback address.

    Attributes:
        asked: How often each method and path was asked for.
    """

    url: str
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)


@contextmanager
def web_folder(folder: Path) -> Iterator[WebFolder]:
    """Serve a folder with an index page, until the block ends."""
    served = WebFolder("")

    class Handler(SimpleHTTPRequestHandler):
        def parse_request(self) -> bool:
            understood = super().parse_request()
            if understood:
                served.asked[self.command, self.path] += 1
            return understood

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
