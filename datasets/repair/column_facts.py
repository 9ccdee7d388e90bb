"""What the first look finds out about one column."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from datasets.repair import cells
from datasets.repair.days import is_day

MOST_VALUES = 20_000
_MOST_TOLD = 3_000
_SAMPLED_LATER = 250
_SHARE = 0.8
_NEARLY_ALL = 0.9
_PLAIN_NUMBERS = re.compile(f"[-0-9.{cells.SEPARATOR}]*")
_PLAIN_VALUE = re.compile(r"-?\d+(?:\.\d+)?|\d{4}-\d{2}-\d{2}", re.ASCII)
_QUOTED = re.compile(r"""^'(?=[-+]?\d)|^="(?=[^"]*"$)|(?<=\w)"$""")
_SERIAL = re.compile(r"[1-6]\d{4}")


@dataclass
class ColumnFacts:
    """What is known of a column after the first pass.

    Attributes:
        place: Of the column in the file, from 0.
        name: That the table will have for it.
        filled: Cells with something in them.
        values: How often each text occurs, blank ones too: of the first 20,000 different ones, of a
            sample of later batches, and of those that stand out between numbers and dates.
    """

    place: int = 0
    name: str = ""
    filled: bool = False
    edges: bool = False
    controls: bool = False
    returns: bool = False
    marks_apart: bool = False
    full_width: bool = False
    radicals: bool = False
    commas: bool = False
    values: Counter[str] = field(default_factory=Counter)

    def add(self, texts: tuple[str, ...], joined: str) -> None:
        """Take the cells of one batch in.

        Args:
            texts: The cells.
            joined: The same as one text, see `cells.joined`.
        """
        if len(self.values) < MOST_VALUES:
            self.values.update(texts)
            return
        self.values.update(texts[:_SAMPLED_LATER])
        if (self.is_numeric or self.is_days) and not _PLAIN_NUMBERS.fullmatch(joined):
            odd = {text for text in texts if not _PLAIN_VALUE.fullmatch(text)}
            self.values.update(odd if len(odd) < MOST_VALUES else odd & cells.NOTHING)

    def leave_out(self, text: str) -> None:
        """Leave a cell out again, of a record that is no row of the table."""
        self.values[text] -= 1
        if self.values[text] <= 0:
            del self.values[text]
        for name in ("text", "told", "is_structured", "is_days", "is_numeric"):
            self.__dict__.pop(name, None)

    @cached_property
    def text(self) -> str:
        """All its different values as one text, to be searched at once."""
        return cells.joined(self.values)

    @cached_property
    def told(self) -> Counter[str]:
        """At most 3,000 values that say something, half-width, without blanks and ' around them."""
        told: Counter[str] = Counter()
        step = max(1, len(self.values) // _MOST_TOLD)
        for value, count in list(self.values.items())[::step]:
            plain = _QUOTED.sub("", cells.half_width(cells.bare(value)))
            if plain and plain not in cells.NOTHING:
                told[plain] += count
        return told

    @cached_property
    def is_structured(self) -> bool:
        """At least 80 % numbers, dates, codes and the like."""
        return self.share(cells.is_structured) >= _SHARE

    @cached_property
    def is_days(self) -> bool:
        """At least 90 % days, written in any way; numbers of Excel count where half are days."""
        days = self.share(is_day)
        serials = self.share(_SERIAL.fullmatch) if days >= 0.5 else 0.0
        return days + serials >= _NEARLY_ALL

    @cached_property
    def is_numeric(self) -> bool:
        """At least 80 % numbers."""
        return self.share(cells.is_number) >= _SHARE

    def share(self, fits: Callable[[str], object]) -> float:
        """The share of the cells that say something and fit, 0..1; 0 if none says anything."""
        total = self.told.total()
        if not total:
            return 0.0
        return sum(count for text, count in self.told.items() if fits(text)) / total

    def any(self, has: Callable[[str], object]) -> bool:
        """Whether any text of it, as it stands, has something."""
        return any(map(has, self.values))

    def has(self, signs: str) -> bool:
        """Whether any of some signs stands anywhere in it."""
        return any(sign in self.text for sign in signs)

    def count(self, texts: Iterable[str]) -> int:
        """How many cells hold one of some texts."""
        return sum(self.values[text] for text in texts)
