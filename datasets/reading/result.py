"""What reading finds out about a file, and the limits it keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from datasets.kernel.messages import Message
from datasets.reading.defect import Defect as Defect  # noqa: PLC0414 - readers look for it here
from datasets.reading.grounds import Grounds

Record = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much of a file is taken before it is refused.

    Attributes:
        columns: Columns that hold or name something; blank ones at the right do not count.
        rows: Records of one table.
        cell_chars: Characters of one cell.
        line_bytes: Bytes between two line ends.
        sheets: Sheets of one workbook.
        sheet_cells: Cells in the rectangle around what a sheet holds.
        unpacked_bytes: Bytes of all members of a workbook once unpacked.
        json_bytes: Bytes of a JSON document, which is read whole.
    """

    columns: int = 5_000
    rows: int = 5_000_000
    cell_chars: int = 5_000_000
    line_bytes: int = 20_000_000
    sheets: int = 200
    sheet_cells: int = 20_000_000
    unpacked_bytes: int = 1_500_000_000
    json_bytes: int = 200_000_000


LIMITS = ReadLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenParts:
    """What a workbook holds without showing it.

    Attributes:
        sheets: Names of hidden sheets; they are not read.
        rows: Hidden rows in visible sheets that hold something.
        columns: Hidden columns in visible sheets.
    """

    sheets: tuple[str, ...] = ()
    rows: int = 0
    columns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """One table of a file, not yet mended.

    Attributes:
        sheet: The sheet it stands on; None outside workbooks.
        name: For people: the sheet, or the file's stem.
        header_row: Last header row, in records from 0; None without a header.
        header_rows: All rows the names are made of, from the top.
        header: One name a column as it stands, joined with `_` over several rows; may be blank
            or repeated.
        column_count: Columns in the file, blank ones too; of GeoJSON the properties.
        first_data_record: Where the data begins, in records from 0.
        left: Where it begins in each record, in cells from 0: tables may stand beside each other.
        printed: The records down to the data as they stand, titles and header rows.
        above: Titles, units and other texts above the header.
        source: Starts the records of the data over again, in batches, each of any width.
        geometry_type: Of GeoJSON the types met, joined with `/`; None otherwise.
        crs: Of GeoJSON the name of its reference system; None otherwise.
        controls_possible: False if the bytes hold no control characters.
        merges: Merged ranges of a workbook as first row, last row, first column, last column, in
            records and columns from 0.
        whole: Starts all records of its file or sheet over again, from the first, so that a person
            may say which of them name the columns; None where names are told, as in JSON.
        keeps_blank_rows: Records are things of their own, such as features, and there are no
            notes among them.
        grounds: Why the header was taken to be there; None where names are told, as in JSON.
        defects: What is wrong with this table.
    """

    name: str
    header: tuple[str, ...]
    source: Callable[[], Iterator[list[Record]]]
    sheet: str | None = None
    header_row: int | None = 0
    header_rows: tuple[int, ...] = (0,)
    column_count: int = 0
    first_data_record: int = 1
    left: int = 0
    printed: tuple[Record, ...] = ()
    above: tuple[str, ...] = ()
    geometry_type: str | None = None
    crs: str | None = None
    controls_possible: bool = True
    merges: tuple[tuple[int, int, int, int], ...] = ()
    whole: Callable[[], Iterator[Record]] | None = None
    keeps_blank_rows: bool = False
    grounds: Grounds | None = None
    defects: tuple[Defect, ...] = ()

    @property
    def width(self) -> int:
        """Columns of every frame."""
        return len(self.header)

    def batches(self) -> Iterator[tuple[int, list[Record]]]:
        """Yield the record number of the first record, and up to 50,000 records as they stand."""
        start = self.first_data_record
        for records in self.source():
            yield start, records
            start += len(records)

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the data as text.

        Yields:
            Frames of at most 50,000 rows; columns 0..width-1 of dtype object holding str, "" for
            blank; the index is the record number in the file.
        """
        for start, records in self.batches():
            yield frame_of(squared(records, self.width), self.width, start)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a file is.

    Attributes:
        kind: csv, xlsx, xls, json, ndjson or geojson, by content.
        encoding: Codec of the text; utf-8-sig with a byte order mark; None for workbooks.
        newline: LF, CRLF, CR or several joined with + in the order of their number; None for
            workbooks and JSON.
        delimiter: Of a CSV; a blank follows it where blanks behind it are no text. None otherwise.
        tables: At least one.
        notes: What was left aside, for people.
        aside: The sheets left aside, only to be looked through.
        encoding_grounds: Why the text was read in this encoding; None for workbooks.
        dialect_grounds: Why this is the delimiter; None for all but CSV.
    """

    kind: str
    tables: tuple[ReadTable, ...]
    aside: tuple[ReadTable, ...] = ()
    encoding: str | None = None
    newline: str | None = None
    delimiter: str | None = None
    bom_count: int = 0
    hidden: HiddenParts = field(default_factory=HiddenParts)
    notes: tuple[Message, ...] = ()
    defects: tuple[Defect, ...] = ()
    encoding_grounds: Grounds | None = None
    dialect_grounds: Grounds | None = None


def squared(records: list[Record], width: int) -> list[Record]:
    """The records, each with exactly `width` cells: blank ones added, further ones left out."""
    if all(len(record) == width for record in records):
        return records
    blank = [""] * width
    return [(record + blank)[:width] for record in records]


def frame_of(records: list[Record], width: int, start: int) -> pd.DataFrame:
    """A frame of text; all records have `width` cells, the first is record number `start`."""
    index = pd.RangeIndex(start, start + len(records))
    if not records:
        return pd.DataFrame("", index=index, columns=range(width), dtype=object)
    columns = {}
    for number, cells in enumerate(zip(*records, strict=True)):
        values = np.empty(len(records), dtype=object)
        values[:] = cells
        columns[number] = values
    return pd.DataFrame(columns, index=index, dtype=object, copy=False)
