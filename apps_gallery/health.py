"""Does an app still answer? A look a day, one app at a time; nothing is ever deleted for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from apps_gallery.models import AppDataset, AppEvent, AppPicture, AppState, CitizenApp
from apps_gallery.post import Post
from datasets.kernel import audit
from datasets.kernel.actors import SYSTEM
from datasets.kernel.clock import Clock
from datasets.kernel.db import Sessions
from datasets.kernel.errors import DomainError
from datasets.kernel.http_client import HttpClient
from datasets.kernel.unit_of_work import UnitOfWork, begin

FAILURES = 2
WITHIN = timedelta(days=7)
DRAFTS_KEPT = timedelta(days=30)
_MOST_BYTES = 2 << 20
_DEADLINE_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """What a round of checks works with."""

    sessions: Sessions
    clock: Clock
    http: HttpClient
    post: Post


def check_all(rounds: Rounds, tell: Callable[[int, int], None] | None = None) -> int:
    """Look at every app that lives elsewhere, and note what was found; how many do not open.

    Args:
        rounds: What to work with.
        tell: Called with how many of how many have been looked at.
    """
    with rounds.sessions() as session:
        shown = session.execute(
            select(CitizenApp.id, CitizenApp.url)
            .where(CitizenApp.state == AppState.APPROVED, CitizenApp.url != "")
            .order_by(CitizenApp.last_checked_at, CitizenApp.slug)
        ).all()
    failed = 0
    for done, (app_id, url) in enumerate(shown, start=1):
        opens = answers(rounds.http, url)
        failed += not opens
        with begin(rounds.sessions, SYSTEM, rounds.clock) as uow:
            note(uow, app_id, opens=opens, post=rounds.post)
        if tell is not None:
            tell(done, len(shown))
    return failed


def answers(http: HttpClient, url: str) -> bool:
    """Whether something is there; a page that asks to sign in is there too."""
    try:
        status = http.get(url, max_bytes=_MOST_BYTES, deadline_s=_DEADLINE_S).status
    except DomainError as refusal:
        return refusal.code == "too-large"  # it answers, at length
    return status < 400 or status in {401, 403, 405}


def note(uow: UnitOfWork, app_id: UUID, *, opens: bool, post: Post) -> None:
    """Keep the outcome of one look; two failures within a week and its page says so.

    The author is told once for each time it stops; the first look that succeeds sets all right.
    """
    app = uow.session.get_one(CitizenApp, app_id)
    app.last_checked_at = uow.now
    if opens:
        if not app.alive:
            _event(uow, app, "opens-again")
        app.alive, app.failed_checks, app.failing_since, app.mailed_at = True, 0, None, None
        return
    if app.failing_since is None or _too_old(app.failing_since, uow.now, app.failed_checks):
        app.failing_since, app.failed_checks = uow.now, 0
    app.failed_checks += 1
    if app.failed_checks >= FAILURES and app.alive:
        app.alive = False
        _event(uow, app, "does-not-open")
    if not app.alive and app.mailed_at is None:
        app.mailed_at = uow.now
        post.send(uow, "not_opening", app)


def forget_drafts(uow: UnitOfWork) -> int:
    """Forget what nobody confirmed for a month, with its address; how many that were."""
    stale = select(CitizenApp.id).where(
        CitizenApp.state == AppState.DRAFT, CitizenApp.updated_at < uow.now - DRAFTS_KEPT
    )
    ids = uow.session.scalars(stale).all()
    for part in (AppEvent, AppPicture, AppDataset):
        uow.session.execute(delete(part).where(part.app_id.in_(ids)))
    uow.session.execute(delete(CitizenApp).where(CitizenApp.id.in_(ids)))
    return len(ids)


def _too_old(since: datetime, now: datetime, failures: int) -> bool:
    return failures < FAILURES and now - since > WITHIN


def _event(uow: UnitOfWork, app: CitizenApp, action: str) -> None:
    uow.session.add(AppEvent(app_id=app.id, at=uow.now, actor=uow.actor.name, action=action))
    audit.record(uow, action, "app", str(app.id), slug=app.slug)
