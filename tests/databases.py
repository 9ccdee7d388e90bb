"""Which database the tests run on: SQLite, or a real PostgreSQL server that they bring along.

`PORTAL_TEST_DATABASE=postgresql` chooses the server. It is started once for all test processes,
and every home has a database of its own in it, as every home has a file of its own on SQLite.
"""

import atexit
import hashlib
import itertools
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datasets.kernel.db import create_engine

if TYPE_CHECKING:
    import psycopg

_SERVER = "PORTAL_TEST_SERVER"  # where the first test process has started it
_START_S = 60
_STOP_S = 20
_EMPTY = "empty"  # the template with all tables and no rows
_EMPTYING = """
DO $$ DECLARE each text; BEGIN
  SET LOCAL session_replication_role = replica;  -- foreign keys need no order then
  SET LOCAL lock_timeout = '3s';
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM %I', each);
  END LOOP;
END $$
"""
# nobody pulls the plug of a test
_CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_free: list[str] = []
_numbers = itertools.count()


def on_postgresql() -> bool:
    """Whether the tests were asked to run on PostgreSQL."""
    return os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "postgresql"


def start() -> None:
    """Start the server, unless another test process has; to be called once for each process.

    Raises:
        pytest.UsageError: if it does not start on this machine; nothing is tested then.
    """
    if not on_postgresql() or _SERVER in os.environ:
        return
    os.environ[_SERVER] = _started().replace("postgresql://", "postgresql+psycopg://")
    for setting in _CARELESS:
        _run(f"ALTER SYSTEM SET {setting}")
    _run("SELECT pg_reload_conf()")
    _run(f"CREATE DATABASE {_EMPTY}")
    _make_tables(_address(_EMPTY))


@contextmanager
def lent(folder: Path) -> Iterator[str]:
    """The address of a database with all tables and no rows; on SQLite a file in a folder.

    Copying or emptying one takes a tenth of the time of making one, so each process keeps some.
    """
    if not on_postgresql():
        file = folder / "test.sqlite"
        shutil.copyfile(_empty_file(), file)
        yield f"sqlite:///{file}"
        return
    name = _free.pop() if _free else _made()
    yield _address(name)
    if _emptied(name):
        _free.append(name)


def url(home: Path) -> str:
    """The address of a home's database, made when it is first asked for; empty for SQLite."""
    if not on_postgresql():
        return ""
    name = _name(home)
    if name not in [row[0] for row in _run("SELECT datname FROM pg_database")]:
        _run(f"CREATE DATABASE {name}")
    return _address(name)


def settings(home: Path) -> Mapping[str, str]:
    """Environment variables by which the command finds a home's database."""
    return {"PORTAL_DATABASE_URL": url(home)} if on_postgresql() else {}


def copy(of: Path, to: Path) -> None:
    """Give a copied home a copy of its database; on SQLite the file was copied already."""
    if on_postgresql():
        drop(to)
        _run(f"CREATE DATABASE {_name(to)} TEMPLATE {_name(of)}")


def drop(home: Path) -> None:
    """Remove a home's database from the server."""
    if on_postgresql():
        _run(f"DROP DATABASE IF EXISTS {_name(home)} WITH (FORCE)")


def _name(home: Path) -> str:
    return f"t{hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:20]}"


def _address(name: str) -> str:
    return os.environ[_SERVER].replace("/postgres?", f"/{name}?")


def _made() -> str:
    name = f"p{os.getpid()}_{next(_numbers)}"
    _run(f"CREATE DATABASE {name} TEMPLATE {_EMPTY}")
    return name


def _emptied(name: str) -> bool:
    """Whether all rows are gone; a database that somebody still writes to is removed instead."""
    import psycopg  # noqa: PLC0415 - not needed on SQLite

    try:
        _run(_EMPTYING, name)
    except psycopg.Error:
        _connection(name).close()
        _run(f"DROP DATABASE {name} WITH (FORCE)")
        return False
    return True


def _run(statement: str, database: str = "postgres") -> list[Any]:
    cursor = _connection(database).execute(statement)
    return cursor.fetchall() if cursor.description else []


@cache
def _connection(database: str) -> "psycopg.Connection[Any]":
    """The one by which this process looks after a database; making one costs more than emptying."""
    import psycopg  # noqa: PLC0415 - not needed on SQLite

    address = _address(database).replace("+psycopg", "")
    connection = psycopg.connect(address, autocommit=True)
    atexit.register(connection.close)
    return connection


def _started() -> str:
    """Where the server is that was started for these tests, and ends with this process."""
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.postgres_server"],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,  # interrupting the tests leaves it the time to clean up
        )
        atexit.register(_stop, server)
        assert server.stdout is not None
        answered = select.select([server.stdout], [], [], _START_S)[0]
        if answered and (address := server.stdout.readline().strip()):
            return address
        _stop(server)
        said.seek(0)
        why = said.read().decode(errors="replace")[-2000:] or f"nothing heard for {_START_S} s"
    raise pytest.UsageError(f"PostgreSQL for the tests does not start on this machine: {why}")


def _stop(server: "subprocess.Popen[str]") -> None:
    try:
        server.communicate(timeout=_STOP_S)  # closes its input, which ends it
    except subprocess.TimeoutExpired:
        server.kill()
        server.communicate()


@cache
def _empty_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="portal-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "empty.sqlite"
    _make_tables(f"sqlite:///{file}")
    return file


def _make_tables(address: str) -> None:
    from portal.schema import METADATA  # noqa: PLC0415 - every model of the portal

    engine = create_engine(address)
    METADATA.create_all(engine)
    engine.dispose()
