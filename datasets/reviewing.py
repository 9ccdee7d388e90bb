"""Four eyes: ask for a review, approve, send back, comment; and what waits for one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from datasets import changes, publishing, queries, review_steps, scheduling, states
from datasets.kernel import audit
from datasets.kernel.actors import Actor, Permission
from datasets.kernel.errors import InvalidMove, NotAllowed, NotFound
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.organization import Organization
from datasets.models.review import ReviewAction, ReviewEvent

LONGEST_COMMENT = 1_000


def submit(uow: UnitOfWork, dataset: Dataset) -> None:
    """Ask for a review, also where none is needed; what is public stays as it is meanwhile.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        DisclosureBlocked: while a privacy question is open, refused or cannot be overridden.
        InvalidMove: if no file of it is ready, or it was erased.
    """
    uow.require(Permission.PUBLISH, publishing.organization_slug(uow, dataset))
    publishing.ready_versions(uow, dataset)
    publishing.wait_for_review(uow, dataset, uow.actor.name)


def approve(
    uow: UnitOfWork,
    dataset: Dataset,
    revision: int,
    *,
    agreed: bool = False,
    at: datetime | None = None,
) -> None:
    """Show everyone what was submitted, now or at a time.

    Args:
        uow: Whose actor may review, and neither submitted it nor changed it last.
        dataset: That waits.
        revision: Of the dataset as the reviewer saw it.
        agreed: Whether the reviewer has said that a change is meant to be as large as it is.
        at: When everyone shall see it; None for now.

    Raises:
        NotAllowed: if the actor may not review, or it is their own work.
        DisclosureBlocked: while a privacy question is open, refused or cannot be overridden.
        InvalidMove: if it does not wait, or has changed since the reviewer looked.
        LargeChange: if so much changes that the actor must say it is meant.
    """
    slug = _require_waiting(uow, dataset)
    if not publishing.may_release(uow.actor, dataset, slug):
        raise NotAllowed(
            "You handed this in or changed it last. Another person with the right must approve it."
        )
    if dataset.revision != revision:
        raise InvalidMove("It has changed since you opened this page. Look at it once more.")
    ready = publishing.ready_versions(uow, dataset)
    changes.refuse_large(uow, ready, agreed=agreed)
    if at is None:
        publishing.show(uow, dataset, ready)
    else:
        review_steps.note_approval(uow, dataset)
        scheduling.set_time(uow, dataset, at)


def send_back(uow: UnitOfWork, dataset: Dataset, reason: str) -> None:
    """Return what was submitted to its publisher, with a reason; nothing public changes.

    Raises:
        NotAllowed: if the actor may not review.
        InvalidMove: if it does not wait, or no reason is given.
    """
    _require_waiting(uow, dataset)
    if not reason.strip():
        raise InvalidMove("Write what is to be changed; its publisher will read it.")
    if dataset.state is State.IN_REVIEW:
        states.move(dataset, State.DRAFT)
        dataset.wants_publishing = False
    dataset.submitted_at, dataset.submitted_by = None, ""
    dataset.publish_at = None
    dataset.returned_at = uow.now
    dataset.returned_reason = reason.strip()[:LONGEST_COMMENT]
    review_steps.note(uow, dataset, ReviewAction.SEND_BACK, dataset.returned_reason)
    audit.record(uow, "send-back", "dataset", str(dataset.id), reason=dataset.returned_reason)
    publishing.note_change(uow, dataset)


def comment(uow: UnitOfWork, dataset: Dataset, text: str) -> None:
    """Say something about what waits; its publisher and its reviewers read it.

    Raises:
        NotAllowed: if the actor may not review.
        InvalidMove: if it does not wait, or nothing is said.
    """
    _require_waiting(uow, dataset)
    if not text.strip():
        raise InvalidMove("Write a comment first.")
    review_steps.note(uow, dataset, ReviewAction.COMMENT, text.strip()[:LONGEST_COMMENT])
    audit.record(uow, "comment", "dataset", str(dataset.id))


def waiting(session: Session, actor: Actor) -> Sequence[Dataset]:
    """What this actor may review, the longest waiting first; loaded whole."""
    slugs = actor.organizations_for(Permission.REVIEW)
    mine = Organization.slug.in_(slugs) if slugs is not None else true()
    return session.scalars(
        queries.whole()
        .join(Organization, Organization.id == Dataset.organization_id)
        .where(Dataset.submitted_at.is_not(None), mine)
        .order_by(Dataset.submitted_at, Dataset.slug)
    ).all()


def waiting_count(session: Session, actor: Actor) -> int:
    """How many datasets this actor may review wait."""
    slugs = actor.organizations_for(Permission.REVIEW)
    mine = Organization.slug.in_(slugs) if slugs is not None else true()
    return session.scalars(
        select(func.count(Dataset.id))
        .join(Organization, Organization.id == Dataset.organization_id)
        .where(Dataset.submitted_at.is_not(None), mine)
    ).one()


def waiting_dataset(session: Session, slug: str, actor: Actor) -> Dataset:
    """One of what waits; loaded whole.

    Raises:
        NotFound: if none of that slug waits, or this actor may not review it.
    """
    found = session.scalars(queries.whole().where(Dataset.slug == slug)).one_or_none()
    if (
        found is None
        or found.submitted_at is None
        or not actor.may(Permission.REVIEW, found.organization.slug)
    ):
        raise NotFound("There is no dataset “{slug}”.", slug=slug)
    return found


def events(session: Session, dataset_id: UUID) -> Sequence[ReviewEvent]:
    """What was said and decided about a dataset, newest first."""
    return session.scalars(
        select(ReviewEvent)
        .where(ReviewEvent.dataset_id == dataset_id)
        .order_by(ReviewEvent.id.desc())
    ).all()


def _require_waiting(uow: UnitOfWork, dataset: Dataset) -> str:
    slug = publishing.organization_slug(uow, dataset)
    uow.require(Permission.REVIEW, slug)
    if dataset.submitted_at is None:
        raise InvalidMove("It does not wait for a review any more.")
    return slug
