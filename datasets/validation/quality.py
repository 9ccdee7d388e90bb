"""The quality figure of a dataset, 0 to 100: eight checks, each with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from datasets.kernel.messages import N_, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFacts:
    """What the eight checks ask of a dataset; no database needed.

    Attributes:
        valid: Frictionless found no fault; what departs from a standard is none.
        finding_count: Faults that Frictionless found, >= 0.
        column_count: Columns of the table, >= 0.
        described_count: Columns with a description, 0..column_count.
        key_column: Name of the column that tells rows apart; empty if there is none.
        key_blank_count: Cells without a value in that column, >= 0.
        standard: Title of the standard schema the table follows; empty if none.
        standard_missing_count: Columns of that standard that are missing, >= 0.
        standard_deviation_count: Places that depart from it, missing columns among them, >= 0.
        late_days: Days past the promised update; 0 when on time, finished or without a promise.
        license_open: The licence lets anyone use the data for anything.
        has_places: The table has coordinates, or nothing in it has a place.
        contact: Whom to ask; empty if unknown.
    """

    valid: bool
    finding_count: int = 0
    column_count: int = 0
    described_count: int = 0
    key_column: str = ""
    key_blank_count: int = 0
    standard: str = ""
    standard_missing_count: int = 0
    standard_deviation_count: int = 0
    late_days: int = 0
    license_open: bool = False
    has_places: bool = False
    contact: str = ""


class QualityCheck(StrEnum):
    """The eight checks; the names are part of the API."""

    VALID = "valid"
    DESCRIBED = "described"
    KEYS = "keys"
    STANDARD = "standard"
    ON_TIME = "on-time"
    LICENSE = "license"
    STABLE = "stable"
    CONTACT = "contact"


WEIGHTS: dict[QualityCheck, int] = {
    QualityCheck.VALID: 25,
    QualityCheck.DESCRIBED: 15,
    QualityCheck.KEYS: 10,
    QualityCheck.STANDARD: 15,
    QualityCheck.ON_TIME: 15,
    QualityCheck.LICENSE: 10,
    QualityCheck.STABLE: 5,
    QualityCheck.CONTACT: 5,
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One of the eight checks.

    Attributes:
        check: Which.
        ok: Whether it gives its full weight.
        points: What it gives, 0..weight.
        weight: What it can give; the eight weights are 100.
        reason: Why, as a sentence.
    """

    check: QualityCheck
    ok: bool
    points: int
    weight: int
    reason: Message


@dataclass(frozen=True, slots=True)
class Quality:
    """The figure and what it is made of.

    Attributes:
        score: 0..100, the sum of the points.
        checks: All eight, in the order of the weights' table.
    """

    score: int
    checks: tuple[CheckResult, ...]


# What a check answers: the share of its weight, 0..1, and why.
_Answer = tuple[float, Message]


def quality(facts: QualityFacts) -> Quality:
    """Weigh the eight checks; described columns and a standard may earn a part of theirs."""
    checks = tuple(_result(check, facts) for check in QualityCheck)
    return Quality(sum(result.points for result in checks), checks)


def _result(check: QualityCheck, facts: QualityFacts) -> CheckResult:
    share, reason = _CHECKS[check](facts)
    weight = WEIGHTS[check]
    return CheckResult(check, share == 1, int(weight * share), weight, reason)


def _valid(facts: QualityFacts) -> _Answer:
    if facts.valid:
        return 1, Message(N_("Every value fits its column."))
    return 0, Message(N_("{count} places do not fit their column."), {"count": facts.finding_count})


def _described(facts: QualityFacts) -> _Answer:
    if not facts.column_count:
        return 0, Message(N_("There is no table whose columns could be described."))
    missing = facts.column_count - facts.described_count
    if not missing:
        return 1, Message(N_("Every column is described."))
    reason = N_("{missing} of {count} columns have no description.")
    share = facts.described_count / facts.column_count
    return share, Message(reason, {"missing": missing, "count": facts.column_count})


def _keys(facts: QualityFacts) -> _Answer:
    if not facts.key_column:
        return 0, Message(N_("No column tells the rows apart. Add a column with a number or ID."))
    if facts.key_blank_count:
        reason = N_("“{column}” is empty in {count} rows.")
        return 0, Message(reason, {"column": facts.key_column, "count": facts.key_blank_count})
    return 1, Message(N_("“{column}” is filled in every row."), {"column": facts.key_column})


def _standard(facts: QualityFacts) -> _Answer:
    if not facts.standard:
        return 0, Message(N_("The columns follow none of the standard datasets."))
    if facts.standard_missing_count:
        reason = N_("{count} columns of the standard “{standard}” are missing.")
        places = {"count": facts.standard_missing_count, "standard": facts.standard}
        return 0, Message(reason, places)
    if facts.standard_deviation_count:
        reason = N_("{count} places are not written as the standard “{standard}” asks.")
        places = {"count": facts.standard_deviation_count, "standard": facts.standard}
        return 0.5, Message(reason, places)
    return 1, Message(N_("Follows the standard “{standard}”."), {"standard": facts.standard})


def _on_time(facts: QualityFacts) -> _Answer:
    if facts.late_days > 0:
        return 0, Message(N_("The update is {count} days late."), {"count": facts.late_days})
    return 1, Message(N_("Updated as promised."))


def _license(facts: QualityFacts) -> _Answer:
    if facts.license_open:
        return 1, Message(N_("Anyone may use it for anything."))
    return 0, Message(N_("The licence does not allow every use. Choose CC BY 4.0 or CC0."))


def _stable(facts: QualityFacts) -> _Answer:
    if not facts.key_column:
        return 0, Message(N_("Rows have no lasting ID, so nobody can link to them."))
    if not facts.has_places:
        return 0, Message(N_("There are no coordinates, so it cannot be shown on a map."))
    return 1, Message(N_("Rows have a lasting ID, and places have coordinates."))


def _contact(facts: QualityFacts) -> _Answer:
    if facts.contact:
        return 1, Message(N_("Questions go to {contact}."), {"contact": facts.contact})
    return 0, Message(N_("Nobody is named for questions. Add the section in charge."))


_CHECKS: dict[QualityCheck, Callable[[QualityFacts], _Answer]] = {
    QualityCheck.VALID: _valid,
    QualityCheck.DESCRIBED: _described,
    QualityCheck.KEYS: _keys,
    QualityCheck.STANDARD: _standard,
    QualityCheck.ON_TIME: _on_time,
    QualityCheck.LICENSE: _license,
    QualityCheck.STABLE: _stable,
    QualityCheck.CONTACT: _contact,
}
