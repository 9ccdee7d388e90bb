"""One job from the inside: what its handler is given, and how it is called."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from datasets.kernel.child import resolve
from datasets.kernel.job_leases import Claim, require_lease
from datasets.kernel.messages import Message
from datasets.kernel.reporting import report_line, report_progress


@dataclass(frozen=True, slots=True)
class ProgressReporter:
    """How a handler speaks to staff while it works.

    Attributes:
        held: The lease it works under.
    """

    held: Claim

    def progress(self, done: int, total: int | None = None, text: Message | None = None) -> None:
        """Say how far it has come: `done` of 0..total, and what it is doing."""
        report_progress(done, total, text)

    def line(self, line: str) -> None:
        """Add a line to the job's log; for operators, in English."""
        report_line(line)

    def require_lease(self, session: Session) -> None:
        """Make what is written in this transaction void if another worker has the job by now.

        Raises:
            LeaseLost: if it has.
        """
        require_lease(session, self.held)


def request(bootstrap: str, argument: Any, handler: str, held: Claim) -> list[Any]:
    """The arguments of `perform`, as JSON values."""
    return [bootstrap, argument, handler, asdict(held)]


def perform(bootstrap: str, argument: Any, handler: str, held: Mapping[str, Any]) -> None:
    """Run a job's handler in this process.

    Args:
        bootstrap: `package.module:function` that makes, from `argument`, what handlers work with.
        argument: JSON.
        handler: `package.module:function` of (context, payload, reporter).
        held: The lease, as a dictionary.
    """
    claim = Claim(**held)
    context = resolve(bootstrap)(argument)
    resolve(handler)(context, dict(claim.payload), ProgressReporter(claim))
