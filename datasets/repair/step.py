"""What a step of a recipe is: a detector, a mender, and words for both languages.

Menders are plain functions of text or of frames at the top level of the step's module, named alike
nowhere else, so that the exported script can hold them as they stand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from datasets.kernel.messages import Message
from datasets.reading.result import ReadTable, Record, squared
from datasets.repair.cells import change, is_blank
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.recipe import StepRecord, Tally
from datasets.repair.survey import Survey

_MOST_CELLS_HELD = 1_000_000


class Fit(IntEnum):
    """Whether a step has something to do in a column."""

    NO = 0
    SAFE = 1
    DOUBTFUL = 2


@dataclass(frozen=True)
class Seen:
    """A table as the first look found it."""

    table: ReadTable
    names: tuple[str, ...]
    survey: Survey

    @property
    def columns(self) -> list[ColumnFacts]:
        """One a column."""
        return self.survey.columns

    @cached_property
    def rows(self) -> dict[int, Record]:
        """The records by their number, without blank ones, notes and headings between them.

        None of a table that is too large to be held: what needs them is not looked for then.
        """
        if self.survey.rows * self.table.width > _MOST_CELLS_HELD:
            return {}
        stop = self.survey.notes_from
        return {
            number: record
            for start, records in self.table.batches()
            for number, record in enumerate(squared(records, self.table.width), start)
            if (stop is None or number < stop) and number not in self.survey.sections
            if not is_blank("".join(record))
        }

    @property
    def last_rows(self) -> dict[int, Record]:
        """The last records before any notes, by their number."""
        return dict(self.survey.last_rows)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a step could mend.

    Attributes:
        columns: Which it is about, by the names the table will have.
        options: Further settings of the step.
        doubtful: A person must decide.
        fixed: It is no one's choice: the table cannot be written without.
    """

    columns: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    doubtful: bool = False
    fixed: bool = False


class Step(Protocol):
    """One kind of mending.

    Attributes:
        name: Stable; in recipes, and the name of its module.
        title: Msgid of its heading.
        sentence: Msgid with the place `count`.
        by_column: It treats every column by itself.
        whole: It needs all rows at once.
    """

    name: str
    title: str
    sentence: str
    by_column: bool
    whole: bool

    def detect(self, seen: Seen) -> Iterable[Found]:
        """What there is to do in a table."""
        ...

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend a frame of text and count what changed.

        Args:
            frame: Columns of dtype object holding str; the index is the record in the file from 0.
                It may be changed.
            options: The settings of the recipe; what they name may be missing from the frame.
            tally: Where changes are counted.
        """
        ...


@dataclass(slots=True, kw_only=True)
class CellStep:
    """Mends cells one by one, each from its own text.

    Attributes:
        mended: The text a cell shall have; also takes the further options by name.
        fits: Whether a column wants it.
        found: The detector, where one column alone does not tell.
    """

    name: str
    title: str
    sentence: str
    mended: Callable[..., str]
    fits: Callable[[ColumnFacts], Fit | bool]
    found: Callable[[Seen], Iterable[Found]] | None = None
    by_column: bool = True
    whole: bool = False

    def detect(self, seen: Seen) -> Iterator[Found]:
        """One finding for the columns that are safe, one for those in doubt."""
        if self.found is not None:
            yield from self.found(seen)
        fits = {facts.name: int(self.fits(facts)) for facts in seen.columns if facts.filled}
        for fit in (Fit.SAFE, Fit.DOUBTFUL):
            columns = tuple(name for name, found in fits.items() if found == fit)
            if columns:
                yield Found(columns, doubtful=fit is Fit.DOUBTFUL)

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the columns that the options name."""
        further = {name: value for name, value in options.items() if name != "columns"}
        mended = self.mended
        mend = (lambda text: mended(text, **further)) if further else mended
        return change(frame, options.get("columns", ()), mend, tally)


@dataclass(slots=True, kw_only=True)
class FrameStep:
    """Mends rows, columns or several cells together.

    Attributes:
        mended: Frame and options by name to frame; the given frame stays as it is.
        found: The detector.
        counts: Rows or columns instead of cells, where that is what a person counts.
    """

    name: str
    title: str
    sentence: str
    mended: Callable[..., pd.DataFrame]
    found: Callable[[Seen], Iterable[Found]]
    by_column: bool = False
    whole: bool = False

    def detect(self, seen: Seen) -> Iterable[Found]:
        """As its detector says."""
        return self.found(seen)

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend the frame and count what is different now."""
        after = self.mended(frame, **options)
        compare(frame, after, tally)
        return after


def compare(before: pd.DataFrame, after: pd.DataFrame, tally: Tally) -> None:
    """Count what differs between two frames: rows left out, columns, names, else cells."""
    if len(after.columns) == len(before.columns) and not after.columns.equals(before.columns):
        before = before.set_axis(after.columns, axis=1)
    if after.index.is_unique and len(after) < len(before):
        _count_rows_left_out(before, after, tally)
    if after.index.is_unique:
        _compare_cells(before, after, tally)
        _count_new_cells(before, after, tally)
    _count_columns_left_out(before, after, tally)


def _count_rows_left_out(before: pd.DataFrame, after: pd.DataFrame, tally: Tally) -> None:
    gone = before[~before.index.isin(after.index)]
    for row, cells in zip(gone.index.tolist(), gone.to_numpy(), strict=True):
        text = next(((n, c) for n, c in zip(gone.columns, cells, strict=True) if c.strip()), None)
        if text is None:
            tally.cell_count += 1
        else:
            tally.add(row + 1, str(text[0]), text[1], "")


def _compare_cells(before: pd.DataFrame, after: pd.DataFrame, tally: Tally) -> None:
    rows = after.index.tolist()
    kept = before if len(before) == len(after) else before.loc[after.index]
    for name in after.columns:
        if name not in before.columns:
            continue
        old, new = kept[name].tolist(), after[name].tolist()
        if old == new:
            continue
        for row, one, other in zip(rows, old, new, strict=True):
            if one != other:
                tally.add(row + 1, str(name), one, other)


def _count_new_cells(before: pd.DataFrame, after: pd.DataFrame, tally: Tally) -> None:
    if len(after) != len(before):
        return  # the rows left out are what is counted
    for name in after.columns:
        if name not in before.columns:
            for row, text in zip(after.index.tolist(), after[name].tolist(), strict=True):
                if text:
                    tally.add(row + 1, str(name), "", text)


def _count_columns_left_out(before: pd.DataFrame, after: pd.DataFrame, tally: Tally) -> None:
    if tally.cell_count or not after.index.is_unique:
        if not after.index.is_unique and not tally.cell_count:
            tally.cell_count = len(before)
        return
    for name in before.columns:
        if name not in after.columns:
            tally.add(1, str(name), "", "")


def record_of(step: Step, tally: Tally) -> StepRecord:
    """What the step did, in words."""
    return StepRecord(
        name=step.name,
        title=step.title,
        sentence=Message(step.sentence, {"count": tally.cell_count}),
        cell_count=tally.cell_count,
        columns=tuple(tally.columns),
        examples=tuple(tally.examples),
    )
