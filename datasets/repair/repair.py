"""Mend a table: plan a recipe from a first look, follow it in a second, write what came of it."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_, Message
from datasets.reading.result import Defect, ReadFile, ReadTable, squared
from datasets.repair.recipe import Recipe, Step, StepRecord, StepUse, Tally, record_of
from datasets.repair.steps.blank_columns import BlankColumns
from datasets.repair.steps.blank_rows import BlankRows
from datasets.repair.steps.blanks import SurroundingBlanks
from datasets.repair.steps.composed_kana import ComposedKana
from datasets.repair.steps.controls import ControlCharacters
from datasets.repair.steps.full_width import FullWidth
from datasets.repair.steps.header_names import HeaderNames, clear_names
from datasets.repair.steps.line_breaks import LineBreaks
from datasets.repair.steps.notes_below import NotesBelow
from datasets.repair.steps.section_rows import SectionRows
from datasets.repair.steps.thousands import Thousands
from datasets.repair.survey import ColumnFacts, Survey, survey

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        HeaderNames(),
        NotesBelow(),
        SectionRows(),
        BlankRows(),
        BlankColumns(),
        ControlCharacters(),
        ComposedKana(),
        LineBreaks(),
        SurroundingBlanks(),
        FullWidth(),
        Thousands(),
    )
}
_SECTION = "区分"


@dataclass(frozen=True, slots=True)
class RepairResult:
    """What was written.

    Attributes:
        rows: Rows below the header.
        columns: Names, unique and not blank.
        records: What each step did; steps that changed nothing are not named.
        notes: Titles and units above the table and notes below, one text each.
        defects: What a publisher should know of this table.
    """

    rows: int
    columns: tuple[str, ...]
    records: tuple[StepRecord, ...]
    notes: tuple[str, ...]
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A recipe, and what the first look found.

    Attributes:
        recipe: To be kept, and replayed on the next file of the same kind.
        survey: Rows, notes and defects of this file.
    """

    recipe: Recipe
    survey: Survey


def plan(table: ReadTable, *, like: Recipe | None = None) -> Plan:
    """Look at the whole table and say how to mend it.

    Args:
        table: As read.
        like: A recipe that was used before; its cell steps are taken for the columns it names,
            besides what this table needs of itself.
    """
    found = survey(table)
    names = clear_names(table.header)
    steps = [*_shape_steps(table, found, names), *_cell_steps(names, found.columns)]
    return Plan(Recipe(tuple(_merged(steps, like))), found)


def apply(
    table: ReadTable, recipe: Recipe, tallies: dict[str, Tally] | None = None
) -> Iterator[pd.DataFrame]:
    """Follow a recipe.

    Args:
        table: As read.
        recipe: From `plan`.
        tallies: Is filled with what each step has done, by its name.

    Yields:
        Frames of text with named columns, at most 50,000 rows; at least one.
    """
    kept = {} if tallies is None else tallies
    for use in recipe.steps:
        kept.setdefault(use.name, Tally())
    empty = True
    for frame in table.frames():
        empty = False
        yield _followed(frame, recipe, kept)
    if empty:
        blank = pd.DataFrame(columns=range(table.width), dtype=object)
        yield _followed(blank.set_index(pd.RangeIndex(0)), recipe, kept)


def write_clean_csv(table: ReadTable, planned: Plan, out: Path) -> RepairResult:
    """Write the mended table as CSV: UTF-8, LF, commas, quotes where needed, names first."""
    tallies: dict[str, Tally] = {}
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        rows, columns = _written(table, planned.recipe, tallies, writer.writerows)
    return RepairResult(
        rows=rows,
        columns=columns,
        records=tuple(_records(table, tallies)),
        notes=(*table.above, *planned.survey.notes),
        defects=(*table.defects, *planned.survey.defects),
    )


def file_records(read: ReadFile) -> tuple[StepRecord, ...]:
    """What was done to the text of the file itself before any table: encoding, marks, line ends."""
    records = []
    if read.encoding and not read.encoding.startswith("utf-8"):
        said = Message(
            N_("The text was in {encoding} and is now UTF-8."), {"encoding": read.encoding}
        )
        records.append(StepRecord("encoding", N_("Text encoding"), said, 1))
    if read.bom_count:
        said = Message(
            N_("The byte order mark at the start was removed ({count})."), {"count": read.bom_count}
        )
        records.append(StepRecord("byte_order_mark", N_("Byte order mark"), said, read.bom_count))
    if any(defect.code == "R_NEWLINE" for defect in read.defects):
        said = Message(
            N_("Lines ended in different ways ({newline}) and now all end with LF."),
            {"newline": read.newline},
        )
        records.append(StepRecord("newline", N_("Line ends"), said, 1))
    return tuple(records)


def _written(
    table: ReadTable,
    recipe: Recipe,
    tallies: dict[str, Tally],
    write: Callable[[Iterable[Sequence[str]]], object],
) -> tuple[int, tuple[str, ...]]:
    """Write names and rows; return the number of rows and the names."""
    frames = apply(table, recipe, tallies)
    if {use.name for use in recipe.steps} == {"header_names"}:
        # no cell changes: a million rows need no frames
        next(frames)
        names = tuple(recipe.steps[0].options["named"])
        write([names])
        rows = 0
        for _, records in table.batches():
            write(squared(records, table.width))
            rows += len(records)
        return rows, names
    columns: tuple[str, ...] = ()
    rows = 0
    for frame in frames:
        if not columns:
            columns = tuple(map(str, frame.columns))
            write([columns])
        rows += len(frame)
        write(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
    return rows, columns


def _followed(frame: pd.DataFrame, recipe: Recipe, tallies: dict[str, Tally]) -> pd.DataFrame:
    for use in recipe.steps:
        frame = STEPS[use.name].apply(frame, use.options, tallies[use.name])
    return frame


def _shape_steps(table: ReadTable, found: Survey, names: list[str]) -> Iterator[StepUse]:
    place = {"row": table.header_row or 0, **({"left": table.left} if table.left else {})}
    yield StepUse("header_names", {"given": list(table.header), "named": names, **place})
    if found.notes_from is not None:
        yield StepUse("notes_below", {"from": found.notes_from})
    if found.sections:
        yield StepUse("section_rows", _sections(table, found, names))
    if found.blank_rows and not table.keeps_blank_rows:
        yield StepUse("blank_rows")
    places = [
        place
        for place, facts in enumerate(found.columns)
        if not facts.filled and not table.header[place].strip()
    ]
    if places and len(places) < len(names):
        yield StepUse("blank_columns", {"places": places})


def _sections(table: ReadTable, found: Survey, names: list[str]) -> dict[str, Any]:
    headings = {}
    for start, records in table.batches():
        for number in found.sections:
            if start <= number < start + len(records):
                texts = (cell for cell in records[number - start] if cell.strip())
                headings[str(number)] = next(texts, "")
    return {"column": clear_names([*names, _SECTION])[-1], "headings": headings}


def _cell_steps(names: list[str], columns: list[ColumnFacts]) -> Iterator[StepUse]:
    wanted = {
        "controls": [facts.controls for facts in columns],
        "composed_kana": [facts.marks_apart for facts in columns],
        "line_breaks": [facts.returns for facts in columns],
        "blanks": [facts.edges or facts.controls for facts in columns],
        "full_width": [facts.full_width and facts.is_structured for facts in columns],
        "thousands": [facts.commas and facts.is_numeric for facts in columns],
    }
    for step, flags in wanted.items():
        chosen = [name for name, flag in zip(names, flags, strict=True) if flag]
        if chosen:
            yield StepUse(step, {"columns": chosen})


def _merged(steps: list[StepUse], like: Recipe | None) -> Iterator[StepUse]:
    earlier = {use.name: use for use in like.steps} if like else {}
    own = {use.name: use for use in steps}
    for name in STEPS:
        use = own.get(name)
        before = earlier.get(name)
        if before is None or "columns" not in before.options:
            if use is not None:
                yield use
            continue
        columns = [*(use.options["columns"] if use else ()), *before.options["columns"]]
        yield replace(before, options={"columns": list(dict.fromkeys(columns))})


def _records(table: ReadTable, tallies: dict[str, Tally]) -> Iterator[StepRecord]:
    if table.above or len(table.header_rows) > 1:
        said = Message(
            N_("{count} rows above the data were read as titles and names."),
            {"count": table.first_data_record},
        )
        yield StepRecord("header_row", N_("Header below titles"), said, table.first_data_record)
    for name, tally in tallies.items():
        if tally.cell_count:
            yield record_of(STEPS[name], tally)
