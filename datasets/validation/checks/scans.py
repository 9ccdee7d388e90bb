"""One column, chunk by chunk: what its cells hold, counted; judged by others."""

import unicodedata
from collections.abc import Iterable, Sequence

from datasets.validation.checks import headers, patterns
from datasets.validation.checks.names import ADDRESSED
from datasets.validation.checks.patterns import Cells, Hits, Shape
from datasets.validation.checks.privacy import PrivacyKind

ROWS_SHOWN = 5
_DISTINCT_KEPT = 10_000
_DISTINCT_OF_A_CHUNK = 500

SHAPES: dict[PrivacyKind, Shape] = {
    PrivacyKind.EMAIL: patterns.EMAIL,
    PrivacyKind.MOBILE: patterns.MOBILE,
    PrivacyKind.PLATE: patterns.PLATE,
    PrivacyKind.RESIDENCE_CARD: patterns.RESIDENCE_CARD,
    PrivacyKind.BANK_ACCOUNT: patterns.ACCOUNT,
    PrivacyKind.PASSPORT: patterns.PASSPORT,
    PrivacyKind.HOME_ADDRESS: patterns.ROOM,
    PrivacyKind.REMARK: ADDRESSED,
    PrivacyKind.FAMILY: patterns.KIN,
}
"""What is looked for in the cells of any column."""


class ColumnScan:
    """What is known of one column so far.

    Attributes:
        name: As it stands.
        header: Folded.
        filled: Cells that are not blank.
        counts: Cells in which each shape was found.
        rows: The first record numbers of each; the header is 1.
        texts: Distinct texts that matched, of the kinds that are judged by what they say.
        values: Some distinct cells, at least 500 of each chunk if there are as many.
        hinted: Cells with a My Number that are said to be one where they stand.
        first_rows: Record numbers of the first cells that are not blank.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.header = headers.folded(name)
        self.filled = 0
        self.first_rows: list[int] = []
        self.counts: dict[PrivacyKind, int] = {}
        self.rows: dict[PrivacyKind, list[int]] = {}
        self.texts: dict[PrivacyKind, set[str]] = {}
        self.values: set[str] = set()
        self.twelve: set[str] = set()
        self.my_numbers: set[str] = set()
        self.licences: set[str] = set()
        self.hinted = 0

    def feed(self, values: Sequence[str], first_row: int) -> Sequence[int]:
        """Look at the next cells; returns which of them are made as a My Number is."""
        distinct = dict.fromkeys(values)
        distinct.pop("", None)
        if not distinct:
            return ()
        self._count_filled(values, first_row)
        self._keep_some(distinct)
        # most columns end with a look at their distinct cells
        once = Cells(tuple(distinct))
        whole: Cells | None = None
        for kind, shape in SHAPES.items():
            if once.may_hold(shape):
                whole = whole or Cells(values)
                self._note(kind, whole.find(shape), first_row)
        if once.may_hold(patterns.TWELVE_DIGITS):
            return self._feed_numbers(
                (whole or Cells(values)).find(patterns.TWELVE_DIGITS), first_row
            )
        return ()

    def add_to_header(self, text: str) -> None:
        """The first cell of a hidden part may be its header."""
        self.header += " " + unicodedata.normalize("NFKC", text)[:40]

    def _count_filled(self, values: Sequence[str], first_row: int) -> None:
        blank = values.count("")
        self.filled += len(values) - blank
        if len(self.first_rows) < ROWS_SHOWN:
            filled = (n for n, value in enumerate(values) if value)
            for position in filled:
                self.first_rows.append(first_row + position)
                if len(self.first_rows) == ROWS_SHOWN:
                    break

    def _keep_some(self, distinct: Iterable[str]) -> None:
        if len(self.values) < _DISTINCT_KEPT:
            for _, value in zip(range(_DISTINCT_OF_A_CHUNK), distinct, strict=False):
                self.values.add(value[:200])

    def _feed_numbers(self, twelve: Hits, first_row: int) -> Sequence[int]:
        valid = patterns.valid_my_numbers(twelve.texts)
        if len(self.twelve) < _DISTINCT_KEPT:
            self.twelve.update(patterns.bare_digits(twelve.texts))
            self.my_numbers.update(valid)
            self.licences.update(patterns.valid_licences(twelve.texts))
        self._note(PrivacyKind.MY_NUMBER, twelve if valid else Hits(), first_row, len(valid))
        return twelve.cells if valid else ()

    def _note(
        self, kind: PrivacyKind, hits: Hits, first_row: int, count: int | None = None
    ) -> None:
        if not hits.cells:
            return
        rows = self.rows.setdefault(kind, [])
        rows += [first_row + cell for cell in hits.cells[: ROWS_SHOWN - len(rows)]]
        number = len(hits.cells) if count is None else count
        self.counts[kind] = self.counts.get(kind, 0) + number
        texts = self.texts.setdefault(kind, set())
        if len(texts) < _DISTINCT_KEPT:
            texts.update(hits.texts)
