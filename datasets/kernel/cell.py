"""The cell: one function on the bytes of a stranger, in a process that can harm nothing else."""

import logging
import time
from collections.abc import Callable
from typing import Any

from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import UnreadableFile
from datasets.kernel.fork_server import Child, ForkServer, current_server, dotted_path
from datasets.kernel.frames import Frame
from datasets.kernel.outcome import LAST_KINDS, ChildFailed, took_too_long, value_of
from datasets.kernel.reporting import Progress, progress_of, report_progress

__all__ = ["CellLimits", "Progress", "report_progress", "run"]

log = logging.getLogger(__name__)


def run(
    function: Callable[..., Any] | str,
    *args: Any,
    limits: CellLimits | None = None,
    progress: Callable[[Progress], None] | None = None,
    server: ForkServer | None = None,
) -> Any:
    """Run a function in a limited child process and return what it returns.

    Args:
        function: At the top level of a module, itself or as `module:name`; takes and returns
            JSON values. Paths go over as text. It may call `report_progress`.
        args: Its positional arguments.
        limits: What it may use.
        progress: Called here with what the function reports.
        server: Who forks the child; this process's own server if None.

    Raises:
        DomainError: the same that the function raised.
        TooLarge: if it needed more memory or larger files than it may have.
        TookTooLong: if its time was up.
        StorageFull: if there was no room on the disk.
        UnreadableFile: if the function failed in any other way, or its process crashed.
    """
    limits = limits or CellLimits()
    path = function if isinstance(function, str) else dotted_path(function)
    child = (server or current_server()).child(path, args, limits)
    try:
        return value_of(_last_frame(child, limits, progress), limits)
    except ChildFailed as failure:
        log.exception("a cell failed", extra={"function": path})
        raise UnreadableFile(
            "The file could not be read; it is damaged, or it is not what its name says. "
            "Open it in the program it was made with, save it again and try once more"
        ) from failure
    finally:
        child.kill()


def _last_frame(
    child: Child, limits: CellLimits, progress: Callable[[Progress], None] | None
) -> Frame:
    until = time.monotonic() + limits.wall_s
    while (left_s := until - time.monotonic()) > 0:
        frame = child.receive(left_s)
        if frame is None:
            continue
        if frame["kind"] in LAST_KINDS:
            return frame
        if frame["kind"] == "progress" and progress is not None:
            progress(progress_of(frame))
    raise took_too_long(limits.wall_s)
