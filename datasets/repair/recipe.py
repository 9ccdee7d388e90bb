"""A recipe: named steps that turn what was sent into a table, and what each of them did.

A recipe names columns and settings, and records only where the shape of one file is meant, so that
next year's file can be mended alike.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.kernel.errors import InvalidDraft
from datasets.kernel.messages import N_, Message

EXAMPLES = 5
_EXAMPLE_CHARS = 80

Sink = Callable[[int, str, str, str], None]
"""Is told of every change: record in the file from 1, column, before, after."""


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

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it names."""
        return tuple(self.options.get("columns", ()))


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps in the order in which they are taken.

    Attributes:
        choices: What a person decided, by the key of an offer; replayed with the steps.
        source: Where in which kind of file the table stands, for the exported script.
        told: What a person corrected of how it was read, replayed before the steps.
    """

    steps: tuple[StepUse, ...] = ()
    choices: Mapping[str, bool] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The recipe as JSON values."""
        steps = [{"step": use.name, "options": dict(use.options)} for use in self.steps]
        told: dict[str, Any] = {"steps": steps}
        if self.choices:
            told["choices"] = dict(self.choices)
        if self.source:
            told["source"] = dict(self.source)
        if self.told:
            told["told"] = dict(self.told)
        return told

    def to_json(self) -> str:
        """The recipe as a JSON document."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Recipe":
        """The recipe that `as_json` told.

        Raises:
            InvalidDraft: if it is no recipe.
        """
        try:
            steps = tuple(StepUse(str(s["step"]), dict(s["options"])) for s in told["steps"])
            choices = {str(key): bool(value) for key, value in told.get("choices", {}).items()}
            return cls(steps, choices, dict(told.get("source", {})), dict(told.get("told", {})))
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            raise InvalidDraft(N_("This is not a recipe.")) from fault

    @classmethod
    def from_json(cls, document: str) -> "Recipe":
        """The recipe that `to_json` wrote.

        Raises:
            InvalidDraft: if it is no recipe.
        """
        try:
            return cls.of(json.loads(document))
        except ValueError as fault:
            raise InvalidDraft(N_("This is not a recipe.")) from fault


@dataclass(slots=True)
class Tally:
    """What a step has done so far, over all chunks.

    Attributes:
        sink: Is told of every change; None if only counts and examples are wanted.
    """

    cell_count: int = 0
    columns: dict[str, None] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    sink: Sink | None = None

    def add(self, row: int, column: str, before: str, after: str) -> None:
        """Count a change; the first five are kept as examples."""
        self.cell_count += 1
        self.columns.setdefault(column)
        if len(self.examples) < EXAMPLES:
            texts = before[:_EXAMPLE_CHARS], after[:_EXAMPLE_CHARS]
            self.examples.append(Example(row, column, *texts))
        if self.sink is not None:
            self.sink(row, column, before, after)


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
            "examples": examples_json(self.examples),
        }


def examples_json(examples: tuple[Example, ...]) -> list[dict[str, Any]]:
    """Examples as they are kept in the database."""
    return [
        {"row": e.row, "column": e.column, "before": e.before, "after": e.after} for e in examples
    ]
