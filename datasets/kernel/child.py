"""A child process from its first instruction to its last: confine, run one function, answer."""

import contextlib
import errno
import gc
import importlib
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from datasets.kernel.confinement import CellLimits, confine, die_with_parent
from datasets.kernel.errors import DomainError
from datasets.kernel.fork_server import ForkServer, use_server
from datasets.kernel.frames import Frame, Frames
from datasets.kernel.reporting import report_through

_NO_ROOM = frozenset({errno.EFBIG, errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What a child is born with.

    Attributes:
        channel: To who asked for it.
        control: To the server that forked it, if it may ask for children itself.
        scratch: A directory of its own, removed when it ends.
        server_pid: The server's process number.
    """

    channel: socket.socket
    control: socket.socket | None
    scratch: str
    server_pid: int


def live(inheritance: Inheritance) -> NoReturn:
    """Do what is asked on the channel, answer, and end the process."""
    status = 1
    try:
        die_with_parent(inheritance.server_pid)
        channel = Frames(inheritance.channel)
        request = channel.receive()
        if request is not None:
            _settle(inheritance, CellLimits(**request["limits"]), _folders(request["args"]))
            report_through(channel.send)
            _answer(channel, request)
            status = 0
    except EOFError:
        status = 0  # nobody waits any more
    except MemoryError:
        status = 1
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def resolve(path: str) -> Callable[..., Any]:
    """The function at `package.module:function`.

    Raises:
        ImportError, AttributeError: if there is none.
    """
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _folders(args: list[Any]) -> list[str]:
    """The folders that a function is handed to write into: those named, or those of new files."""
    paths = [Path(arg) for arg in args if isinstance(arg, str) and arg.startswith(os.sep)]
    named = [path if path.is_dir() else path.parent for path in paths if not path.is_file()]
    return [str(folder) for folder in named if folder.is_dir()]


def _settle(inheritance: Inheritance, limits: CellLimits, folders: list[str]) -> None:
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.chdir(inheritance.scratch)
    tempfile.tempdir = inheritance.scratch
    nothing = os.open(os.devnull, os.O_RDWR)
    # what a parser prints about a stranger's file belongs in nobody's log
    for handle in (0, 1) if limits.network else (0, 1, 2):
        os.dup2(nothing, handle)
    os.close(nothing)
    # a table is millions of small lists, all alive: to look for cycles among them after every
    # 700th takes a third of the time of reading it
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    if inheritance.control is not None:
        use_server(ForkServer.attached(inheritance.control))
    confine(limits, [inheritance.scratch, *folders])


def _answer(channel: Frames, request: Frame) -> None:
    try:
        frame = {"kind": "result", "value": resolve(request["function"])(*request["args"])}
        channel.send(frame)
    except Exception as error:  # noqa: BLE001 - whatever it was, the other side hears of it
        channel.send(_failure(error))


def _failure(error: Exception) -> Frame:
    # DuckDB's own class, known by its name: importing it here would cost every child
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return {"kind": "memory"}
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return {"kind": "disk", "errno": error.errno}
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, DomainError):
        places = {name: _plain(value) for name, value in error.message.places.items()}
        message = {"msgid": error.message.msgid, "places": places}
        return {"kind": "refused", "code": error.code, **message, "error": trace}
    return {"kind": "broken", "error": trace}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
