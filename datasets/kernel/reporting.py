"""How work in a child process says how far it has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import Message

_Send = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come.

    Attributes:
        done: In whatever the job counts, 0..total.
        total: None if it is not known.
        text: What it is doing.
    """

    done: int
    total: int | None = None
    text: Message | None = None


def progress_of(frame: Mapping[str, Any]) -> Progress:
    """What a `progress` frame says."""
    text = Message.from_json(frame["text"]) if frame["text"] else None
    return Progress(frame["done"], frame["total"], text)


class _Way:
    """Where reports go in this process; nowhere outside a child."""

    def __init__(self) -> None:
        self.send: _Send | None = None


_way = _Way()


def report_through(send: _Send | None) -> None:
    """Let the reports of this process go through a function."""
    _way.send = send


def report_progress(done: int, total: int | None = None, text: Message | None = None) -> None:
    """Say how far the work has come; nothing happens where nobody listens.

    Args:
        done: In whatever the work counts, 0..total.
        total: None if it is not known.
        text: What is being done.
    """
    if _way.send is not None:
        _way.send(
            {
                "kind": "progress",
                "done": done,
                "total": total,
                "text": text.to_json() if text else None,
            }
        )


def report_line(line: str) -> None:
    """Add a line to the job's log; nothing happens where nobody listens."""
    if _way.send is not None:
        _way.send({"kind": "line", "line": line})
