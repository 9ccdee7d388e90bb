"""Where the records of an XML document are: the repeated element that holds most of its values."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from datasets.reading.markup import read_through

Way = tuple[str, ...]

_LEAST_RECORDS = 2
_LEAST_SHARE = 0.6


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


@dataclass(slots=True)
class Survey:
    """Counts elements and values by the names on the way to them."""

    way: list[str] = field(default_factory=list)
    elements: Counter[Way] = field(default_factory=Counter)
    values: Counter[Way] = field(default_factory=Counter)
    total: int = 0

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        """Count an element, and its attributes as values."""
        self.way.append(local(name))
        self.elements[tuple(self.way)] += 1
        self._count(len(attributes))

    def text(self, text: str) -> None:
        """Count a text as a value."""
        if not text.isspace():
            self._count(1)

    def leave(self, _: str) -> None:
        """Go back."""
        self.way.pop()

    def _count(self, number: int) -> None:
        if number:
            self.total += number
            for depth in range(2, len(self.way) + 1):
                self.values[tuple(self.way[:depth])] += number


def way_to_records(path: Path) -> Way | None:
    """The names from the root to the elements that are records; None if there are none.

    Raises:
        UnreadableFile, TooLarge: as `datasets.reading.markup` does.
    """
    found = Survey()
    read_through(path, found)
    repeated = [way for way, count in found.elements.items() if count >= _LEAST_RECORDS]
    # a record holds several values; of a list in a list the outer one
    whole = [way for way in repeated if found.values[way] > found.elements[way]]
    best = max(whole, key=lambda way: (found.values[way], -len(way)), default=None)
    if best is None or found.values[best] < _LEAST_SHARE * found.total:
        return None
    return best
