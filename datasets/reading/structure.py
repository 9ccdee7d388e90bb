"""What the records around and in a table say of its shape, before any cell is looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datasets.kernel.messages import N_, Message
from datasets.reading.cells import kind_of_cell
from datasets.reading.header import Header, find_header
from datasets.reading.header_names import Merge
from datasets.reading.result import Defect, ReadTable, Record

_LEAST_CODES = 3
_LOOKED_AT = 60
_TYPED = frozenset({"number", "date", "time", "code", "address"})
_MOST = 0.8
_WIDE = 20


def structure_defects(records: list[Record], found: Header) -> Iterator[Defect]:
    """What is said of one table.

    Args:
        records: From the first record of the table, with what stands above it.
        found: Its header.
    """
    above = records[: found.rows[0]] if found.rows else records[: found.first_data_record]
    codes = sum(map(_is_code_and_label, above))
    if codes >= _LEAST_CODES:
        said = Message(N_("A list of {count} codes stands above the table"), {"count": codes})
        yield Defect("W_CODE_LIST", codes, said)
    titles = sum("※" in text and "\n" in text for text in found.above)
    if titles:
        said = Message(N_("A note and a title share one cell above the table"))
        yield Defect("W_NOTE_TITLE", titles, said)
    body = records[found.first_data_record : found.first_data_record + _LOOKED_AT]
    if _is_transposed(body) or _is_one_kind_wide(body, found.names):
        said = Message(N_("Rows and columns seem to be exchanged: each row is one kind of thing"))
        yield Defect("W_TRANSPOSED", 1, said)


def defects_across(tables: Sequence[ReadTable]) -> Iterator[Defect]:
    """What is said of several tables of a file together."""
    stacked = {sheet: n for sheet, n in Counter(t.sheet for t in tables).items() if n > 1}
    if stacked:
        count = sum(stacked.values())
        said = Message(N_("{count} tables share a sheet with others"), {"count": count})
        yield Defect("W_STACKED", count, said)
    headers = {table.sheet: table.header for table in reversed(tables) if any(table.header)}
    alike = max(Counter(headers.values()).values(), default=0)
    if alike > 1:
        said = Message(N_("{count} sheets have the same columns"), {"count": alike})
        yield Defect("W_SAME_SHAPE", alike, said)


def merged_defect(sheet: str, count: int) -> Defect:
    """The remark on the merged cells of a sheet that is a table all the same."""
    places = {"sheet": sheet, "count": count}
    return Defect("W_MERGED", count, Message(N_("Sheet {sheet} has {count} merged ranges"), places))


def _is_code_and_label(record: Record) -> bool:
    cells = [cell for cell in record if cell.strip()]
    return (
        len(cells) == 2
        and kind_of_cell(cells[0]) in ("number", "code")
        and kind_of_cell(cells[1]) == "text"
    )


def header_of(records: list[Record], width: int, merges: tuple[Merge, ...] = ()) -> Header:
    """The header; where rows and columns are exchanged, the first row and nothing else."""
    found = find_header(records, width, merges)
    body = records[found.first_data_record : found.first_data_record + _LOOKED_AT]
    if len(found.rows) < 2 or not _is_transposed(body):
        return found
    first = found.rows[0]
    names = tuple((records[first] + [""] * width)[:width])
    return replace(found, rows=(first,), first_data_record=first + 1, names=names)


def _is_transposed(body: list[Record]) -> bool:
    kinds = _kinds(body)
    return kinds is not None and _is_kind_by_row(kinds)


def _kinds(body: list[Record]) -> list[list[str]] | None:
    """The kinds of all cells but the labels on the left; None if there are no labels."""
    rows = [record for record in body if sum(bool(cell.strip()) for cell in record) > 1]
    wide = max(map(len, rows), default=0) >= _LEAST_CODES
    if len(rows) < _LEAST_CODES or not wide or not _has_labels(rows):
        return None
    return [[kind_of_cell(cell) for cell in record[1:]] for record in rows]


def _has_labels(rows: list[Record]) -> bool:
    labels = [record[0].strip() for record in rows]
    words = [label for label in labels if kind_of_cell(label) == "text"]
    return len(words) >= _MOST * len(labels) and len(set(words)) == len(words)


def _is_one_kind_wide(body: list[Record], names: tuple[str, ...]) -> bool:
    """Times all over below names that come again: a column a train, a row a station."""
    kinds = _kinds(body)
    if kinds is None:
        return False
    cells = Counter(kind for row in kinds for kind in row if kind not in ("blank", "nothing"))
    again = len(names) - len(set(names))
    wide = len(names) >= max(_WIDE, 3 * len(kinds))
    return wide and again * 2 >= len(names) and cells["time"] >= _MOST * cells.total()


def _is_kind_by_row(kinds: list[list[str]]) -> bool:
    """Each row is of one kind, rows are of several, and no column is of one kind."""
    rows = [_main_kind(row) for row in kinds]
    width = max(map(len, kinds))
    columns = [_main_kind([row[n] for row in kinds if n < len(row)]) for n in range(width)]
    known = [kind for kind in rows if kind]
    several = len(set(known)) >= 3 or {"text"} < set(known)
    typed = sum(kind in _TYPED for kind in known)
    return (
        len(known) >= _MOST * len(rows)
        and several
        and typed >= 2
        and sum(kind in _TYPED for kind in columns) == 0
        and sum(kind is None for kind in columns) >= _MOST * len(columns)
    )


def _main_kind(kinds: list[str]) -> str | None:
    counts = Counter(kind for kind in kinds if kind not in ("blank", "nothing"))
    if not counts:
        return None
    kind, count = counts.most_common(1)[0]
    return kind if count >= _MOST * counts.total() and counts.total() > 1 else None
