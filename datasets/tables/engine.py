"""One DuckDB in memory for each process: no writing outside, no waiting for ever."""

import os
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from datasets.kernel.errors import NotFound, TookTooLong
from datasets.kernel.messages import N_

_LOOK_EVERY_S = 0.1


class Engine:
    """A DuckDB that reads one folder and nothing else.

    Args:
        folder: The only folder it may read or write.
        deadline_s: How long one answer may take.
        memory_limit_mb: For all answers under way in this process together.
    """

    def __init__(self, folder: Path, *, deadline_s: float, memory_limit_mb: int) -> None:
        self._folder = folder
        self._deadline_s = deadline_s
        self._memory_limit_mb = memory_limit_mb
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def ask(self, sql: str, bound: Sequence[object]) -> list[tuple[object, ...]]:
        """All rows of an answer.

        Raises:
            TookTooLong: if it does not end within the deadline.
            NotFound: if there is no such table.
        """
        with self._cursor(self._deadline_s) as cursor:
            return cursor.execute(sql, list(bound)).fetchall()

    def stream(
        self, sql: str, bound: Sequence[object], rows_at_once: int
    ) -> Iterator[list[tuple[object, ...]]]:
        """The rows of an answer in batches, as fast as they are taken; no deadline."""
        with self._cursor(None) as cursor:
            answer = cursor.execute(sql, list(bound))
            while batch := answer.fetchmany(rows_at_once):
                yield batch

    @contextmanager
    def _cursor(self, limit_s: float | None) -> Iterator[duckdb.DuckDBPyConnection]:
        running = self._here()
        cursor = running.connection.cursor()
        try:
            if limit_s is not None:
                running.deadlines[cursor] = time.monotonic() + limit_s
            yield cursor
        except duckdb.InterruptException as error:
            raise TookTooLong(
                N_("This question took too long. Please add a condition, or download the file.")
            ) from error
        except duckdb.IOException as error:
            raise NotFound(N_("The rows of this file are not ready.")) from error
        finally:
            running.deadlines.pop(cursor, None)
            cursor.close()

    def _here(self) -> "_Running":
        """What runs in this process; a forked child starts its own."""
        running = self._running
        if running is None or running.process != os.getpid():
            with self._lock:
                running = self._running
                if running is None or running.process != os.getpid():
                    running = self._running = _Running(self._folder, self._memory_limit_mb)
        return running


class _Running:
    """A locked connection, and a thread that interrupts what is late."""

    def __init__(self, folder: Path, memory_limit_mb: int) -> None:
        self.process = os.getpid()
        self.deadlines: dict[duckdb.DuckDBPyConnection, float] = {}
        self.connection = _locked(folder, memory_limit_mb)
        ending = threading.Event()
        watch = threading.Thread(
            target=_watch, args=(self.deadlines, ending), name="table-deadlines", daemon=True
        )
        watch.start()
        weakref.finalize(self, _end, self.process, ending, watch, self.connection)


def _watch(deadlines: dict[duckdb.DuckDBPyConnection, float], ending: threading.Event) -> None:
    while not ending.wait(_LOOK_EVERY_S):
        now = time.monotonic()
        for cursor, deadline in list(deadlines.items()):
            if now > deadline:
                cursor.interrupt()


def _end(
    process: int,
    ending: threading.Event,
    watch: threading.Thread,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    # a forked child inherits the connection, but neither its thread nor the right to end it
    if process == os.getpid():
        ending.set()
        watch.join()
        connection.close()


def _locked(folder: Path, memory_limit_mb: int) -> duckdb.DuckDBPyConnection:
    """A connection that reads below one folder, installs nothing and cannot be set otherwise."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": f"{memory_limit_mb}MB",
            "temp_directory": str(folder / "sorting"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    connection.execute("SET parquet_metadata_cache = true").fetchall()
    connection.execute("SET allowed_directories = [?]", [f"{folder}/"]).fetchall()
    connection.execute("SET enable_external_access = false").fetchall()
    connection.execute("SET lock_configuration = true").fetchall()
    return connection
