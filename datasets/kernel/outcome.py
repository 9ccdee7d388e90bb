"""What a child process answered, as a value or as a refusal."""

import errno
import signal
from collections.abc import Iterator
from typing import Any

from datasets.kernel.confinement import CellLimits
from datasets.kernel.errors import DomainError, StorageFull, TookTooLong, TooLarge
from datasets.kernel.frames import Frame

LAST_KINDS = frozenset({"result", "refused", "memory", "disk", "broken", "ended"})


class ChildFailed(Exception):
    """The function in the child raised what it should not have.

    Attributes:
        error: The child's traceback.
    """

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


class ChildCrashed(ChildFailed):
    """The child ended without an answer: a parser crashed, or it was killed."""


def value_of(frame: Frame, limits: CellLimits) -> Any:
    """What the function returned.

    Args:
        frame: The last one the child sent.
        limits: Under which it ran.

    Raises:
        DomainError: the same that the function raised.
        TooLarge: if it needed more memory or larger files than it may have.
        TookTooLong: if it computed longer than it may.
        StorageFull: if there was no room on the disk.
        ChildFailed: if it raised anything else.
        ChildCrashed: if it ended without an answer.
    """
    if frame["kind"] == "result":
        return frame["value"]
    if frame["kind"] == "refused":
        raise rebuilt(frame["code"], frame["msgid"], frame["places"])
    if frame["kind"] == "broken":
        raise ChildFailed(frame["error"])
    raise _stopped(frame, limits)


def took_too_long(limit_s: float) -> TookTooLong:
    """The refusal of work that was still going on when its time was up."""
    return TookTooLong(
        "The work took longer than {limit_s} seconds and was stopped. "
        "Divide the file into smaller ones and try again",
        limit_s=round(limit_s),
    )


def rebuilt(code: str, msgid: str, places: dict[str, Any]) -> DomainError:
    """The refusal of a code, of the class that this process knows it by."""
    for kind in _kinds(DomainError):
        if kind.code == code:
            return kind(msgid, **places)
    refusal = DomainError(msgid, **places)
    refusal.code = code
    return refusal


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def _stopped(frame: Frame, limits: CellLimits) -> Exception:
    if frame["kind"] == "memory" or frame.get("errno") == errno.EFBIG:
        return TooLarge(
            "The file needs more memory than one file may use here. "
            "Divide it into smaller files and try again"
        )
    if frame["kind"] == "disk":
        return StorageFull(
            "There is no room left to keep the file. Nothing was changed; "
            "try again when an administrator has made room"
        )
    if frame.get("signal") == signal.SIGXCPU:
        return took_too_long(limits.cpu_s)
    return ChildCrashed(f"the process ended with {frame.get('signal')}, {frame.get('status')}")
