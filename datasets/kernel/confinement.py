"""What a child process may use: memory, time, files, network; narrowed once, for good."""

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from datasets.kernel.landlock import write_only_below

MOST_OPEN_FILES = 512
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000
_CLONE_VM = 0x100


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLimits:
    """What one child process may use.

    Attributes:
        memory_bytes: Address space beyond what the process has when it begins.
        cpu_s: Seconds of computing.
        wall_s: Seconds until it is killed, whatever it does.
        file_bytes: The largest file it may write.
        network: Whether it may open connections and start processes of its own; never where the
            bytes of strangers are parsed.
    """

    memory_bytes: int = 1 << 30
    cpu_s: int = 60
    wall_s: float = 90
    file_bytes: int = 4 << 30
    network: bool = False

    def to_json(self) -> dict[str, Any]:
        """The limits as they are handed to the child."""
        return asdict(self)


def die_with_parent(parent_pid: int) -> None:
    """End this process when its parent ends, even if the parent is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        os._exit(1)  # it ended before we had said so


def confine(limits: CellLimits, folders: Iterable[str] = ()) -> None:
    """Narrow what this process may use; there is no way back.

    Args:
        limits: Beyond which it is ended.
        folders: The only ones it may write to, if it may not use the network.
    """
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 2)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes)
    memory_bytes = _address_space_bytes() + limits.memory_bytes
    _limit(resource.RLIMIT_AS, memory_bytes, memory_bytes)
    if not limits.network:
        _limit(resource.RLIMIT_NOFILE, MOST_OPEN_FILES, MOST_OPEN_FILES)
        write_only_below(folders)
        _filter_system_calls()
        sys.addaudithook(_refuse_network)


def _limit(kind: int, soft: int, hard: int) -> None:
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def _address_space_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system"}:
        _refuse(event)
    internet = event in {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
    if internet and args[0].family != socket.AF_UNIX:
        _refuse(event)


def _refuse(event: str) -> NoReturn:
    raise PermissionError(errno.EACCES, f"{event} is not allowed here")


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of system calls on one kind of processor."""

    audit_arch: int
    socket: int
    clone: int
    refused: tuple[int, ...]


_MACHINES = {
    # refused: starting programs and processes, signalling and tracing others, io_uring (which
    # opens sockets without the call named so)
    "x86_64": _Machine(0xC000003E, 41, 56, (57, 58, 59, 322, 62, 101, 424, 425)),
    "aarch64": _Machine(0xC00000B7, 198, 220, (221, 281, 129, 117, 424, 425)),
}
_CLONE3 = 435


def _filter_system_calls() -> None:
    """Refuse sockets and new processes in the kernel, for code that is not Python; best effort.

    Source: Linux, Documentation/userspace-api/seccomp_filter.rst.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None or sys.platform != "linux":
        return
    program = _program(machine)
    code = ctypes.create_string_buffer(program, len(program))
    count = len(program) // 8
    filters = struct.pack("HxxxxxxP", count, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filters, 0, 0)


def _program(machine: _Machine) -> bytes:
    load_call, load_arch, load_argument = _load(0), _load(4), _load(16)
    steps = [load_arch, _jump(0x15, machine.audit_arch, 1, 0), _answer(errno.EPERM), load_call]
    steps += [_jump(0x35, 0x40000000, 0, 1), _answer(errno.EPERM)]
    for number in machine.refused:
        steps += [_jump(0x15, number, 0, 1), _answer(errno.EPERM)]
    # clone3 hides its flags behind a pointer; without it the C library falls back to clone
    steps += [_jump(0x15, _CLONE3, 0, 1), _answer(errno.ENOSYS)]
    steps += [_jump(0x15, machine.clone, 0, 4), load_argument, _jump(0x45, _CLONE_VM, 1, 0)]
    steps += [_answer(errno.EPERM), load_call]
    steps += [_jump(0x15, machine.socket, 0, 3), load_argument, _jump(0x15, socket.AF_UNIX, 1, 0)]
    steps += [_answer(errno.EACCES), struct.pack("HBBI", 0x06, 0, 0, _ALLOW)]
    return b"".join(steps)


def _load(offset: int) -> bytes:
    return struct.pack("HBBI", 0x20, 0, 0, offset)


def _jump(code: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _answer(number: int) -> bytes:
    return struct.pack("HBBI", 0x06, 0, 0, _REFUSE | number)
