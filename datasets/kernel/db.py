"""Declarative base with constraint names, engine with its SQLite pragmas, session factory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeEngine

_BUSY_TIMEOUT_MS = 5000
_WRITES = "portal_writes"

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
    """Sessions that keep what they loaded after a commit, so that a page can still show it."""
    return sessionmaker(engine, expire_on_commit=False)


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
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
