"""Draft, in review, published, withdrawn: the states as a table, and the moves."""

from collections.abc import Sequence

from sqlalchemy import select

from datasets.kernel import audit, jobs
from datasets.kernel.actors import Permission
from datasets.kernel.errors import DisclosureBlocked, InvalidMove
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import Decision, DisclosureQuestion
from datasets.models.distribution import FINAL_STAGES, Distribution, FileVersion, Stage
from datasets.models.organization import Organization

MOVES: frozenset[tuple[State, State]] = frozenset(
    {
        (State.DRAFT, State.IN_REVIEW),
        (State.DRAFT, State.PUBLISHED),
        (State.IN_REVIEW, State.DRAFT),
        (State.IN_REVIEW, State.PUBLISHED),
        (State.PUBLISHED, State.WITHDRAWN),
        (State.WITHDRAWN, State.PUBLISHED),
    }
)


def publish(uow: UnitOfWork, dataset: Dataset) -> None:
    """Show a dataset and its newest files to everyone.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        DisclosureBlocked: while a privacy question is open, refused or cannot be overridden.
        InvalidMove: if no file of it is ready.
    """
    uow.require(Permission.PUBLISH, organization_slug(uow, dataset))
    newest = newest_versions(uow, dataset)
    if any(version.stage not in FINAL_STAGES for _, version in newest):
        raise InvalidMove("The files of this dataset are still being checked. Try again shortly.")
    ready = [pair for pair in newest if pair[1].stage is Stage.PACKAGED]
    if not ready:
        raise InvalidMove("No file of this dataset can be published. Read its report first.")
    _refuse_open_questions(uow, [version for _, version in ready])
    dataset.wants_publishing = True
    _show(uow, dataset, ready)


def withdraw(uow: UnitOfWork, dataset: Dataset, reason: str) -> None:
    """Take a dataset from the public; its address answers 410 with the reason.

    Raises:
        NotAllowed: if the actor may not publish for its organization.
        InvalidMove: if it is not public, or no reason is given.
    """
    uow.require(Permission.PUBLISH, organization_slug(uow, dataset))
    if not reason.strip():
        raise InvalidMove("Say why the dataset is withdrawn; readers will see it.")
    _move(dataset, State.WITHDRAWN)
    dataset.withdrawn_at = uow.now
    dataset.withdrawn_reason = reason.strip()
    dataset.wants_publishing = False
    audit.record(uow, "withdraw", "dataset", str(dataset.id), reason=reason.strip())
    touch(uow, dataset)


def settle(uow: UnitOfWork, dataset: Dataset) -> None:
    """Decide what follows once a file of the dataset has gone its way.

    A dataset that wants to be public becomes so when every file is done and nothing is asked;
    with an open question it waits in review. A public dataset keeps its old files meanwhile.
    """
    newest = newest_versions(uow, dataset)
    if any(version.stage not in FINAL_STAGES for _, version in newest):
        return
    ready = [pair for pair in newest if pair[1].stage is Stage.PACKAGED]
    asked = open_questions(uow, [version for _, version in newest])
    if asked and dataset.state is State.DRAFT:
        _move(dataset, State.IN_REVIEW)
    elif ready and not asked and dataset.wants_publishing and dataset.state is not State.WITHDRAWN:
        _show(uow, dataset, ready)
        return
    touch(uow, dataset)


def touch(uow: UnitOfWork, dataset: Dataset) -> None:
    """Note that a dataset changed, so that the index follows."""
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


def newest_versions(uow: UnitOfWork, dataset: Dataset) -> list[tuple[Distribution, FileVersion]]:
    """The newest version of each distribution, in the order of the files."""
    found = uow.session.execute(
        select(Distribution, FileVersion)
        .join(FileVersion, FileVersion.distribution_id == Distribution.id)
        .where(Distribution.dataset_id == dataset.id)
        .order_by(Distribution.position, Distribution.name, FileVersion.number)
    )
    newest = {distribution.id: (distribution, version) for distribution, version in found}
    return list(newest.values())


def open_questions(
    uow: UnitOfWork, versions: Sequence[FileVersion]
) -> Sequence[DisclosureQuestion]:
    """Questions about the files of these versions that stand in the way of publishing.

    What was found in a workbook is asked once, of the version of its first table; it holds for
    the tables of its other sheets too, also when the first has a newer version by now.
    """
    dataset = (
        select(Distribution.dataset_id)
        .where(Distribution.id.in_({version.distribution_id for version in versions}))
        .distinct()
        .scalar_subquery()
    )
    found = uow.session.execute(
        select(DisclosureQuestion, FileVersion)
        .join(FileVersion, FileVersion.id == DisclosureQuestion.version_id)
        .join(Distribution, Distribution.id == FileVersion.distribution_id)
        .where(
            Distribution.dataset_id == dataset,
            FileVersion.sha256.in_({version.sha256 for version in versions}),
        )
        .order_by(FileVersion.received_at, FileVersion.number)
    ).all()
    newest = {version.sha256: version.id for _, version in found}  # the same bytes may come again
    return [
        question
        for question, version in found
        if newest[version.sha256] == version.id
        and (question.blocking or question.decision is not Decision.ALLOWED)
    ]


def organization_slug(uow: UnitOfWork, dataset: Dataset) -> str:
    """The slug by which permissions on a dataset are asked."""
    return uow.session.scalars(
        select(Organization.slug).where(Organization.id == dataset.organization_id)
    ).one()


def _refuse_open_questions(uow: UnitOfWork, versions: Sequence[FileVersion]) -> None:
    asked = open_questions(uow, versions)
    if any(question.blocking for question in asked):
        raise DisclosureBlocked(
            "A file holds what look like My Numbers. It can never be published; "
            "remove the column and upload the file again."
        )
    if asked:
        raise DisclosureBlocked(
            "{count} questions about personal data are still open. Answer them first.",
            count=len(asked),
        )


def _show(
    uow: UnitOfWork, dataset: Dataset, ready: Sequence[tuple[Distribution, FileVersion]]
) -> None:
    changed = False
    for distribution, version in ready:
        if distribution.current_number != version.number:
            distribution.current_number = version.number
            version.published_at = uow.now
            changed = True
    if dataset.state is not State.PUBLISHED:
        _move(dataset, State.PUBLISHED)
        dataset.published_at = dataset.published_at or uow.now
        audit.record(uow, "publish", "dataset", str(dataset.id))
    if changed:
        dataset.modified_at = uow.now
    touch(uow, dataset)


def _move(dataset: Dataset, to: State) -> None:
    if (dataset.state, to) not in MOVES:
        raise InvalidMove(
            "A dataset that is {state} cannot become {to}", state=str(dataset.state), to=str(to)
        )
    dataset.state = to
