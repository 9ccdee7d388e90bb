"""Draft, in review, published, withdrawn: the states as a table, and the moves."""

from collections.abc import Sequence

from sqlalchemy import select

from datasets import changes, gate, proposing, review_steps, states
from datasets.kernel import audit, jobs
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, Gone, InvalidMove
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Hold, Stage
from datasets.models.organization import Organization
from datasets.models.review import ReviewAction


def publish(uow: UnitOfWork, dataset: Dataset, *, agreed: bool = False) -> bool:
    """Show a dataset and its newest files to everyone, or let them wait for a review.

    What an organization publishes whose data need a review waits until a person who may review,
    and who neither handed it in nor changed it last, says yes.

    Args:
        uow: Whose actor may publish for its organization.
        dataset: Whose.
        agreed: Whether the actor has said that a change is meant to be as large as it is.

    Returns:
        Whether everyone sees it now; what waits for Frictionless's report alone does so with it.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        DisclosureBlocked: while something about people's data is open or refused.
        InvalidMove: if no file of it is ready, or it was erased.
        LargeChange: if so much changes that the actor must say it is meant.
    """
    organization = organization_of(uow, dataset)
    uow.require(Permission.PUBLISH, organization.slug)
    newest = newest_versions(uow, dataset)
    held = organization.needs_review or dataset.erased_at or dataset.publish_at
    if not held and states.awaits_report(version for _, version in newest):
        gate.refuse_what_is_asked(uow, dataset.id, [version for _, version in newest])
        changes.agree(uow, newest, agreed=agreed)
        dataset.wants_publishing = True
        audit.record(uow, "publish-when-checked", "dataset", str(dataset.id))
        note_change(uow, dataset)
        return False
    ready = ready_versions(uow, dataset)
    changes.refuse_large(uow, ready, agreed=agreed)
    if organization.needs_review and not may_release(uow.actor, dataset, organization.slug):
        wait_for_review(uow, dataset, uow.actor.name)
        return False
    dataset.wants_publishing = True
    show(uow, dataset, ready)
    return True


def withdraw(uow: UnitOfWork, dataset: Dataset, reason: str) -> None:
    """Take a dataset from the public; its address answers 410 with the reason.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        InvalidMove: if it is not public, or no reason is given.
    """
    uow.require(Permission.PUBLISH, organization_slug(uow, dataset))
    if not (said := reason.strip()):
        raise InvalidMove("Say why the dataset is withdrawn; readers will see it.")
    withdraw_emptied(uow, dataset, said)
    audit.record(uow, "withdraw", "dataset", str(dataset.id), reason=said)


def withdraw_emptied(uow: UnitOfWork, dataset: Dataset, reason: str) -> None:
    """Take from the public what nothing is left of; for use cases that have asked."""
    states.move(dataset, State.WITHDRAWN)
    dataset.withdrawn_at = uow.now
    dataset.withdrawn_reason = reason
    dataset.wants_publishing = False
    dataset.submitted_at, dataset.submitted_by = None, ""
    dataset.publish_at, dataset.publish_missed = None, None
    note_change(uow, dataset)


def settle(uow: UnitOfWork, dataset: Dataset) -> None:
    """Decide what follows once a file of the dataset has gone its way.

    A dataset that wants to be public becomes so when every file is done and nothing is asked;
    with an open question it waits in review. A public dataset keeps its old files meanwhile.
    Where data need a review nothing is shown here, whoever acts: it is submitted. What waits for
    a person or for its time goes no further by itself.
    """
    newest = newest_versions(uow, dataset)
    if dataset.erased_at or any(version.stage not in FINAL_STAGES for _, version in newest):
        return
    ready = [pair for pair in newest if pair[1].stage is Stage.PACKAGED]
    asked = gate.is_asked(uow, dataset.id, [version for _, version in newest])
    needs_review = organization_of(uow, dataset).needs_review
    if asked and dataset.state is State.DRAFT:
        states.move(dataset, State.IN_REVIEW)
    waits = bool(asked) or _waits(dataset, ready, needs_review=needs_review)
    if _goes_on(dataset) and not waits and (ready or _has_links(uow, dataset)):
        if not needs_review:
            show(uow, dataset, ready)
            return
        if _is_unseen(dataset, ready):
            wait_for_review(uow, dataset, dataset.changed_by)
    note_change(uow, dataset)


def touch(uow: UnitOfWork, dataset: Dataset) -> None:
    """Note that somebody changed what a dataset says or holds, so that the index follows.

    Raises:
        Gone: if it was erased: nothing is added to it any more.
    """
    if dataset.erased_at is not None:
        raise Gone("What was at this address was erased. Nothing can be added to it.")
    if uow.actor != SYSTEM:
        dataset.changed_by = uow.actor.name
    note_change(uow, dataset)


def note_change(uow: UnitOfWork, dataset: Dataset) -> None:
    """Let the index follow; not for what a person wrote or handed in, which is `touch`."""
    dataset.revision += 1
    dataset.updated_at = uow.now
    jobs.enqueue(
        uow.session,
        "index",
        {},
        now=uow.now,
        unique_key="index",
        priority=10,
    )


def is_held(uow: UnitOfWork, dataset: Dataset) -> bool:
    """Whether what shall be said of a dataset waits for a review: it was public, and needs one."""
    return dataset.published_at is not None and organization_of(uow, dataset).needs_review


def may_release(actor: Actor, dataset: Dataset, organization: str) -> bool:
    """Whether an actor may show a dataset that needs a review: two people, or the operator."""
    own = actor.name in {dataset.submitted_by, dataset.changed_by}
    return actor.may(Permission.REVIEW, organization) and not own


def ready_versions(uow: UnitOfWork, dataset: Dataset) -> list[tuple[Distribution, FileVersion]]:
    """The newest files that could go public now.

    Raises:
        DisclosureBlocked: while something about people's data is open or refused.
        InvalidMove: if a file is still being checked, none can be published, or all were erased.
    """
    if not dataset.may_be_open:
        raise DisclosureBlocked(
            "Only open data may be published. Say in the step “Safety” that these are, "
            "and that nobody else has rights in them."
        )
    newest = newest_versions(uow, dataset)
    if any(version.stage not in FINAL_STAGES for _, version in newest):
        raise InvalidMove("The files of this dataset are still being checked. Try again shortly.")
    ready = [pair for pair in newest if pair[1].stage is Stage.PACKAGED]
    if dataset.erased_at is not None or not (ready or _has_links(uow, dataset)):
        raise InvalidMove("No file of this dataset can be published. Read its report first.")
    gate.refuse_what_is_asked(uow, dataset.id, [version for _, version in ready])
    return ready


def newest_versions(uow: UnitOfWork, dataset: Dataset) -> list[tuple[Distribution, FileVersion]]:
    """The newest version of each distribution that was not set aside, in the order of the files."""
    found = uow.session.execute(
        select(Distribution, FileVersion)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .where(Distribution.dataset_id == dataset.id, FileVersion.hold != Hold.ASIDE)
        .order_by(Distribution.position, Distribution.name, FileVersion.number)
    )
    newest = {distribution.id: (distribution, version) for distribution, version in found}
    return list(newest.values())


def organization_of(uow: UnitOfWork, dataset: Dataset) -> Organization:
    """Who publishes a dataset."""
    return uow.session.get_one(Organization, dataset.organization_id)


def organization_slug(uow: UnitOfWork, dataset: Dataset) -> str:
    """The slug by which permissions on a dataset are asked."""
    return organization_of(uow, dataset).slug


def show(
    uow: UnitOfWork, dataset: Dataset, ready: Sequence[tuple[Distribution, FileVersion]]
) -> None:
    """Make the newest files and what is proposed public; for use cases that have asked."""
    changed = proposing.take_over(dataset, [distribution for distribution, _ in ready])
    for distribution, version in ready:
        version.hold = Hold.NONE
        if distribution.current_number != version.number:
            distribution.current_number = version.number
            version.published_at = uow.now
            changed = True
    if dataset.submitted_at is not None:
        review_steps.note_approval(uow, dataset)
    dataset.returned_reason = ""
    dataset.publish_at, dataset.publish_missed = None, None
    if dataset.state is not State.PUBLISHED:
        states.move(dataset, State.PUBLISHED)
        dataset.published_at = dataset.published_at or uow.now
        audit.record(uow, "publish", "dataset", str(dataset.id))
    if changed:
        dataset.modified_at = uow.now
    note_change(uow, dataset)


def wait_for_review(uow: UnitOfWork, dataset: Dataset, by: str) -> None:
    """Let a dataset wait for a person who may review; again is the same."""
    if dataset.submitted_at is not None:
        return
    if dataset.state is State.DRAFT:
        states.move(dataset, State.IN_REVIEW)
    if dataset.state is not State.WITHDRAWN:
        dataset.wants_publishing = True
    dataset.submitted_at, dataset.submitted_by = uow.now, by
    dataset.returned_reason = ""
    review_steps.note(uow, dataset, ReviewAction.SUBMIT, actor=by)
    audit.record(uow, "submit", "dataset", str(dataset.id))
    note_change(uow, dataset)


def _goes_on(dataset: Dataset) -> bool:
    return dataset.wants_publishing and dataset.state is not State.WITHDRAWN


def _waits(
    dataset: Dataset, ready: Sequence[tuple[Distribution, FileVersion]], *, needs_review: bool
) -> bool:
    """Whether it waits for its time or a person; of a review, a large change is a part."""
    holds = {version.hold for _, version in ready}
    large = Hold.LARGE in holds and not needs_review
    return dataset.publish_at is not None or Hold.ASKED in holds or large


def _has_links(uow: UnitOfWork, dataset: Dataset) -> bool:
    """Whether there are files of which only the address is kept, so that nothing is waited for."""
    links = select(Distribution.id).where(
        Distribution.dataset_id == dataset.id, Distribution.link_reason.is_not(None)
    )
    return uow.session.scalars(links.limit(1)).first() is not None


def _is_unseen(dataset: Dataset, ready: Sequence[tuple[Distribution, FileVersion]]) -> bool:
    """Whether there is something that is neither public nor was sent back as it is."""
    new = [v.received_at for d, v in ready if d.current_number != v.number]
    if dataset.returned_reason and dataset.returned_at is not None:
        return any(at > dataset.returned_at for at in new)
    return bool(new or dataset.proposed or dataset.state is not State.PUBLISHED)
