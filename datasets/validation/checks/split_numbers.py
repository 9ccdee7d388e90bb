"""My Numbers that were written into three columns of four digits each, as forms have them."""

from collections.abc import Iterator, Sequence

from datasets.validation.checks import headers, patterns

PARTS = 3
_DIGITS = 4
_LEAST = 5
_SHARE = 0.6
_MOST_KEPT = 10_000


class SplitNumbers:
    """Joins columns that stand beside each other, chunk by chunk."""

    def __init__(self) -> None:
        self._numbers: dict[int, set[str]] = {}
        self._refuted: set[int] = set()

    def feed(self, cells: Sequence[Sequence[str]]) -> None:
        """Look at the next rows: texts of each column, of one length."""
        fits = [all(map(_is_part, texts)) for texts in cells]
        for first in range(len(cells) - PARTS + 1):
            if first in self._refuted or not all(fits[first : first + PARTS]):
                self._refuted.add(first)
                continue
            known = self._numbers.setdefault(first, set())
            if len(known) < _MOST_KEPT:
                rows = zip(*cells[first : first + PARTS], strict=True)
                known.update("".join(row) for row in rows if all(row))

    def found(self, names: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The first column of each three that hold My Numbers, and how many.

        Args:
            names: Of all columns, folded; one that says so makes a single number enough.
        """
        for first, numbers in self._numbers.items():
            if first in self._refuted:
                continue
            valid = len(patterns.valid_my_numbers(sorted(numbers)))
            said = headers.any_of(headers.MY_NUMBER, names[first : first + PARTS])
            if valid and (said or (valid >= _LEAST and valid >= _SHARE * len(numbers))):
                yield first, valid


def _is_part(text: str) -> bool:
    return not text or (len(text) == _DIGITS and text.isascii() and text.isdigit())
