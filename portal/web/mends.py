"""Which offers of the repair could mend what a check found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import Message
from datasets.validation.report import Finding
from portal.web.language import said

# of findings about whole rows; all others are about a column
_OF_ROWS = {
    "primary-key": frozenset({"duplicates"}),
    "unique-error": frozenset({"duplicates"}),
    "duplicate-row": frozenset({"duplicates"}),
    "blank-row": frozenset({"blank_rows", "emptied_rows"}),
}


@dataclass(frozen=True, slots=True)
class Mend:
    """A step of the repair that was offered and not taken.

    Attributes:
        step: Its name in recipes.
        title: Its heading.
    """

    step: str
    title: str


def mends(finding: Finding, offers: Sequence[Mapping[str, Any]]) -> tuple[Mend, ...]:
    """What a publisher could switch on for a finding, from `Offer` as JSON."""
    rows = _OF_ROWS.get(finding.code, frozenset())
    return tuple(
        Mend(offer["step"], said(Message(offer["title"])))
        for offer in offers
        if not offer["taken"] and (finding.column in offer["columns"] or offer["step"] in rows)
    )
