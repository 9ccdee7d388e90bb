"""What could be mended: taken by itself where it is safe, offered where a person must decide."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasets.kernel.messages import N_, Message
from datasets.repair.recipe import Example, StepUse, Tally, examples_json

_COULD = N_("{count} places could be mended.")


@dataclass(frozen=True, slots=True)
class Offer:
    """One step on some columns, which may be switched on and off.

    Attributes:
        key: Stable: the step and its columns, as a JSON list.
        step: Its name in recipes.
        title: Msgid of its heading.
        sentence: What it did, or that it could, with the number of places.
        columns: The columns it is about; none if it is about rows.
        cell_count: Places it changes, or would change; 0 before the table is written.
        examples: At most five, before and after.
        doubtful: Whether it waits for a person's yes; what is safe waits for a no.
        taken: Whether the table was made with it.
    """

    key: str
    step: str
    title: str
    sentence: Message
    columns: tuple[str, ...]
    doubtful: bool
    taken: bool
    cell_count: int = 0
    examples: tuple[Example, ...] = ()

    def counted(self, sentence: str, tally: Tally) -> "Offer":
        """The offer with what its step did or would do."""
        return replace(
            self,
            sentence=Message(sentence if self.taken else _COULD, {"count": tally.cell_count}),
            cell_count=tally.cell_count,
            examples=tuple(tally.examples),
        )

    def to_json(self) -> dict[str, Any]:
        """The offer as it is kept in the database."""
        return {
            "key": self.key,
            "step": self.step,
            "title": self.title,
            "sentence": self.sentence.to_json(),
            "columns": list(self.columns),
            "cell_count": self.cell_count,
            "examples": examples_json(self.examples),
            "doubtful": self.doubtful,
            "taken": self.taken,
        }


def offer_key(step: str, columns: Sequence[str] = ()) -> str:
    """The key of an offer: `["thousands","人口"]`."""
    return json.dumps([step, *columns], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided before: by a person, or by taking a step in an earlier recipe.

    Attributes:
        everything: What was not decided is wanted, what is doubtful too.
    """

    choices: Mapping[str, bool]
    earlier: Sequence[StepUse] = ()
    everything: bool = False

    def of(self, step: str, columns: Sequence[str]) -> bool | None:
        """Whether a step is wanted on just these columns; None if nothing was decided."""
        exact = self.choices.get(offer_key(step, columns))
        if exact is not None:
            return exact
        if any(use.name == step and use.columns == tuple(columns) for use in self.earlier):
            return True
        return True if self.everything else None

    def of_column(self, step: str, column: str) -> bool | None:
        """Whether a step that treats each column by itself is wanted on this one."""
        exact = self.choices.get(offer_key(step, (column,)))
        if exact is not None:
            return exact
        for key, wanted in self.choices.items():
            named = _parsed(key)
            if named and named[0] == step and column in named[1:]:
                return wanted
        before = any(use.name == step and column in use.columns for use in self.earlier)
        return True if before or self.everything else None


def _parsed(key: str) -> list[str]:
    try:
        named = json.loads(key)
    except ValueError:
        return []
    return named if isinstance(named, list) else []
