"""The facets of a search, one row each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datasets.kernel.messages import N_
from datasets.search.document import SearchDocument


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    Attributes:
        parameter: Its name in an address.
        label: Msgid.
        values: What a dataset has of it; none to many.
    """

    parameter: str
    label: str
    values: Callable[[SearchDocument], Sequence[str]]


FACETS: tuple[Facet, ...] = (
    Facet("cat", N_("Theme"), lambda document: document.themes),
    Facet("org", N_("Publisher"), lambda document: [document.organization]),
    Facet("fmt", N_("Format"), lambda document: document.formats),
    Facet("std", N_("Standard data"), lambda document: document.standards),
    Facet("lic", N_("Licence terms"), lambda document: [document.license]),
)


@dataclass(frozen=True, slots=True)
class Age:
    """A span of time since the last change.

    Attributes:
        value: In an address.
        label: Msgid.
        days: Its length; None for everything older than the longest.
    """

    value: str
    label: str
    days: int | None


UPDATED = "upd"
UPDATED_LABEL = N_("Updated")
AGES: tuple[Age, ...] = (
    Age("week", N_("Within a week"), 7),
    Age("month", N_("Within a month"), 31),
    Age("year", N_("Within a year"), 366),
    Age("older", N_("Over a year ago"), None),
)

LABELS: dict[str, str] = {facet.parameter: facet.label for facet in FACETS} | {
    UPDATED: UPDATED_LABEL
}


def facet_values(document: SearchDocument) -> dict[str, list[str]]:
    """What a dataset has of every facet but its age, which depends on the day."""
    return {
        facet.parameter: [value for value in dict.fromkeys(facet.values(document)) if value]
        for facet in FACETS
    }
