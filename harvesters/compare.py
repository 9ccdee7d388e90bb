"""Pure: what was known and what is listed, to what may be withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

COMPLETE_RUNS_BEFORE_WITHDRAWAL = 3
LARGEST_SHARE = 0.10
SMALLEST_COUNT = 5


@dataclass(frozen=True, slots=True)
class Absence:
    """What to make of records that a complete listing left out.

    Attributes:
        missing_runs: New number of runs without each absent record, by identifier.
        withdraw: Identifiers absent long enough, and few enough, to withdraw.
        held: Identifiers absent long enough, but so many that a person must decide.
    """

    missing_runs: Mapping[str, int]
    withdraw: frozenset[str]
    held: frozenset[str]


def absent(known: Mapping[str, int], listed: frozenset[str]) -> Absence:
    """Judge absence.

    Args:
        known: Records that stand, with how many complete runs in a row left each out.
        listed: What this complete run listed.

    Source: a source that lists far less than last time withdraws nothing until a person
    says so; more than 10 % and more than 5 records, or an empty list, is far less.
    """
    missing = {name: runs + 1 for name, runs in known.items() if name not in listed}
    due = frozenset(
        name for name, runs in missing.items() if runs >= COMPLETE_RUNS_BEFORE_WITHDRAWAL
    )
    many = len(missing) > SMALLEST_COUNT and len(missing) > LARGEST_SHARE * len(known)
    if many or not listed:
        return Absence(missing, frozenset(), due)
    return Absence(missing, due, frozenset())
