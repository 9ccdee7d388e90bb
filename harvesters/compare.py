"""Pure: what was known and what is listed, to what may be withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from datasets.braking import is_many

COMPLETE_RUNS_BEFORE_WITHDRAWAL = 3


@dataclass(frozen=True, slots=True)
class Absence:
    """What to make of records that a complete listing left out.

    Attributes:
        missing_runs: New number of runs without each absent record, by identifier.
        withdraw: Identifiers absent long enough, and few enough or agreed to, to withdraw.
        held: Identifiers absent long enough, but so many that a person must decide.
        many: Whether so many are absent that a person must decide, now or in a later run.
    """

    missing_runs: Mapping[str, int]
    withdraw: frozenset[str]
    held: frozenset[str]
    many: bool


def absent(known: Mapping[str, int], listed: frozenset[str], *, agreed: bool = False) -> Absence:
    """Judge absence.

    Args:
        known: Records that stand, with how many complete runs in a row left each out.
        listed: What this complete run listed.
        agreed: Whether a person has agreed that what is held may be withdrawn.

    Source: a source that lists far less than last time withdraws nothing until a person
    says so; more than 10 % and more than 5 records, or an empty list, is far less.
    """
    missing = {name: runs + 1 for name, runs in known.items() if name not in listed}
    due = frozenset(
        name for name, runs in missing.items() if runs >= COMPLETE_RUNS_BEFORE_WITHDRAWAL
    )
    many = is_many(len(missing), len(known)) or (not listed and bool(missing))
    if many and not agreed:
        return Absence(missing, frozenset(), due, many)
    return Absence(missing, due, frozenset(), many)
