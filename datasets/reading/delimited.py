"""Text tables: records from bytes, in batches, with the same answer every time."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.dialect import (
    delimiter_grounds,
    delimiter_of,
    follows_blank,
    is_spaced_out,
)
from datasets.reading.encoding import encoding_grounds, encoding_name
from datasets.reading.result import Defect, ReadFile, ReadLimits, ReadTable, Record
from datasets.reading.stacked import HELD_RECORDS, Part, parts_of
from datasets.reading.structure import header_of, structure_defects
from datasets.reading.text import TextFacts, text_facts
from datasets.reading.widths import trimmed_width

_BATCH_RECORDS = 50_000
_BATCH_CELLS = 4_000_000
_SAMPLE_CHARS = 1 << 16
_OFTEN = 3
_NO_TEXT = N_("The file holds no text at all.")


@dataclass(frozen=True, slots=True)
class _Text:
    path: Path
    facts: TextFacts
    delimiter: str
    limits: ReadLimits

    def reader(self, stream: io.TextIOWrapper) -> Any:
        """The strict reader of the standard library; a blank after the mark belongs to the mark."""
        csv.field_size_limit(self.limits.cell_chars)
        blank = len(self.delimiter) > 1
        return csv.reader(stream, delimiter=self.delimiter[0], skipinitialspace=blank, strict=True)


def read_delimited(path: Path, name: str, limits: ReadLimits) -> ReadFile:
    """Read a CSV or tab-separated file.

    Raises:
        UnreadableFile: E_ENCODING, E_NUL, E_QUOTE or E_EMPTY as `detail_code`.
        TooLarge: E_LINE_TOO_LONG, E_TOO_MANY_COLUMNS or E_TOO_MANY_ROWS.
    """
    facts = text_facts(path, limits)
    with _open(path, facts) as stream:
        sample = stream.read(_SAMPLE_CHARS)
    if not sample.strip("\ufeff \t\r\n\u3000\v\f"):
        raise UnreadableFile(_NO_TEXT, detail_code="E_EMPTY")
    whole = len(sample) < _SAMPLE_CHARS
    mark = delimiter_of(sample, whole=whole)
    text = _Text(path, facts, f"{mark} " if follows_blank(sample) else mark, limits)
    held = list(islice(_records(text), HELD_RECORDS + 1))
    if not any(any(map(str.strip, record)) for record in held) and len(held) <= HELD_RECORDS:
        raise UnreadableFile(_NO_TEXT, detail_code="E_EMPTY")
    width, in_file = _widths(held, limits)
    parts = parts_of(held, _widest(held, width)) if len(held) <= HELD_RECORDS else [Part(0, None)]
    tables = tuple(
        _table(text, name, held, part, _widths_of_part(held, part, limits))
        if len(parts) > 1
        else _table(text, name, held, part, (width, in_file))
        for part in parts
    )
    return ReadFile(
        kind="csv",
        encoding=facts.encoding,
        newline=facts.newline,
        delimiter=text.delimiter,
        bom_count=facts.bom_count,
        tables=tables,
        defects=tuple(_defects(facts, mark, is_spaced_out=_is_spaced_out(tables, sample))),
        encoding_grounds=encoding_grounds(path, facts.encoding),
        dialect_grounds=delimiter_grounds(sample, mark, whole=whole),
    )


def _open(path: Path, facts: TextFacts) -> io.TextIOWrapper:
    raw = path.open("rb", buffering=1 << 20)
    raw.seek(facts.skip_bytes)
    return io.TextIOWrapper(raw, encoding=facts.codec, errors="strict", newline="")


def _records(text: _Text) -> Iterator[Record]:
    """Every record as the strict reader of the standard library sees it."""
    with _open(text.path, text.facts) as stream:
        try:
            yield from text.reader(stream)
        except csv.Error as fault:
            raise _refusal(text, str(fault)) from fault


def _refusal(text: _Text, fault: str) -> UnreadableFile | TooLarge:
    kind: type[UnreadableFile] | type[TooLarge]
    if "field limit" in fault:
        code, kind = "E_LINE_TOO_LONG", TooLarge
        message = N_("A cell that begins in line {line} is too long. Check its quotation marks.")
    else:
        code, kind = "E_QUOTE", UnreadableFile
        message = N_(
            "A quotation mark in line {line} is not closed, or stands inside a cell. "
            "Write it twice, or save the table again from Excel."
        )
    return kind(message, line=_last_good_line(text) + 1, detail_code=code)


def _last_good_line(text: _Text) -> int:
    line = 0
    with _open(text.path, text.facts) as stream:
        reader = text.reader(stream)
        try:
            for _ in reader:
                line = reader.line_num
        except csv.Error:
            return line
    return line


def _batches(text: _Text, first: int, stop: int | None, width: int) -> Iterator[list[Record]]:
    size = max(100, min(_BATCH_RECORDS, _BATCH_CELLS // max(1, width)))
    count = 0
    with _open(text.path, text.facts) as stream:
        records = islice(text.reader(stream), first, stop)
        try:
            while batch := list(islice(records, size)):
                count += len(batch)
                require_rows(count, text.limits)
                yield batch
        except csv.Error as fault:
            raise _refusal(text, str(fault)) from fault


def require_rows(count: int, limits: ReadLimits) -> None:
    """Stop at a table that is too long.

    Raises:
        TooLarge: E_TOO_MANY_ROWS.
    """
    if count > limits.rows:
        raise TooLarge(
            N_("The table has more than {limit} rows. Split it, by year for instance."),
            limit=limits.rows,
            detail_code="E_TOO_MANY_ROWS",
        )


def _widths(held: list[Record], limits: ReadLimits) -> tuple[int, int]:
    """The columns to read, and those in the file."""
    lengths = Counter(map(len, held))
    in_file = max(lengths.most_common(1)[0][0], _first_wide(held))
    if in_file <= limits.columns:
        return max(1, in_file), in_file
    return trimmed_width(held, limits), in_file


def _first_wide(held: list[Record]) -> int:
    """The width of the first record that looks like a header: one with names in most cells."""
    usual = Counter(len(record) for record in held).most_common(1)[0][0]
    first = next((record for record in held if any(record)), [])
    return max(len(first), usual)


def _widest(held: list[Record], width: int) -> int:
    """The columns of all tables in the file: one may be wider than another."""
    often = [length for length, count in Counter(map(len, held)).items() if count >= _OFTEN]
    return max([width, *(length for length in often if length <= 2 * width)])


def _widths_of_part(held: list[Record], part: Part, limits: ReadLimits) -> tuple[int, int]:
    return _widths([record for record in held[part.first : part.stop] if any(record)], limits)


def _table(
    text: _Text, name: str, held: list[Record], part: Part, widths: tuple[int, int]
) -> ReadTable:
    width, in_file = widths
    begin, end = part.columns or (0, width)
    window = part.of(list(islice(chain(held[part.first : part.stop]), 400)))
    found = header_of(window, end - begin)
    first = part.first + found.first_data_record
    return ReadTable(
        name=part.title or Path(name).stem,
        header=found.names,
        header_row=part.first + found.rows[-1] if found.rows else None,
        header_rows=tuple(part.first + row for row in found.rows),
        column_count=end - begin if part.columns else in_file,
        first_data_record=first,
        printed=tuple(window[: found.first_data_record]),
        above=found.above,
        left=begin,
        source=partial(part.batches, partial(_batches, text, first, part.stop, width)),
        whole=partial(_records, text),
        controls_possible=text.facts.controls,
        grounds=found.grounds,
        defects=tuple(structure_defects(window, found)),
    )


def _is_spaced_out(tables: tuple[ReadTable, ...], sample: str) -> bool:
    return all(table.width == 1 for table in tables) and is_spaced_out(sample.splitlines()[:-1])


def _defects(facts: TextFacts, delimiter: str, *, is_spaced_out: bool) -> Iterator[Defect]:
    if facts.bom_count > 1:
        yield Defect(
            "R_BOM",
            facts.bom_count,
            Message(N_("{count} byte order marks at the start"), {"count": facts.bom_count}),
        )
    if not facts.encoding.startswith("utf-8"):
        yield Defect(
            "R_ENCODING",
            1,
            Message(N_("The text is in {encoding}"), {"encoding": encoding_name(facts.encoding)}),
        )
    if facts.mixed_newlines:
        yield Defect(
            "R_NEWLINE",
            1,
            Message(N_("Lines end in different ways: {newline}"), {"newline": facts.newline}),
        )
    if is_spaced_out:
        said = N_("Blanks hold the columns apart: save the table with commas between them")
        yield Defect("W_ONE_COLUMN", 1, Message(said))
    if delimiter != ",":
        mark = {"\t": "TAB"}.get(delimiter, delimiter)
        yield Defect("R_DIALECT", 1, Message(N_("Cells are separated by {mark}"), {"mark": mark}))
