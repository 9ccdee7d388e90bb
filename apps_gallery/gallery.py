"""What becomes of an app: handed in, confirmed by mail, approved or returned, featured, retired."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from apps_gallery.entering import enter, fill, passing_slug
from apps_gallery.manifest import AppDraft, faults, tidy
from apps_gallery.models import AppEvent, AppState, CitizenApp
from apps_gallery.moderation import REASON_BY_CODE
from apps_gallery.post import Post
from apps_gallery.queries import digest
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidApp, InvalidMove
from datasets.kernel.unit_of_work import UnitOfWork

MOVES: frozenset[tuple[AppState, AppState]] = frozenset(
    {
        (AppState.DRAFT, AppState.SUBMITTED),
        (AppState.SUBMITTED, AppState.APPROVED),
        (AppState.SUBMITTED, AppState.RETURNED),
        (AppState.RETURNED, AppState.SUBMITTED),
        (AppState.APPROVED, AppState.RETIRED),
        (AppState.RETIRED, AppState.APPROVED),
    }
)
LONGEST_WORDS = 1000


def submit(uow: UnitOfWork, draft: AppDraft, post: Post) -> CitizenApp:
    """Keep what somebody without an account says of an app; nobody else sees it yet.

    Raises:
        InvalidApp: if something is to be put right.
    """
    checked, app_id = _checked(draft), uuid4()
    app = CitizenApp(id=app_id, slug=passing_slug(app_id), created_at=uow.now)
    app.status_digest = digest(post.status_secret(app))
    app.contact = checked.contact
    fill(uow, app, checked)
    uow.session.add(app)
    _note(uow, app, "submit")
    return app


def revise(uow: UnitOfWork, app: CitizenApp, draft: AppDraft) -> None:
    """Let the author change an app that nobody has approved; a confirmed address stays.

    Raises:
        InvalidMove: if it waits for a decision, or was approved.
        InvalidApp: if something is to be put right.
    """
    if app.state not in {AppState.DRAFT, AppState.RETURNED}:
        raise InvalidMove("The app cannot be changed while it is being looked at or shown.")
    checked = _checked(draft)
    fill(uow, app, checked)
    if app.submitted_at is None:
        app.contact = checked.contact
    _note(uow, app, "revise")


def send(uow: UnitOfWork, app: CitizenApp, post: Post) -> None:
    """Write to the address that was given; only who reads the letter can go on.

    Raises:
        InvalidMove: if the address has been confirmed already.
    """
    if app.state is not AppState.DRAFT:
        raise InvalidMove("Your address is confirmed already. Nothing more is needed.")
    secret = secrets.token_urlsafe(32)
    app.confirm_digest = digest(secret)
    post.send(uow, "confirm", app, secret=secret)
    _note(uow, app, "send")


def confirm(uow: UnitOfWork, app: CitizenApp, secret: str) -> None:
    """Hand an app to the moderators, once its author has read the letter; twice does no harm.

    Raises:
        InvalidMove: if the secret is not that of the last letter.
    """
    if app.state is not AppState.DRAFT:
        return
    if not secrets.compare_digest(app.confirm_digest or "", digest(secret)):
        raise InvalidMove("This link is from an older letter. Use the one in the newest.")
    _move(app, AppState.SUBMITTED)
    app.submitted_at = app.updated_at = uow.now
    app.confirm_digest = None
    _note(uow, app, "confirm")


def appeal(uow: UnitOfWork, app: CitizenApp, words: str) -> None:
    """Let the author of a returned app ask again, with an answer to the reason.

    Raises:
        InvalidMove: if it was not returned, or nothing is said.
    """
    if not words.strip():
        raise InvalidMove("Write what you have changed, or why the decision should be another.")
    _move(app, AppState.SUBMITTED)
    app.submitted_at = app.updated_at = uow.now
    _note(uow, app, "appeal", words=words)


def approve(uow: UnitOfWork, app: CitizenApp, post: Post) -> None:
    """Show an app to everyone, and tell its author.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidMove: if it does not wait for a decision.
    """
    uow.require(Permission.MODERATE)
    if app.state is not AppState.SUBMITTED:
        raise InvalidMove("This app does not wait for a decision any more.")
    _move(app, AppState.APPROVED)
    if app.approved_at is None:
        enter(uow, app)
    app.approved_at = app.updated_at = uow.now
    post.send(uow, "approved", app)
    _note(uow, app, "approve")


def give_back(uow: UnitOfWork, app: CitizenApp, reason: str, words: str, post: Post) -> None:
    """Return an app to its author, who reads why and may ask again.

    Args:
        uow: On behalf of who moderates.
        app: That waits for a decision.
        reason: Code of `moderation.REASONS`.
        words: What else the author should know; may be empty.
        post: Carries the letter.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidMove: if it does not wait for a decision, or there is no such reason.
    """
    uow.require(Permission.MODERATE)
    _require_reason(reason)
    _move(app, AppState.RETURNED)
    app.updated_at = uow.now
    post.send(uow, "returned", app, reason=REASON_BY_CODE[reason].label, words=words.strip())
    _note(uow, app, "return", reason=reason, words=words)


def feature(uow: UnitOfWork, app: CitizenApp, *, featured: bool) -> None:
    """Show an app among the first, or no longer.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidMove: if the public does not see it.
    """
    uow.require(Permission.MODERATE)
    if app.state is not AppState.APPROVED:
        raise InvalidMove("Only an app that is shown can be recommended.")
    app.featured = featured
    app.updated_at = uow.now
    _note(uow, app, "feature" if featured else "unfeature")


def retire(uow: UnitOfWork, app: CitizenApp, reason: str, words: str, post: Post) -> None:
    """Take an app out of the gallery; its page stays and says why. Nothing is deleted.

    Args:
        uow: On behalf of who moderates.
        app: That is shown.
        reason: Code of `moderation.REASONS`; readers see it.
        words: What else readers should know; may be empty.
        post: Carries the letter.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidMove: if it is not shown, or there is no such reason.
    """
    uow.require(Permission.MODERATE)
    _require_reason(reason)
    _move(app, AppState.RETIRED)
    app.featured = False
    app.retired_at = app.updated_at = uow.now
    post.send(uow, "retired", app, reason=REASON_BY_CODE[reason].label, words=words.strip())
    _note(uow, app, "retire", reason=reason, words=words)


def restore(uow: UnitOfWork, app: CitizenApp) -> None:
    """Show a retired app again.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidMove: if it was not retired.
    """
    uow.require(Permission.MODERATE)
    if app.state is not AppState.RETIRED:
        raise InvalidMove("This app is not retired.")
    _move(app, AppState.APPROVED)
    app.retired_at = None
    app.updated_at = uow.now
    _note(uow, app, "restore")


def add(uow: UnitOfWork, draft: AppDraft) -> CitizenApp:
    """Put an app into the gallery at once, on the word of who moderates.

    Raises:
        NotAllowed: if the actor may not moderate.
        InvalidApp: if it has no title, or its address cannot be followed.
        NotFound: if there is no such organization.
    """
    uow.require(Permission.MODERATE)
    tidied = tidy(draft)
    wrong = {fault.field for fault in faults(tidied)} & (
        {"title", "url"} if draft.url else {"title"}
    )
    if wrong or not (draft.url or draft.template):
        raise InvalidApp("An app needs a name, and an address or a built-in kind.")
    app = CitizenApp(id=uuid4(), slug=draft.slug, created_at=uow.now)
    app.contact = tidied.contact
    fill(uow, app, tidied)
    uow.session.add(app)
    enter(uow, app)
    app.state = AppState.APPROVED
    app.submitted_at = app.approved_at = uow.now
    app.featured = draft.featured
    _note(uow, app, "add")
    return app


def add_builtin(
    uow: UnitOfWork,
    template: str,
    config: Mapping[str, Any],
    words: Mapping[str, Mapping[str, str]],
    datasets: Sequence[str],
    **more: Any,
) -> CitizenApp:
    """Put an app that comes with the portal into the gallery at once.

    Args:
        uow: On behalf of who moderates.
        template: Code of `vocabulary.TEMPLATES`.
        config: What it is set up with; checked by its template.
        words: `title`, `line` and, if there is one, `description`, each by language.
        datasets: Slugs of the datasets it shows.
        more: Other fields of `AppDraft`, such as `themes`, `slug`, `author`, `featured`.

    Raises:
        NotAllowed, InvalidApp, NotFound: as for `add`.
    """
    draft = AppDraft(
        template=template,
        config=config,
        title=words["title"],
        line=words["line"],
        description=words.get("description", {}),
        datasets=datasets,
        **more,
    )
    return add(uow, draft)


def _checked(draft: AppDraft) -> AppDraft:
    tidied = tidy(draft)
    for fault in faults(tidied):
        raise InvalidApp(fault.message.msgid, **dict(fault.message.places))
    return tidied


def _require_reason(reason: str) -> None:
    if reason not in REASON_BY_CODE:
        raise InvalidMove("Choose a reason; the author will read it.")


def _move(app: CitizenApp, to: AppState) -> None:
    if (app.state, to) not in MOVES:
        raise InvalidMove("The app has moved on meanwhile. Look at it again before deciding.")
    app.state = to


def _note(
    uow: UnitOfWork, app: CitizenApp, action: str, *, reason: str = "", words: str = ""
) -> None:
    said = words.strip()[:LONGEST_WORDS]
    uow.session.flush()  # the app before what became of it
    uow.session.add(
        AppEvent(
            app_id=app.id,
            at=uow.now,
            actor=uow.actor.name,
            action=action,
            reason=reason,
            words=said,
        )
    )
    uow.session.flush()
    audit.record(uow, action, "app", str(app.id), slug=app.slug, reason=reason)
