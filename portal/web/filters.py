"""Choosing from a list: options, facets with their counts, and the filters in force."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a list, as a select or a check box takes it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet, as the macro `facet` takes it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet with its values."""

    name: str
    legend: str
    choices: tuple[FacetChoice, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    text: str
    url: str
