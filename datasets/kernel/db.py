"""Declarative base with constraint names, engine with its SQLite pragmas, session factory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, TypeDecorator, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeEngine

_BUSY_TIMEOUT_MS = 5000
_WRITES = "portal_writes"
_TURN = 6_229_843_117  # the name of our advisory lock; any number that nobody else uses

Sessions = sessionmaker[Session]


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, aware UTC coming out, in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC.

        Raises:
            ValueError: if it does not say its zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored instant, aware; SQLite keeps no zone and every stored one is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonType(TypeDecorator[Any]):
    """A JSON value; JSONB on PostgreSQL; None is SQL NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """JSONB where there is one."""
        kind = JSONB if dialect.name == "postgresql" else JSON
        return dialect.type_descriptor(kind(none_as_null=True))

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Compare as JSON does, so that a path into the value can be asked for."""
        return JSON().coerce_compared_value(op, value)


class Base(DeclarativeBase):
    """What every model is built on; constraints have names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain dict here
        datetime: UtcDateTime,
        dict[str, Any]: JsonType,
        list[Any]: JsonType,
        list[str]: JsonType,
    }


def create_engine(url: str, **options: Any) -> Engine:
    """An engine whose promises are the same on SQLite and on PostgreSQL.

    SQLite: write-ahead log, so that reading never waits; a commit is on the disk before it
    returns; a writer waits up to 5 s for another and then fails with OperationalError.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://…`.
        options: Passed on to SQLAlchemy.
    """
    engine = sqlalchemy.create_engine(url, json_serializer=_to_json, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def session_factory(engine: Engine) -> Sessions:
    """Sessions that keep what they loaded after a commit, so that a page can still show it.

    One that was closed stays closed: opened again by a stray question, nobody would close it.
    """
    return sessionmaker(engine, expire_on_commit=False, close_resets_only=False)


def write_from_here(session: Session) -> None:
    """Take the right to write before anything is read, so that nothing read can be overtaken.

    On SQLite the transaction begins IMMEDIATE; one that reads first and then writes could be
    refused although nobody else writes any more. To be called before the first statement.
    """
    session.connection(execution_options={_WRITES: True})


@contextmanager
def transaction(sessions: Sessions) -> Iterator[Session]:
    """A session that may write; committed when its block ends, rolled back when it fails."""
    with sessions() as session:
        write_from_here(session)
        yield session
        session.commit()


def wait_for_turn(at: Session | Connection, timeout_ms: int = _BUSY_TIMEOUT_MS) -> None:
    """Decide one after another: what is read from here on holds until the transaction ends.

    SQLite has one writer at a time. On PostgreSQL this waits for the others who decide, 5 s as
    there, and then fails with OperationalError; the queue of jobs does without and stays quick.
    To be called before anything is read.

    Args:
        at: In a transaction.
        timeout_ms: How long to wait; 0 for as long as it takes.
    """
    connection = at.connection() if isinstance(at, Session) else at
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:turn)"),
            {"wait": f"{timeout_ms}ms", "turn": _TURN},
        )


def truncate_log(session: Session) -> None:
    """Empty SQLite's write-ahead log, in which erased text may still stand; others have none.

    Raises:
        OperationalError: if somebody reads for longer than a writer waits; to be tried again.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    connection = session.connection().connection.cursor()
    connection.execute("ROLLBACK")  # a checkpoint does not run inside a transaction
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    connection.execute("BEGIN")
    if busy:
        raise OperationalError("PRAGMA wal_checkpoint", None, Exception("the log is being read"))


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased leaves no letters behind in a freed page
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
