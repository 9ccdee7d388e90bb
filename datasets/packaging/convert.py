"""A table as CSV, JSON, NDJSON and Parquet, streamed; the same rows in each."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import orjson

from datasets.kernel.errors import InvalidQuery
from datasets.kernel.messages import N_
from datasets.tables.column import Column, ColumnType
from datasets.tables.query import RowQuery
from datasets.tables.row_file import Row
from datasets.tables.store import TableStore
from datasets.tables.values import json_row

_CHUNK_BYTES = 256 * 1024
_LISTED_CHARACTERS = 10
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_FORMULA = re.compile(r"[=+\-@\t\r\0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvStyle:
    """How a CSV is written.

    Attributes:
        encoding: utf-8, or cp932 for old spreadsheets.
        bom: Whether UTF-8 says so at its start.
        for_spreadsheet: Whether text that a spreadsheet would run as a formula gets a quote first.
    """

    encoding: Literal["utf-8", "cp932"] = "utf-8"
    bom: bool = False
    for_spreadsheet: bool = False


PLAIN_CSV = CsvStyle()
EXCEL_CSV = CsvStyle(bom=True, for_spreadsheet=True)
SHIFT_JIS_CSV = CsvStyle(encoding="cp932", for_spreadsheet=True)


@dataclass(frozen=True, slots=True)
class Download:
    """What is asked for: a table, its columns and a question about its rows."""

    tables: TableStore
    key: str
    columns: Sequence[Column]
    query: RowQuery

    @property
    def shown(self) -> list[Column]:
        """The columns that go out, in order."""
        return self.query.shown_columns(self.columns)

    def batches(self) -> Iterator[list[Row]]:
        """All rows that go out, in order."""
        return self.tables.stream(self.key, self.columns, self.query)


def csv_bytes(download: Download, style: CsvStyle = PLAIN_CSV) -> Iterator[bytes]:
    """RFC 4180 with a header, in chunks.

    Raises:
        InvalidQuery: before the first chunk, if cp932 has not all of the characters.
    """
    if style.encoding == "cp932":
        _refuse_unwritable(download)
    header = _csv_text([tuple(column.name for column in download.shown)], style)
    start = b"\xef\xbb\xbf" if style.bom and style.encoding == "utf-8" else b""
    return chunked(chain([start + header], _csv_records(download, style)))


def _csv_records(download: Download, style: CsvStyle) -> Iterator[bytes]:
    query = download.query
    if style == PLAIN_CSV and not (query.is_filtered or query.sort or query.shown):
        yield from download.tables.csv_texts(download.key)
        return
    numbers = [column.type in _NUMBERS for column in download.shown]
    for batch in download.batches():
        rows = [_harmless(row, numbers) for row in batch] if style.for_spreadsheet else batch
        yield _csv_text(rows, style)


def _csv_text(rows: Iterable[Sequence[str | None]], style: CsvStyle) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode(style.encoding)


def _harmless(row: Row, numbers: Sequence[bool]) -> Row:
    return tuple(
        f"'{cell}" if cell and not number and _FORMULA.match(cell) else cell
        for cell, number in zip(row, numbers, strict=True)
    )


def _refuse_unwritable(download: Download) -> None:
    """Look for characters that cp932 lacks, before a byte is sent."""
    found: dict[str, None] = {}
    header: list[Row] = [tuple(column.name for column in download.shown)]
    for batch in chain([header], download.batches()):
        text = "".join(cell for row in batch for cell in row if cell)
        try:
            text.encode("cp932")
        except UnicodeEncodeError:
            found |= dict.fromkeys(letter for letter in text if not _in_cp932(letter))
        if len(found) >= _LISTED_CHARACTERS:
            break
    if found:
        raise InvalidQuery(
            N_("Shift_JIS cannot write these characters: {characters}. Please choose UTF-8."),
            characters=" ".join(list(found)[:_LISTED_CHARACTERS]),
        )


def _in_cp932(letter: str) -> bool:
    try:
        return bool(letter.encode("cp932"))
    except UnicodeEncodeError:
        return False


def json_bytes(download: Download) -> Iterator[bytes]:
    """One JSON array of objects, UTF-8, a row on each line; blanks are null."""
    return chunked(bracketed(b"[\n", ndjson_records(download), b"\n]\n"))


def ndjson_bytes(download: Download) -> Iterator[bytes]:
    """One JSON object a line, UTF-8."""
    return chunked(record + b"\n" for record in ndjson_records(download))


def ndjson_records(download: Download) -> Iterator[bytes]:
    """Each row as a JSON object, without a line ending."""
    shown = download.shown
    for batch in download.batches():
        for row in batch:
            yield orjson.dumps(json_row(shown, row))


def parquet_file(download: Download, to: Path) -> None:
    """Parquet with typed columns and the names as published; `to` in the store's `outgoing`."""
    download.tables.write_parquet(download.key, download.columns, download.query, to)


def sent(path: Path) -> Iterator[bytes]:
    """A temporary file in chunks; it is gone when it was read or the reader went away."""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
    finally:
        path.unlink(missing_ok=True)


def bracketed(opening: bytes, records: Iterable[bytes], closing: bytes) -> Iterator[bytes]:
    """Records with a comma and a line ending between them."""
    yield opening
    between = b""
    for record in records:
        yield between + record
        between = b",\n"
    yield closing


def chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces put together to about 256 KiB; the first piece goes out at once."""
    waiting: list[bytes] = []
    size, most = 0, 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > most:
            yield b"".join(waiting)
            waiting, size, most = [], 0, _CHUNK_BYTES
    if waiting:
        yield b"".join(waiting)
