"""One transaction: session, actor, now; commits when its block ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from datasets.kernel.actors import Actor, Permission
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions, transaction, wait_for_turn
from datasets.kernel.errors import NotAllowed


class UnitOfWork:
    """What a use case writes through.

    Attributes:
        session: In a transaction that may write.
        actor: On whose behalf.
        now: When, one instant for the whole unit; aware, UTC.
    """

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.callbacks: list[Callable[[], None]] = []

    def require(self, permission: Permission, organization: str | None = None) -> None:
        """Refuse unless the actor has a permission.

        Args:
            permission: What is about to be done.
            organization: Slug of the organization it is done in; None when it is in none.

        Raises:
            NotAllowed: if the actor may not.
        """
        if not self.actor.may(permission, organization):
            raise NotAllowed("You are not allowed to do this. Ask an administrator for the right")

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call something once the work is certain; never called when it is rolled back."""
        self.callbacks.append(callback)


@contextmanager
def begin(sessions: Sessions, actor: Actor, clock: Clock) -> Iterator[UnitOfWork]:
    """Begin a unit of work; all of it is kept when the block ends, none of it when it fails."""
    with transaction(sessions) as session:
        wait_for_turn(session)
        uow = UnitOfWork(session, actor, clock.now())
        yield uow
    for callback in uow.callbacks:
        callback()
