"""The part of a portal that is only its database: enough to keep the jobs going."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from datasets.kernel import db
from datasets.kernel.actors import Actor
from datasets.kernel.clock import Clock, SystemClock
from datasets.kernel.unit_of_work import UnitOfWork, begin
from portal.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The database of one process; a process that only watches over others needs no more."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    clock: Clock

    def begin(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        """One transaction for an actor; committed when its block ends."""
        return begin(self.sessions, actor, self.clock)

    def close(self) -> None:
        """Let go of the database; what is begun after opens it anew."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.sessions() as session:
            yield session


def open_records(settings: Settings, clock: Clock | None = None) -> Records:
    """Open the database of a portal; its home is made if it is absent."""
    settings.home.absolute().mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = db.create_engine(settings.database)
    return Records(
        settings=settings,
        engine=engine,
        sessions=db.session_factory(engine),
        clock=clock or SystemClock(),
    )
