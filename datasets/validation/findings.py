"""From an error code and its place to words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from datasets.kernel.messages import Message
from datasets.validation.advice import advice
from datasets.validation.report import Finding

EXAMPLES_EACH = 20
VALUE_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is not as promised.

    Attributes:
        code: Frictionless's error type.
        kind: The type of the column, the broken constraint, or another refinement of the code.
        row: Record number as a spreadsheet shows it; None for a column or the whole file.
        column: None if it is about the row or the whole file.
        value: What stands there.
        number: Of the column or cell, from 1.
        other_row: The row that has the same.
    """

    code: str
    kind: str = ""
    row: int | None = None
    column: str | None = None
    value: str | None = None
    number: int | None = None
    other_row: int | None = None

    @property
    def group(self) -> tuple[str, str | None]:
        """What is counted together."""
        return self.code, self.column


def findings(
    places: Iterable[Place], totals: Mapping[tuple[str, str | None], int]
) -> tuple[Finding, ...]:
    """At most EXAMPLES_EACH of each code and column, each knowing how many there are."""
    shown: Counter[tuple[str, str | None]] = Counter()
    found = []
    for place in places:
        shown[place.group] += 1
        if shown[place.group] <= EXAMPLES_EACH:
            found.append(_finding(place, totals[place.group]))
    return tuple(found)


def _finding(place: Place, count: int) -> Finding:
    value = None if place.value is None else place.value[:VALUE_LENGTH]
    words = advice(place.code, place.kind)
    known = {
        "code": place.code,
        "row": place.row,
        "column": place.column,
        "value": value,
        "number": place.number,
        "other_row": place.other_row,
    }
    used = {name: told for name, told in known.items() if f"{{{name}}}" in words.sentence}
    return Finding(
        code=place.code,
        message=Message(words.sentence, used),
        remedy=Message(words.remedy),
        row=place.row,
        column=place.column,
        value=value,
        count=count,
    )


def total(places: Sequence[Place]) -> Counter[tuple[str, str | None]]:
    """How many there are of each code and column."""
    return Counter(place.group for place in places)
