"""XML that holds records: an element a row, its attributes and what is in it the columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from datasets.kernel.errors import TooLarge
from datasets.kernel.messages import N_
from datasets.reading.markup import read_through
from datasets.reading.markup_records import Way, local, way_to_records
from datasets.reading.refusals import refusal
from datasets.reading.result import ReadFile, ReadLimits, ReadTable, Record

_BATCH_RECORDS = 20_000
_SEVERAL = ";"


@dataclass(slots=True)
class _Collector:
    """The records on one way, as values by the names on the way to them."""

    wanted: Way
    limits: ReadLimits
    way: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    record: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, str]] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    def enter(self, name: str, attributes: dict[str, str]) -> None:
        self.way.append(local(name))
        self.parts = []
        if self._is_within():
            for key, value in attributes.items():
                self._add([*self.way[len(self.wanted) :], local(key)], value)

    def text(self, text: str) -> None:
        self.parts.append(text)

    def leave(self, _: str) -> None:
        value = "".join(self.parts).strip()
        if value and self._is_within():
            self._add(self.way[len(self.wanted) :] or [self.way[-1]], value)
        if tuple(self.way) == self.wanted:
            self.records.append(self.record)
            self.record = {}
        self.parts = []
        self.way.pop()

    def _is_within(self) -> bool:
        return tuple(self.way[: len(self.wanted)]) == self.wanted

    def _add(self, names: list[str], value: str) -> None:
        name = "/".join(names)
        self.names[name] = None
        if len(self.names) > self.limits.columns:
            raise TooLarge(
                N_("The table has {count} columns; at most {limit} are taken."),
                count=len(self.names),
                limit=self.limits.columns,
                detail_code="E_TOO_MANY_COLUMNS",
            )
        before = self.record.get(name)
        self.record[name] = value if before is None else f"{before}{_SEVERAL}{value}"


def read_markup(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read the records of an XML document.

    Raises:
        UnreadableFile: E_TYPE if it holds none; else as `datasets.reading.markup` does.
        TooLarge: likewise, and E_TOO_MANY_COLUMNS.
    """
    wanted = way_to_records(path)
    if wanted is None:
        raise refusal("xml")
    found = _Collector(wanted, limits)
    encoding = read_through(path, found)
    header = tuple(found.names)
    table = ReadTable(
        name=Path(name).stem,
        header=header,
        header_row=None,
        header_rows=(),
        column_count=len(header),
        first_data_record=0,
        keeps_blank_rows=True,
        source=partial(_batches, found.records, header),
    )
    return ReadFile(kind="xml", encoding=encoding, tables=(table,))


def _batches(records: list[dict[str, str]], header: tuple[str, ...]) -> Iterator[list[Record]]:
    for start in range(0, len(records), _BATCH_RECORDS):
        yield [
            [record.get(column, "") for column in header]
            for record in records[start : start + _BATCH_RECORDS]
        ]
