"""Where a process may write, narrowed by the kernel for good; nothing happens where it cannot.

Source: Linux, Documentation/userspace-api/landlock.rst.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _WRITE_FILE = 1 << 0, 1 << 1
_REMOVE = 1 << 4 | 1 << 5
_MAKE_DIRECTORY, _MAKE_FILE = 1 << 7, 1 << 8
_MAKE_OTHERS = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
_TRUNCATE = 1 << 14
_TRUNCATE_SINCE = 3
_IN_FOLDERS = _WRITE_FILE | _REMOVE | _MAKE_DIRECTORY | _MAKE_FILE


def write_only_below(folders: Iterable[str]) -> bool:
    """Refuse, from now on, to write anywhere else and to start any program.

    Args:
        folders: Existing ones; files are made, changed and removed below them.

    Returns:
        Whether the kernel keeps it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    truncate = _TRUNCATE if version >= _TRUNCATE_SINCE else 0
    handled = _EXECUTE | _IN_FOLDERS | _MAKE_OTHERS | truncate
    attributes = struct.pack("Q", handled)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    for folder in folders:
        _allow(libc, ruleset, folder, _IN_FOLDERS | truncate)
    _allow(libc, ruleset, os.devnull, _WRITE_FILE | truncate)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    kept = int(libc.syscall(_RESTRICT_SELF, ruleset, 0)) == 0
    os.close(ruleset)
    return kept


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("<Qi", rights, handle), 0)
        os.close(handle)
