"""Child processes in milliseconds, forked from a process that has imported what they need.

The server is one single-threaded process. It alone knows the children's numbers, kills them, and
clears up after them; whoever asked for a child holds its lifeline: when that is closed, or its
holder is killed, the child and all it started are killed too.
"""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from datasets.kernel.confinement import CellLimits
from datasets.kernel.frames import Frame, Frames

_START = (
    "import json, sys; config = json.loads(sys.argv[1]); sys.path[:] = config['path']; "
    "from datasets.kernel.fork_loop import main; main(config)"
)


class Child:
    """A running child process, as seen by who asked for it."""

    def __init__(self, channel: socket.socket, lifeline: socket.socket) -> None:
        self._channel = Frames(channel)
        self._lifeline = Frames(lifeline)

    def ask(self, request: Frame) -> None:
        """Tell the child what to do; nothing happens if it is gone already."""
        with contextlib.suppress(ConnectionError):
            self._channel.send(request)

    def receive(self, timeout_s: float) -> Frame | None:
        """What the child says next; None if it says nothing in time.

        Returns:
            A frame with a `kind`; the last one is `ended`, with `signal` or `status`.
        """
        try:
            return self._channel.receive(timeout_s)
        except EOFError:
            return self._end()

    def kill(self) -> None:
        """Kill the child and all it has started, if it still runs."""
        self._lifeline.close()
        self._channel.close()

    def _end(self) -> Frame:
        try:
            return self._lifeline.receive(10) or {"kind": "ended", "signal": 9}
        except EOFError:
            return {"kind": "ended", "signal": 9}  # the server itself was killed


class ForkServer:
    """Starts children; safe to use from several threads.

    Attributes:
        preload: Modules the server imports once, so that no child has to.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self.preload = tuple(preload)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def attached(cls, control: socket.socket) -> "ForkServer":
        """The server that forked this very process, reached by the connection it was given."""
        server = cls()
        server._control = control
        return server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server if it does not run; it imports in its own time."""
        with self._lock:
            self._started()

    def stop(self) -> None:
        """Kill all children and end the server."""
        with self._lock:
            if self._control is not None:
                self._control.close()
                self._control = None
            if self._process is not None:
                self._process.wait()
                self._process = None

    def process_id(self) -> int:
        """The server's process number; 0 if it does not run."""
        return self._process.pid if self._process else 0

    def child(self, function: str, args: Sequence[Any], limits: CellLimits) -> Child:
        """Start a child process.

        Args:
            function: `package.module:function`, importable in the child.
            args: JSON values and paths; the function's positional arguments.
            limits: What it may use; with `network` it may ask this server for children itself.
        """
        ours, theirs = socket.socketpair()
        lifeline, held = socket.socketpair()
        with theirs, held:
            self._hand_over(theirs, held, limits.network)
        child = Child(ours, lifeline)
        child.ask({"function": function, "args": list(args), "limits": limits.to_json()})
        return child

    def _hand_over(self, channel: socket.socket, held: socket.socket, trusted: bool) -> None:
        with self._lock:
            control = self._started()
            handles = [channel.fileno(), held.fileno()]
            if trusted:
                handles.append(control.fileno())
            socket.send_fds(control, [b"\0"], handles)

    def _started(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None and self._control:
            self._control.close()
            self._control = None
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = self._launch(theirs)
        return self._control

    def _launch(self, control: socket.socket) -> subprocess.Popen[bytes]:
        config = {
            "path": [os.path.abspath(entry) for entry in sys.path],  # noqa: PTH100 - "" is the cwd
            "preload": self.preload,
            "control": control.fileno(),
            "parent": os.getpid(),
        }
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", _START, json.dumps(config)],
            pass_fds=[control.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is for its parent to answer
            # threads of a number library would not survive the fork
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )


class _Current:
    """The server this process uses when none is named, started when it is first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.server: ForkServer | None = None


_current = _Current()


def current_server() -> ForkServer:
    """The server of this process; a bare one is started if none was set."""
    with _current.lock:
        if _current.server is None:
            _current.server = ForkServer()
            atexit.register(_current.server.stop)
        return _current.server


def use_server(server: ForkServer | None) -> None:
    """Let this process use a server whenever none is named."""
    with _current.lock:
        _current.server = server


def dotted_path(function: Callable[..., Any]) -> str:
    """How a child finds a function.

    Raises:
        ValueError: if it is not at the top level of a module that can be imported.
    """
    name = f"{function.__module__}:{function.__qualname__}"
    if function.__module__ == "__main__" or not function.__qualname__.isidentifier():
        raise ValueError(f"{name} is not a top-level function of an importable module")
    return name
