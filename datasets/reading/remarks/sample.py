"""The records that remarks are made on: all of a small table, the beginning and some of a large."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from datasets.kernel.messages import Message
from datasets.reading.result import Defect, Record, squared

_FIRST_RECORDS = 6_000
_LATER_RECORDS = 100
_CELLS = 1_000_000
_NAMED_COLUMNS = 3
BLANKS = " \t\r\n\v\f\u00a0\u3000"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sample.

    Attributes:
        place: From 0.
        name: As in the header, without blanks at its ends.
        cells: In the order of the records.
        values: The distinct cells that are not blank, as they stand, with how often they come.
        signs: Every character in them.
    """

    place: int
    name: str
    cells: tuple[str, ...]
    values: Counter[str]
    signs: frozenset[str]

    @property
    def filled(self) -> int:
        """Cells that are not blank."""
        return self.values.total()

    def share(self, fits: Iterable[str]) -> float:
        """What part of the filled cells is among some values, 0..1."""
        return sum(self.values[value] for value in fits) / self.filled if self.filled else 0.0


@dataclass(slots=True)
class Sample:
    """Gathers records while a table is read once.

    Attributes:
        records: As they stand, blank ones left out.
        numbers: Their numbers in the file, from 0.
    """

    width: int
    records: list[Record] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def feed(self, start: int, records: list[Record]) -> None:
        """Take the first 6,000 records, and 100 of every later batch."""
        most = min(_FIRST_RECORDS, _CELLS // max(1, self.width))
        free = most - len(self.records)
        for number, record in enumerate(records[: max(free, _LATER_RECORDS)], start):
            if any(cell and not cell.isspace() for cell in record):
                self.records.append(record)
                self.numbers.append(number)

    def without(self, first_note: int | None, sections: Iterable[int]) -> "Sample":
        """The sample without notes and section rows."""
        left = set(sections)
        kept = [
            (number, record)
            for number, record in zip(self.numbers, self.records, strict=True)
            if number not in left and (first_note is None or number < first_note)
        ]
        return Sample(self.width, [record for _, record in kept], [number for number, _ in kept])

    def columns(self, names: tuple[str, ...]) -> list[Column]:
        """The sample, column by column."""
        found = []
        cells = zip(*squared(self.records, self.width), strict=True)
        blank: tuple[tuple[str, ...], ...] = ((),) * self.width
        for place, values in enumerate(cells if self.records else blank):
            counts = Counter(value for value in values if value and not value.isspace())
            signs = frozenset("".join(counts))
            found.append(Column(place, names[place].strip(BLANKS), values, counts, signs))
        return found


def label(column: Column) -> str:
    """What a person calls a column: its name on one line, or its letter-like number."""
    name = " ".join(column.name.split())
    return name[:40] if name else f"#{column.place + 1}"


def defect(code: str, count: int, sentence: str, columns: Iterable[Column] = ()) -> Defect:
    """A remark; the sentence has the places `count` and, if there are columns, `columns`."""
    named = [label(column) for column in columns]
    shown = "、".join(named[:_NAMED_COLUMNS]) + (" …" if len(named) > _NAMED_COLUMNS else "")
    places = {"count": count, "columns": shown} if named else {"count": count}
    return Defect(code, count, Message(sentence, places))
