"""The first pass over a table: what its columns are like, what is wrong, where the notes begin."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from datasets.kernel.errors import UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.mojibake import western_mojibake
from datasets.reading.remarks.remarks import remarks
from datasets.reading.remarks.rows import Counted
from datasets.reading.remarks.sample import Sample
from datasets.reading.result import Defect, ReadTable, Record, squared
from datasets.repair import cells
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.names import clear_names
from datasets.repair.plain_copy import PlainCopy
from datasets.repair.row_counts import RowCounts

_TAIL_RECORDS = 200
_NAMED_ROWS = 5
_NOTE = re.compile(
    r"\s*(?:[※＊*☆]|[（(](?:注|備考|出典|資料|うち|参考)|注[\d１-９：:)）\s]|資料|出典|出所|備考[：:]|[a-zａ-ｚ][)）]|凡例)"
    r"|\s*[○〇◯◎△×●][^\w\s]?\s*[：:…＝=]"
)
_CLOSING = re.compile(
    r"(?:現在|時点|以上|です|ます|ません|ください|による|含む|含まない|あり得る)[。.）)]?$|。$"
    r"|^(?:お?問い?合わ?せ|担当|作成|更新|最終更新)"
)
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_KANA_MARKS = re.compile("[\u3099\u309a]")
_MOJIBAKE = re.compile("[縺繧繝][\u0080-\uffff]|\ufffd")
_WESTERN = re.compile("[\u0080-\u00ff]")
_ERROR_CELLS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")
)
_OTHER_MARKS = "，、|｜；"


@dataclass(slots=True)
class Survey:
    """What the first pass found.

    Attributes:
        rows: Records with something in them, totals too, notes not counted.
        stop: The record after the last one.
        blank_rows: Records without.
        notes_from: Record at which the notes below the table begin; None without notes.
        notes: The notes, one text a record.
        sections: Records that hold one text only and head the rows below them.
        last_rows: The last five records that are no notes, with their numbers.
        columns: One a column.
        defects: What a publisher should know.
    """

    rows: int = 0
    stop: int = 0
    blank_rows: int = 0
    notes_from: int | None = None
    notes: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()
    last_rows: tuple[tuple[int, Record], ...] = ()
    columns: list[ColumnFacts] = field(default_factory=list)
    defects: tuple[Defect, ...] = ()


@dataclass(slots=True)
class _Counts:
    rows: RowCounts
    mojibake: int = 0
    errors: int = 0


def survey(table: ReadTable, copy: PlainCopy | None = None) -> Survey:
    """Read the whole table once.

    Args:
        table: As read.
        copy: Written on the way.

    Raises:
        UnreadableFile, TooLarge: as its source does.
    """
    named = enumerate(clear_names(table.header))
    found = Survey(columns=[ColumnFacts(place, name) for place, name in named])
    counts = _Counts(RowCounts(table.width, table.keeps_blank_rows))
    sample = Sample(table.width)
    tail: deque[tuple[int, Record]] = deque(maxlen=_TAIL_RECORDS)
    for start, records in table.batches():
        found.stop = start + len(records)
        counts.rows.add(start, records)
        if copy:
            copy.add(records)
        sample.feed(start, records)
        tail.extend(
            enumerate(records[-_TAIL_RECORDS:], start + max(0, len(records) - _TAIL_RECORDS))
        )
        for facts, values in zip(found.columns, _columns(records, table.width), strict=False):
            _look(facts, values, counts, controls=table.controls_possible)
    found.rows, found.blank_rows = counts.rows.rows, counts.rows.blank_rows
    if not table.keeps_blank_rows:
        _set_notes_apart(found, tail, table)
        _find_sections(found, counts.rows, table)
    limit = found.notes_from
    kept = [row for row in tail if (limit is None or row[0] < limit) and any(row[1])]
    found.last_rows = tuple(kept[-5:])
    found.defects = (*_defects(found, counts, table), *_remarks(found, sample, table))
    return found


def _remarks(found: Survey, sample: Sample, table: ReadTable) -> Iterable[Defect]:
    counted = Counted(
        rows=found.rows,
        blank_rows=found.blank_rows,
        notes=len(found.notes),
        sections=len(found.sections),
    )
    return remarks(table, sample.without(found.notes_from, found.sections), counted)


def leave_out(found: Survey, records: Iterable[Record]) -> None:
    """Leave records out again that are no rows of the table."""
    for record in records:
        for facts, text in zip(found.columns, record, strict=False):
            facts.leave_out(text)


def _columns(records: list[Record], width: int) -> Iterable[tuple[str, ...]]:
    return zip(*squared(records, width), strict=True)


def _look(facts: ColumnFacts, values: tuple[str, ...], counts: _Counts, *, controls: bool) -> None:
    text = cells.joined(values)
    if len(text) == len(values) + 1:
        return
    facts.edges = facts.edges or cells.has_edges(text)
    facts.filled = facts.filled or not text.replace(cells.SEPARATOR, "").isspace()
    facts.returns = facts.returns or "\r" in text
    facts.commas = facts.commas or "," in text or "，" in text
    if controls and not facts.controls:
        facts.controls = any(map(cells.CONTROLS.search, values))
    if not text.isascii():
        _look_at_japanese(facts, text, counts)
    if "#" in text:
        counts.errors += sum(value in _ERROR_CELLS for value in values)
    facts.add(values, text)


def _look_at_japanese(facts: ColumnFacts, text: str, counts: _Counts) -> None:
    facts.marks_apart = facts.marks_apart or "\u3099" in text or "\u309a" in text
    facts.full_width = facts.full_width or any(digit in text for digit in cells.FULL_DIGITS)
    facts.radicals = facts.radicals or _RADICALS.search(text) is not None
    if any(mark in text for mark in "縺繧繝\ufffd"):
        counts.mojibake += len(_MOJIBAKE.findall(text))
    if _WESTERN.search(text):
        counts.mojibake += western_mojibake(text.split(cells.SEPARATOR))


def _set_notes_apart(found: Survey, tail: deque[tuple[int, Record]], table: ReadTable) -> None:
    """Notes are the lines at the very end with one text each, from the first that says so."""
    if table.width < 2 or any(defect.code == "W_FORM" for defect in table.defects):
        return
    notes: list[tuple[int, str]] = []
    candidates: list[tuple[int, str]] = []
    for number, record in reversed(tail):
        texts = [cell.strip() for cell in record if cell.strip()]
        if len(texts) > 1:
            break
        if texts:
            candidates.append((number, texts[0]))
            closes = table.width > 2 and _CLOSING.search(texts[0])
            if closes or _NOTE.match(texts[0]):
                notes = list(candidates)
    if notes:
        found.notes = tuple(text for _, text in reversed(notes))
        found.notes_from = notes[-1][0]
        found.rows -= len(notes)
        leave_out(found, (record for number, record in tail if number >= notes[-1][0]))


def _find_sections(found: Survey, counts: RowCounts, table: ReadTable) -> None:
    """Rows with one text in a wide table, few and all in one column, that head other rows."""
    limit = found.notes_from
    rows = [row for row in counts.singles if limit is None or row[0] < limit]
    if counts.many_singles or not 2 <= len(rows) <= found.rows // 4:
        return
    numbers = [row[0] for row in rows]
    together = any(after - before == 1 for before, after in pairwise(numbers))
    words = all(not cells.is_structured(text) for _, _, text in rows)
    columns = [column for _, column, _ in rows]
    one_column = max(columns) - min(columns) <= 1
    heads = numbers[0] == table.first_data_record and table.header_row is not None
    if words and one_column and heads and not together:
        found.sections = tuple(numbers)
        found.rows -= len(numbers)


def _defects(found: Survey, counts: _Counts, table: ReadTable) -> Iterable[Defect]:
    rows = counts.rows
    ragged = [row for row in sorted(rows.short + rows.long) if _is_data(found, row)]
    if ragged:
        named = ", ".join(str(row + 1) for row in ragged[:_NAMED_ROWS])
        _require_one_side(rows, ragged, named)
        said = Message(N_("More or fewer cells than the header in rows {rows}"), {"rows": named})
        yield Defect("E_RAGGED", max(len(ragged), rows.ragged - len(found.notes)), said)
    if counts.mojibake >= max(3, found.rows // 50):
        said = Message(N_("{count} broken characters"), {"count": counts.mojibake})
        yield Defect("E_MOJIBAKE", counts.mojibake, said)
    if counts.errors:
        said = Message(N_("{count} cells hold an error of Excel"), {"count": counts.errors})
        yield Defect("W_ERROR_CELL", counts.errors, said)
    if any(facts.controls for facts in found.columns):
        yield Defect("R_CONTROL", 1, Message(N_("Control characters in the text")))
    if any(facts.marks_apart for facts in found.columns) or _KANA_MARKS.search(
        "".join(table.header)
    ):
        yield Defect("R_NFC", 1, Message(N_("Kana and their marks are written apart")))
    yield from _header_defects(table)
    if not found.rows:
        yield Defect("W_NO_ROWS", 1, Message(N_("There is a header, but no row below it")))
    if table.width == 1 and sum(mark in table.header[0] for mark in _OTHER_MARKS):
        yield Defect("W_ONE_COLUMN", 1, Message(N_("Everything is in one column")))


def _require_one_side(counts: RowCounts, ragged: list[int], rows: str) -> None:
    """Cells too many here and too few there: nobody can tell any more what belongs where."""
    if set(ragged) & set(counts.short) and set(ragged) & set(counts.long):
        raise UnreadableFile(
            N_(
                "Some rows have more cells than the header and others fewer, so that columns "
                "may have shifted: rows {rows}. Mend them and hand the file in again."
            ),
            rows=rows,
            detail_code="E_RAGGED",
        )


def _is_data(found: Survey, row: int) -> bool:
    if found.notes_from is not None and row >= found.notes_from:
        return False
    return row not in found.sections


def _header_defects(table: ReadTable) -> Iterable[Defect]:
    if table.above or len(table.header_rows) > 1:
        places = {"row": (table.header_row or 0) + 1}
        yield Defect("R_HEADER_ROW", 1, Message(N_("The header ends in row {row}"), places))
    names = [name.strip() for name in table.header]
    used = [name for name in names if name]
    wrong = len(names) - len(used) + len(used) - len(set(used))
    if wrong and table.header_row is not None:
        said = Message(N_("{count} columns have no name or one already used"), {"count": wrong})
        yield Defect("R_HEADER", wrong, said)
