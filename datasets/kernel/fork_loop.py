"""The process that forks: it hears of new children, ends them, and clears up after them."""

import contextlib
import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import tempfile
from dataclasses import dataclass
from typing import Any

from datasets.kernel.child import Inheritance, live
from datasets.kernel.frames import Frames

_LOOK_AT_PARENT_S = 1.0


@dataclass(frozen=True, slots=True)
class _Ward:
    """A child that runs."""

    pid: int
    lifeline: socket.socket
    scratch: str


class _Loop:
    """Wards by their number, and the connections on which they may end."""

    def __init__(self, control: socket.socket, parent_pid: int) -> None:
        self.control = control
        self.parent_pid = parent_pid
        self.wards: dict[int, _Ward] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ, None)
        self.wake, wake_end = socket.socketpair()
        self.wake_end = wake_end
        for end in (self.wake, wake_end):
            end.setblocking(False)
        self.selector.register(self.wake, selectors.EVENT_READ, None)

    def run(self) -> None:
        """Serve until whoever started this process is gone."""
        signal.set_wakeup_fd(self.wake_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _ignore)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _stop)
        with contextlib.suppress(_Stopped):
            while os.getppid() == self.parent_pid and self._step():
                pass
        for ward in list(self.wards.values()):
            _kill(ward.pid)
            self._bury(ward)

    def _step(self) -> bool:
        for key, _ in self.selector.select(_LOOK_AT_PARENT_S):
            if key.fileobj is self.wake:
                with contextlib.suppress(BlockingIOError):
                    self.wake.recv(4096)
            elif key.fileobj is self.control:
                if not self._accept():
                    return False
            else:
                self.selector.unregister(key.fileobj)
                _kill(key.data.pid)
        for ward in list(self.wards.values()):
            if _has_ended(ward.pid):
                self._bury(ward)
        return True

    def _accept(self) -> bool:
        message, handles, _, _ = socket.recv_fds(self.control, 1, 3)
        if not message:
            return False
        channel, lifeline, *rest = [socket.socket(fileno=handle) for handle in handles]
        scratch = tempfile.mkdtemp(prefix="portal-cell-")
        pid = os.fork()
        if pid == 0:
            self._close_inherited(lifeline)
            live(Inheritance(channel, rest[0] if rest else None, scratch, os.getppid()))
        for handle in (channel, *rest):
            handle.close()
        ward = _Ward(pid, lifeline, scratch)
        self.wards[pid] = ward
        self.selector.register(lifeline, selectors.EVENT_READ, ward)
        return True

    def _close_inherited(self, lifeline: socket.socket) -> None:
        signal.set_wakeup_fd(-1)
        self.selector.close()
        for end in (self.control, self.wake, self.wake_end, lifeline):
            end.close()
        for ward in self.wards.values():
            ward.lifeline.close()

    def _bury(self, ward: _Ward) -> None:
        # the number is still ours until waitpid, so that no stranger's group can be meant
        os.waitid(os.P_PID, ward.pid, os.WEXITED | os.WNOWAIT)
        _kill(ward.pid)
        _, status = os.waitpid(ward.pid, 0)
        shutil.rmtree(ward.scratch, ignore_errors=True)
        with contextlib.suppress(KeyError):
            self.selector.unregister(ward.lifeline)
        ended: dict[str, Any] = {"kind": "ended", "signal": None, "status": None}
        code = os.waitstatus_to_exitcode(status)
        ended["signal" if code < 0 else "status"] = abs(code)
        with contextlib.suppress(OSError):
            Frames(ward.lifeline).send(ended)
        ward.lifeline.close()
        del self.wards[ward.pid]


class _Stopped(Exception):
    """Somebody asked this process to end."""


def main(config: dict[str, Any]) -> None:
    """Import what children need, then fork them on demand."""
    control = socket.socket(fileno=config["control"])
    control.set_inheritable(False)
    for module in config["preload"]:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # a child that collects garbage would otherwise copy every page it looks at
    _Loop(control, config["parent"]).run()
    os._exit(0)  # nothing is left to clear up; taking down what was imported only takes time


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _ignore(_number: int, _frame: object) -> None:
    """Only the wake-up that comes with the signal matters."""


def _stop(_number: int, _frame: object) -> None:
    raise _Stopped
