"""Steps of a review, written down where they happen."""

from datasets.kernel import audit
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.models.review import ReviewAction, ReviewEvent


def note(
    uow: UnitOfWork, dataset: Dataset, action: ReviewAction, text: str = "", actor: str = ""
) -> None:
    """Write one step of a review down; of the actor of the unit if `actor` is empty."""
    uow.session.add(
        ReviewEvent(
            dataset_id=dataset.id,
            at=uow.now,
            actor=actor or uow.actor.name,
            action=str(action),
            text=text,
        )
    )


def note_approval(uow: UnitOfWork, dataset: Dataset) -> None:
    """Write down that what was submitted was approved; it waits for no review any more."""
    note(uow, dataset, ReviewAction.APPROVE)
    audit.record(uow, "approve", "dataset", str(dataset.id))
    dataset.submitted_at, dataset.submitted_by = None, ""
