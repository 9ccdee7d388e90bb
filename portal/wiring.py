"""The one place where settings become working parts."""

from dataclasses import dataclass

from datasets.kernel.clock import Clock
from datasets.kernel.http_client import HttpClient
from datasets.search.index import SearchIndex
from datasets.search.whoosh_index import WhooshIndex
from datasets.storage.files import FileStore
from datasets.storage.local import LocalFiles
from datasets.tables.local import LocalTables
from datasets.tables.store import TableStore
from portal import __version__
from portal.records import Records, open_records
from portal.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services(Records):
    """The working parts of one process."""

    files: FileStore
    tables: TableStore
    index: SearchIndex

    @property
    def user_agent(self) -> str:
        """How other servers know this portal."""
        return f"MachiData/{__version__} (+{self.settings.base_url})"

    def http(self) -> HttpClient:
        """The way out to the network."""
        return HttpClient(allow_loopback=self.settings.allow_loopback, user_agent=self.user_agent)


def wire(settings: Settings, clock: Clock | None = None) -> Services:
    """Make the parts of one process; the folders of `home` are made if they are absent."""
    records = open_records(settings, clock)
    home = settings.home.absolute()
    return Services(
        settings=settings,
        engine=records.engine,
        sessions=records.sessions,
        clock=records.clock,
        files=LocalFiles(home / "files"),
        tables=LocalTables(home / "tables", deadline_s=settings.query_time_s),
        index=WhooshIndex(home / "index", own_area=settings.area_code),
    )
