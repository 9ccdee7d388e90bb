"""The one place where settings become working parts."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from datasets.kernel import db
from datasets.kernel.actors import Actor
from datasets.kernel.clock import Clock, SystemClock
from datasets.kernel.http_client import HttpClient
from datasets.kernel.unit_of_work import UnitOfWork, begin
from datasets.search.index import SearchIndex
from datasets.search.whoosh_index import WhooshIndex
from datasets.storage.files import FileStore
from datasets.storage.local import LocalFiles
from datasets.tables.local import LocalTables
from datasets.tables.store import TableStore
from portal import __version__
from portal.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The working parts of one process."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    clock: Clock
    files: FileStore
    tables: TableStore
    index: SearchIndex

    def begin(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        """One transaction for an actor; committed when its block ends."""
        return begin(self.sessions, actor, self.clock)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.sessions() as session:
            yield session

    def http(self) -> HttpClient:
        """The way out to the network."""
        return HttpClient(
            allow_loopback=self.settings.allow_loopback,
            user_agent=f"MachiData/{__version__} (+{self.settings.base_url})",
        )


def wire(settings: Settings, clock: Clock | None = None) -> Services:
    """Make the parts of one process; the folders of `home` are made if they are absent."""
    home = settings.home.absolute()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = db.create_engine(settings.database)
    return Services(
        settings=settings,
        engine=engine,
        sessions=db.session_factory(engine),
        clock=clock or SystemClock(),
        files=LocalFiles(home / "files"),
        tables=LocalTables(home / "tables", deadline_s=settings.query_time_s),
        index=WhooshIndex(home / "index"),
    )
