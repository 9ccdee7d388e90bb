"""A recipe: named steps that turn what was sent into a table, and what each of them did.

A recipe names columns and settings, never cells, so that next year's file can be mended alike.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from datasets.kernel.errors import InvalidDraft
from datasets.kernel.messages import N_, Message

EXAMPLES = 5
_EXAMPLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Example:
    """One cell before and after; `row` is the record in the file from 1, the texts are cut."""

    row: int
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepUse:
    """A step with its settings; `options` is plain JSON."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps in the order in which they are taken."""

    steps: tuple[StepUse, ...] = ()

    def to_json(self) -> str:
        """The recipe as a JSON document."""
        steps = [{"step": use.name, "options": dict(use.options)} for use in self.steps]
        return json.dumps({"steps": steps}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, document: str) -> "Recipe":
        """The recipe that `to_json` wrote.

        Raises:
            InvalidDraft: if it is no recipe.
        """
        try:
            steps = json.loads(document)["steps"]
            return cls(tuple(StepUse(str(step["step"]), dict(step["options"])) for step in steps))
        except (KeyError, TypeError, ValueError) as fault:
            raise InvalidDraft(N_("This is not a recipe.")) from fault


@dataclass(slots=True)
class Tally:
    """What a step has done so far, over all chunks."""

    cell_count: int = 0
    columns: dict[str, None] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def add(self, row: int, column: str, before: str, after: str) -> None:
        """Count a change; the first five are kept as examples."""
        self.cell_count += 1
        self.columns.setdefault(column)
        if len(self.examples) < EXAMPLES:
            texts = before[:_EXAMPLE_CHARS], after[:_EXAMPLE_CHARS]
            self.examples.append(Example(row, column, *texts))


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What a step did to one file.

    Attributes:
        name: The step.
        title: Msgid of its heading.
        sentence: What was mended, with the number of places.
        cell_count: Cells, rows, columns or names changed, as the step counts.
        columns: Columns touched, in order.
        examples: At most five.
    """

    name: str
    title: str
    sentence: Message
    cell_count: int
    columns: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as it is kept in the database."""
        return {
            "name": self.name,
            "title": self.title,
            "sentence": self.sentence.to_json(),
            "cell_count": self.cell_count,
            "columns": list(self.columns),
            "examples": [
                {"row": e.row, "column": e.column, "before": e.before, "after": e.after}
                for e in self.examples
            ],
        }


class Step(Protocol):
    """One kind of mending.

    Attributes:
        name: Stable; in recipes.
        title: Msgid of its heading.
        sentence: Msgid with the place `count`.
    """

    name: str
    title: str
    sentence: str

    def apply(self, frame: pd.DataFrame, options: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
        """Mend a frame of text and count what changed.

        Args:
            frame: Columns of dtype object holding str; the index is the record in the file from 0.
                It may be changed.
            options: The settings of the recipe; what they name may be missing from the frame.
            tally: Where changes are counted.
        """
        ...


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
