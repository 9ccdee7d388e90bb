"""Mend a table: follow a plan, write what came of it, and say of every cell where it came from."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from datasets.kernel.messages import N_, Message
from datasets.reading.encoding import encoding_name
from datasets.reading.result import Defect, ReadFile, ReadTable, squared
from datasets.repair.names import clear_names
from datasets.repair.offers import Offer
from datasets.repair.planning import Plan, Stage
from datasets.repair.recipe import Recipe, StepRecord, StepUse, Tally
from datasets.repair.sequence import STEPS
from datasets.repair.step import record_of


@dataclass(frozen=True, slots=True)
class RepairResult:
    """What was written.

    Attributes:
        rows: Rows below the header.
        columns: Names, unique and not blank.
        records: What each step did; steps that changed nothing are not named.
        notes: Titles and units above the table and notes below, one text each.
        defects: What a publisher should know of this table.
        offers: What may be switched on and off, counted; what would change nothing is left out.
    """

    rows: int
    columns: tuple[str, ...]
    records: tuple[StepRecord, ...]
    notes: tuple[str, ...]
    defects: tuple[Defect, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that a step changed, or the first cell of a row that it left out.

    Attributes:
        sheet: The sheet of the original; None outside workbooks.
        row: Record in the original, from 1; 0 for the name of a column.
        column: Name of the column at that step.
        place: Column in the original, from 0; None for a column that was made.
    """

    sheet: str | None
    row: int
    column: str
    place: int | None
    step: str
    before: str
    after: str


def apply(table: ReadTable, recipe: Recipe) -> Iterator[pd.DataFrame]:
    """Follow a recipe.

    Yields:
        Frames of text with named columns; the index is the record in the file from 0. At least
        one, and of at most 50,000 rows unless a step needs all rows at once.
    """
    stages = [Stage(use, doubtful=False, taken=True) for use in recipe.steps]
    return _frames(table, stages, [Tally() for _ in stages])


def changes(table: ReadTable, recipe: Recipe) -> Iterator[Change]:
    """Every cell that a recipe changes, found by following it anew."""
    places: dict[str, int] = {}
    stages = [Stage(use, doubtful=False, taken=True) for use in recipe.steps]
    met: list[Change] = []

    def sink(step: str) -> Tally:
        def keep(row: int, column: str, before: str, after: str) -> None:
            place = places.get(column)
            met.append(Change(table.sheet, row, column, place, step, before, after))

        return Tally(sink=keep)

    for use in recipe.steps:
        if use.name == "header_names":
            left = table.left
            places.update((name, place) for place, name in enumerate(use.options["named"], left))
        for old, new in dict(use.options.get("renamed", {})).items():
            places[new] = places[old]
    for _ in _frames(table, stages, [sink(use.name) for use in recipe.steps]):
        yield from met
        met.clear()


def write_changes_csv(table: ReadTable, recipe: Recipe, out: Path) -> None:
    """Write every cell that a recipe changes, with where it stands in the original."""
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("sheet", "row", "column", "name", "step", "before", "after"))
        for one in changes(table, recipe):
            place = "" if one.place is None else one.place + 1
            texts = (one.column, one.step, one.before, one.after)
            writer.writerow((one.sheet or "", one.row, place, *texts))


def write_clean_csv(table: ReadTable, planned: Plan, out: Path) -> RepairResult:
    """Write the mended table as CSV: UTF-8, LF, commas, quotes where needed, names first.

    The copy that the plan may have is used up.
    """
    tallies = [Tally() for _ in planned.stages]
    if len(planned.stages) == 1:
        rows, columns = _named_only(table, planned, tallies, out)
    else:
        if planned.copy:
            planned.copy.path.unlink()
        rows, columns = _mended(table, planned.stages, tallies, out)
    together = list(zip(planned.stages, tallies, strict=True))
    offers = (
        stage.offer.counted(STEPS[stage.use.name].sentence, tally)
        for stage, tally in together
        if not stage.fixed and tally.cell_count
    )
    taken = ((stage.use, tally) for stage, tally in together if stage.taken)
    return RepairResult(
        rows=rows,
        columns=columns,
        records=tuple(_records(table, taken)),
        notes=(*table.above, *planned.survey.notes),
        defects=(*table.defects, *planned.defects),
        offers=tuple(offers),
    )


def write_as_read(table: ReadTable, out: Path) -> None:
    """Write a table as CSV with nothing mended but its names: to be looked through only."""
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(clear_names(table.header))
        for _, records in table.batches():
            writer.writerows(squared(records, table.width))


def file_records(read: ReadFile) -> tuple[StepRecord, ...]:
    """What was done to the text of the file itself before any table: encoding, marks, line ends."""
    records = []
    if read.encoding and not read.encoding.startswith("utf-8"):
        said = Message(
            N_("The text was in {encoding} and is now UTF-8."),
            {"encoding": encoding_name(read.encoding)},
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


def recipe_of(read: ReadFile, table: ReadTable, planned: Plan) -> Recipe:
    """The recipe with what a script must know of the file to find the table in it."""
    source: dict[str, Any] = {
        "kind": "cube" if any(one.code == "W_CUBE" for one in table.defects) else read.kind,
        "encoding": read.encoding,
        "delimiter": read.delimiter,
        "sheet": table.sheet,
        "first": table.first_data_record,
        "left": table.left,
        "stop": planned.survey.stop,
        "width": table.width,
    }
    return replace(planned.recipe, source=source)


def _named_only(
    table: ReadTable, planned: Plan, tallies: Sequence[Tally], out: Path
) -> tuple[int, tuple[str, ...]]:
    """Write a table of which no cell changes, without a frame; the number of rows and the names."""
    next(_frames(table, planned.stages, tallies))  # counts the names that change
    names = tuple(planned.stages[0].use.options["named"])
    if planned.copy:
        planned.copy.path.replace(out)
        return planned.copy.rows, names
    rows = 0
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for _, records in table.batches():
            writer.writerows(squared(records, table.width))
            rows += len(records)
    return rows, names


def _mended(
    table: ReadTable, stages: Sequence[Stage], tallies: Sequence[Tally], out: Path
) -> tuple[int, tuple[str, ...]]:
    """Write a table step by step; the number of rows and the names."""
    columns: tuple[str, ...] = ()
    rows = 0
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for frame in _frames(table, stages, tallies):
            if not columns:
                columns = tuple(map(str, frame.columns))
                writer.writerow(columns)
            rows += len(frame)
            writer.writerows(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
    return rows, columns


def _frames(
    table: ReadTable, stages: Sequence[Stage], tallies: Sequence[Tally]
) -> Iterator[pd.DataFrame]:
    """The frames of a table after all stages that are taken; the others are only counted."""
    wholes = (n for n, stage in enumerate(stages) if STEPS[stage.use.name].whole)
    cut = next(wholes, len(stages))
    before, after = slice(0, cut), slice(cut, None)
    parts = (_followed(frame, stages[before], tallies[before]) for frame in _raw(table))
    if cut == len(stages):
        yield from parts
        return
    yield _followed(pd.concat(list(parts)), stages[after], tallies[after])


def _raw(table: ReadTable) -> Iterator[pd.DataFrame]:
    empty = True
    for frame in table.frames():
        empty = False
        yield frame
    if empty:
        blank = pd.DataFrame(columns=range(table.width), dtype=object)
        yield blank.set_index(pd.RangeIndex(0))


def _followed(
    frame: pd.DataFrame, stages: Sequence[Stage], tallies: Sequence[Tally]
) -> pd.DataFrame:
    for stage, tally in zip(stages, tallies, strict=True):
        step = STEPS[stage.use.name]
        if stage.taken:
            frame = step.apply(frame, stage.use.options, tally)
        else:
            step.apply(frame.copy(deep=False), stage.use.options, tally)
    return frame


def _records(table: ReadTable, taken: Iterable[tuple[StepUse, Tally]]) -> Iterator[StepRecord]:
    if table.above or len(table.header_rows) > 1:
        said = Message(
            N_("{count} rows above the data were read as titles and names."),
            {"count": table.first_data_record},
        )
        yield StepRecord("header_row", N_("Header below titles"), said, table.first_data_record)
    for use, tally in taken:
        if tally.cell_count:
            yield record_of(STEPS[use.name], tally)
