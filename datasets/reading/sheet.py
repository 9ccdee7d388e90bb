"""From the rows of a sheet to its tables, whichever kind of workbook it stands in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from datasets.kernel.messages import N_, Message
from datasets.reading.grounds import FORM
from datasets.reading.header import Header
from datasets.reading.header_names import Merge
from datasets.reading.result import Defect, ReadLimits, ReadTable, Record
from datasets.reading.stacked import HELD_RECORDS, Part, parts_of
from datasets.reading.structure import header_of, merged_defect, structure_defects
from datasets.reading.widths import trimmed_width

_BATCH_RECORDS = 20_000
_KEPT_CELLS = 20_000
_EXAMPLES = ("入力例", "記入例", "記載例", "入力見本", "記入見本", "記入方法", "入力方法")
_CONTENTS = frozenset(("目次", "もくじ", "索引", "index", "contents"))
_MOST_LINES = 12
EXAMPLE_SHEET = N_("Sheet {sheet} shows how to fill in the others and was left out.")
COVER = "W_COVER_SHEET"
_COVER_SHEET = N_("Sheet {sheet} is a cover or a note and was left out.")
_CONTENTS_SHEET = N_("Sheet {sheet} lists the other sheets and was left out.")
_FORM_MERGES = 40
_FORM_SHARE = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A visible sheet.

    Attributes:
        name: As on its tab.
        records: Starts its rows over again, from the first row of the sheet, as text.
        width: Columns with a cell, styled but blank ones too.
        merges: Merged ranges.
    """

    name: str
    records: Callable[[], Iterator[Record]]
    width: int
    merges: tuple[Merge, ...] = ()


def left_out(names: Iterable[str]) -> dict[str, Defect]:
    """The sheets that are no data, with what is said of each.

    A sheet that shows staff how to fill in another has made-up rows; a table of contents only
    names the others, if there are any.
    """
    found = {}
    told = list(names)
    for name in told:
        word = name.strip().lower()
        if any(example in word for example in _EXAMPLES):
            found[name] = Defect("W_EXAMPLE_SHEET", 1, Message(EXAMPLE_SHEET, {"sheet": name}))
        elif word in _CONTENTS and len(told) > 1:
            found[name] = Defect("W_CONTENTS_SHEET", 1, Message(_CONTENTS_SHEET, {"sheet": name}))
    return found


def tables_of(sheet: Sheet, limits: ReadLimits) -> list[ReadTable]:
    """The tables of a sheet, from the top; none if it is blank.

    Raises:
        TooLarge: E_TOO_MANY_COLUMNS.
    """
    held = list(islice(sheet.records(), HELD_RECORDS + 1))
    if not any(any(cell.strip() for cell in record) for record in held):
        return []
    width = sheet.width if sheet.width <= limits.columns else trimmed_width(held, limits)
    if len(held) <= HELD_RECORDS and len(held) * width <= _KEPT_CELLS:
        # a small sheet is looked at several times: it is unpacked once
        sheet = replace(sheet, records=partial(iter, held))
    form = _form(sheet, held)
    small = len(held) <= HELD_RECORDS and form is None
    parts = parts_of(held, width) if small else [Part(0, None)]
    tables = [_table(sheet, held, part, width, form) for part in parts]
    if _is_cover(held):
        said = Message(_COVER_SHEET, {"sheet": sheet.name})
        tables[0] = replace(tables[0], defects=(Defect(COVER, 1, said),))
    if sheet.merges and form is None:
        merged = merged_defect(sheet.name, len(sheet.merges))
        tables[0] = replace(tables[0], defects=(*tables[0].defects, merged))
    return tables


def covers_apart(tables: list[ReadTable]) -> tuple[list[ReadTable], list[ReadTable]]:
    """The tables of a workbook, and its covers; a workbook of nothing else has no covers."""
    covers = [table for table in tables if any(defect.code == COVER for defect in table.defects)]
    others = [table for table in tables if table not in covers]
    if others:
        return others, covers
    return [replace(table, defects=()) for table in tables], []


def _is_cover(held: list[Record]) -> bool:
    """A few lines of words, one below the other, far from being a list."""
    lines = [[cell for cell in record if cell.strip()] for record in held]
    told = [cells for cells in lines if cells]
    if len(told) > _MOST_LINES or any(len(cells) > 1 for cells in told):
        return False
    gaps = any(not cells for cells in lines[: held.index(held[-1]) + 1])
    sentence = any(mark in cells[0] for cells in told for mark in "。：:年")
    return gaps or sentence


def _table(
    sheet: Sheet, held: list[Record], part: Part, width: int, form: Defect | None
) -> ReadTable:
    stop = len(held) if part.stop is None else part.stop
    begin, end = part.columns or (0, width)
    merges = tuple(
        (top - part.first, bottom - part.first, left - begin, right - begin)
        for top, bottom, left, right in sheet.merges
        if begin <= left < end
    )
    window = part.of(held[part.first : min(stop, part.first + 400)])
    unnamed = Header((), 0, ("",) * width, (), FORM)
    found = header_of(window, end - begin, merges) if form is None else unnamed
    first = part.first + found.first_data_record
    return ReadTable(
        sheet=sheet.name,
        name=part.title or sheet.name,
        header=found.names,
        header_row=part.first + found.rows[-1] if found.rows else None,
        header_rows=tuple(part.first + row for row in found.rows),
        column_count=end - begin if part.columns else sheet.width,
        first_data_record=first,
        printed=tuple(window[: found.first_data_record]),
        above=found.above,
        left=begin,
        source=partial(part.batches, partial(_batches, sheet, first, part.stop)),
        whole=sheet.records if form is None else None,
        merges=tuple(
            (top, bottom, first_column - begin, last_column - begin)
            for top, bottom, first_column, last_column in (sheet.merges if form is None else ())
        ),
        controls_possible=True,
        grounds=found.grounds,
        defects=tuple(structure_defects(window, found)) if form is None else (form,),
    )


def _batches(sheet: Sheet, first: int, stop: int | None) -> Iterator[list[Record]]:
    records = islice(sheet.records(), first, stop)
    while batch := list(islice(records, _BATCH_RECORDS)):
        yield batch


def _form(sheet: Sheet, held: list[Record]) -> Defect | None:
    """A form to print: merged cells all over, so no rows and columns to speak of."""
    filled = sum(bool(cell.strip()) for record in held[:2000] for cell in record)
    if len(sheet.merges) < _FORM_MERGES or len(sheet.merges) < _FORM_SHARE * filled:
        return None
    where = Message(
        N_("Sheet {sheet} has {count} merged ranges: it is a form, not a table"),
        {"sheet": sheet.name, "count": len(sheet.merges)},
    )
    return Defect("W_FORM", len(sheet.merges), where)
