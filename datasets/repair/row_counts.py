"""What the first pass counts row by row: blank, ragged and nearly empty ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from datasets.reading.result import Record
from datasets.repair import cells

_MOST_NAMED = 1_000
_MOST_SINGLES = 10_000


@dataclass(slots=True)
class RowCounts:
    """Counts over all batches of a table.

    Attributes:
        rows: Records with something in them.
        blank_rows: Records without.
        short: The first records with fewer cells than the header, by their number.
        long: The first records with more, where the further ones hold something.
        ragged: How many there are of both.
        singles: Records of which one cell alone is filled, with its column and text.
        many_singles: There are too many of them to look at each.
    """

    width: int
    keeps_blank_rows: bool
    rows: int = 0
    blank_rows: int = 0
    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    ragged: int = 0
    singles: list[tuple[int, int, str]] = field(default_factory=list)
    many_singles: bool = False

    def add(self, start: int, records: list[Record]) -> None:
        """Take the records of one batch in, the first of which has the number `start`."""
        self.rows += len(records)
        width = self.width
        for number in self._uncommon(records):
            record = records[number]
            if not self.keeps_blank_rows and cells.is_blank("".join(record)):
                self.blank_rows += 1
                self.rows -= 1
                continue
            if len(record) != width:
                self._add_ragged(start + number, record)
            if width >= 4 and record.count("") >= width - 1:
                self._add_single(start + number, record)

    def _uncommon(self, records: list[Record]) -> Iterable[int]:
        """All records but those that two visible cells at their beginning tell to be full rows."""
        if self.width < 2 or set(map(len, records)) != {self.width}:
            return range(len(records))
        return [
            number
            for number, record in enumerate(records)
            if not record[0] or not record[1] or not record[0].isprintable() or record[0].isspace()
        ]

    def _add_ragged(self, number: int, record: Record) -> None:
        if len(record) < self.width:
            named = self.short
        elif any(cell.strip() for cell in record[self.width :]):
            named = self.long
        else:
            return
        self.ragged += 1
        if len(named) < _MOST_NAMED:
            named.append(number)

    def _add_single(self, number: int, record: Record) -> None:
        self.many_singles = self.many_singles or len(self.singles) >= _MOST_SINGLES
        if not self.many_singles:
            column = next((place for place, cell in enumerate(record) if cell.strip()), 0)
            self.singles.append((number, column, record[column].strip()))
