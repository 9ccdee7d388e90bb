"""The states of a dataset as one table, and the only way from one to the next."""

from collections.abc import Iterable

from datasets.kernel.errors import InvalidMove
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import FINAL_STAGES, FileVersion, Stage

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


def move(dataset: Dataset, to: State) -> None:
    """Bring a dataset into a state that may follow its present one.

    Raises:
        InvalidMove: if it may not.
    """
    if (dataset.state, to) not in MOVES:
        raise InvalidMove(
            "A dataset that is {state} cannot become {to}", state=str(dataset.state), to=str(to)
        )
    dataset.state = to


def awaits_report(newest: Iterable[FileVersion]) -> bool:
    """Whether Frictionless's report on a large table is all that is still to come."""
    return {version.stage for version in newest} - FINAL_STAGES == {Stage.TABULATED}
