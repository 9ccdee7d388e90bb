"""What shall be said of data that were public once, held until a person approves it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from datasets.drafts import Words
from datasets.models.dataset import Dataset, State
from datasets.models.distribution import Distribution, Hold, Stage

FIELDS = (
    "title",
    "summary",
    "description",
    "themes",
    "keywords",
    "license",
    "license_text",
    "frequency",
)
_COLUMNS = "columns"

Notes = Mapping[str, Mapping[str, Words]]
"""Words by name of the distribution, then of the column, then by language."""


def propose(dataset: Dataset, told: Mapping[str, Any], notes: Notes | None = None) -> bool:
    """Keep what shall be said, beside what is said now.

    Args:
        dataset: Whose; what it says stays as it is.
        told: Values by field, of `FIELDS`.
        notes: All notes of the columns of the files that are named.

    Returns:
        Whether that is anything new.
    """
    wanted: dict[str, Any] = {**dataset.proposed, **told}
    kept = {name: wanted[name] for name in FIELDS if name in wanted}
    proposed = {name: value for name, value in kept.items() if value != getattr(dataset, name)}
    columns = {**dataset.proposed.get(_COLUMNS, {}), **(notes or {})}
    if columns:
        proposed[_COLUMNS] = columns
    changed = proposed != dataset.proposed
    if changed:
        dataset.proposed = proposed
    return changed


def said(dataset: Dataset, name: str) -> Any:
    """One field as it shall be: as proposed, else as it is."""
    return dataset.proposed.get(name, getattr(dataset, name))


def notes_of(dataset: Dataset, distribution: Distribution) -> Mapping[str, Words]:
    """Notes of columns as they shall be: as proposed, else as they are."""
    columns: Notes = dataset.proposed.get(_COLUMNS, {})
    return columns.get(distribution.name, distribution.column_notes)


def take_over(dataset: Dataset, distributions: Iterable[Distribution]) -> bool:
    """Say what was proposed; whether there was anything."""
    if not dataset.proposed:
        return False
    for name in FIELDS:
        if name in dataset.proposed:
            setattr(dataset, name, dataset.proposed[name])
    columns = dataset.proposed.get(_COLUMNS, {})
    for distribution in distributions:
        if distribution.name in columns:
            distribution.column_notes = columns[distribution.name]
    dataset.proposed = {}
    return True


def as_if_public(dataset: Dataset, now: datetime) -> None:
    """Let a dataset say and hold what everyone will see; for a look only, never to be written.

    Args:
        dataset: Loaded whole, and of no session any more.
        now: When it would go public.
    """
    take_over(dataset, dataset.distributions)
    for part in dataset.distributions:
        ready = [
            version
            for version in part.versions
            if version.stage is Stage.PACKAGED and version.hold != Hold.ASIDE
        ]
        if ready:
            part.current_number = ready[-1].number
            ready[-1].published_at = ready[-1].published_at or now
    dataset.state = State.PUBLISHED
    dataset.published_at = dataset.published_at or now
    dataset.modified_at = dataset.modified_at or now
