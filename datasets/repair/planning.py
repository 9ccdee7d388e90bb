"""Look at a whole table and say how to mend it: what is safe, what a person must decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.kernel.messages import Message
from datasets.reading.result import Defect, ReadTable
from datasets.repair.names import clear_names
from datasets.repair.offers import Decisions, Offer, offer_key
from datasets.repair.plain_copy import PlainCopy
from datasets.repair.recipe import Recipe, StepUse
from datasets.repair.sequence import STEPS
from datasets.repair.step import Found, Seen, Step
from datasets.repair.survey import Survey, leave_out, survey
from datasets.repair.unmended import unmended


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the plan, taken or only offered.

    Attributes:
        fixed: The table cannot be written without, so it is no offer.
    """

    use: StepUse
    doubtful: bool
    taken: bool
    fixed: bool = False

    @property
    def offer(self) -> Offer:
        """The stage for a person to decide, not yet counted."""
        step = STEPS[self.use.name]
        return Offer(
            key=offer_key(step.name, self.use.columns),
            step=step.name,
            title=step.title,
            sentence=Message(step.sentence, {"count": 0}),
            columns=self.use.columns,
            doubtful=self.doubtful,
            taken=self.taken,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is mended.

    Attributes:
        stages: All that was found, in order.
        survey: Rows, notes and defects of this file.
        choices: What was decided, to be kept with the recipe.
        defects: What is wrong and cannot be mended.
        copy: The table as it stands under clear names, as CSV; None if it was not to be written,
            or needs quotation marks.
    """

    stages: tuple[Stage, ...]
    survey: Survey
    choices: Mapping[str, bool]
    defects: tuple[Defect, ...] = ()
    copy: PlainCopy | None = None

    @property
    def recipe(self) -> Recipe:
        """The stages that are taken; to be kept, and replayed on the next file of the kind."""
        return Recipe(tuple(stage.use for stage in self.stages if stage.taken), self.choices)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What may be switched on and off; counted once the table is written."""
        return tuple(stage.offer for stage in self.stages if not stage.fixed)


def plan(
    table: ReadTable,
    *,
    like: Recipe | None = None,
    choices: Mapping[str, bool] | None = None,
    only: Sequence[str] | None = None,
    everything: bool = False,
    copy_to: Path | None = None,
) -> Plan:
    """Look at the whole table and say how to mend it.

    Args:
        table: As read.
        like: A recipe that was used before: its steps are taken for the columns they name and its
            choices hold, besides what this table needs of itself.
        choices: What a person decided, by the key of an offer; wins over `like`.
        only: Names of the only steps to consider; all if None.
        everything: Take what is doubtful too, unless it was decided against.
        copy_to: Where the table may be written on the way, see `Plan.copy`.
    """
    found, copy = _surveyed(table, copy_to)
    seen = Seen(table, tuple(facts.name for facts in found.columns), found)
    kept = {**(like.choices if like else {}), **(choices or {})}
    decisions = Decisions(kept, like.steps if like else (), everything)
    stages: list[Stage] = []
    for step in STEPS.values():
        considered = only is None or step.name in only
        new = list(_stages(step, seen, decisions, considered=considered))
        _count_without(seen, new)
        stages.extend(new)
    return Plan(tuple(stages), found, kept, (*found.defects, *unmended(seen)), copy)


def _surveyed(table: ReadTable, copy_to: Path | None) -> tuple[Survey, PlainCopy | None]:
    if copy_to is None:
        return survey(table), None
    with PlainCopy(copy_to, clear_names(table.header)) as copy:
        found = survey(table, copy)
    return found, copy if copy.complete else None


def _stages(step: Step, seen: Seen, decisions: Decisions, *, considered: bool) -> Iterable[Stage]:
    founds = [one for one in step.detect(seen) if considered or one.fixed]
    if step.by_column and considered:
        founds = _together([*founds, *_as_before(step, seen, founds, decisions)])
    for found in founds:
        if step.by_column:
            yield from _divided(step, found, decisions)
        else:
            decided = decisions.of(step.name, found.columns)
            taken = found.fixed or (not found.doubtful if decided is None else decided)
            yield Stage(_use(step, found, found.columns), found.doubtful, taken, found.fixed)


def _as_before(
    step: Step, seen: Seen, founds: Sequence[Found], decisions: Decisions
) -> Iterator[Found]:
    """What an earlier recipe did to columns in which nothing was found this time."""
    met = {column for found in founds for column in found.columns}
    for use in decisions.earlier:
        if use.name != step.name:
            continue
        columns = tuple(c for c in use.columns if c in seen.names and c not in met)
        if columns:
            further = {name: value for name, value in use.options.items() if name != "columns"}
            yield Found(columns, further)


def _count_without(seen: Seen, stages: Sequence[Stage]) -> None:
    """Columns are what their rows make them: totals that are set apart say nothing of them."""
    for stage in stages:
        if stage.taken and "records" in stage.use.options:
            rows = seen.rows or seen.last_rows
            leave_out(seen.survey, (rows[n] for n in stage.use.options["records"] if n in rows))
            for number in stage.use.options["records"]:
                rows.pop(number, None)


def _together(founds: Sequence[Found]) -> list[Found]:
    """Findings that differ in their columns only, as one."""
    alike: list[Found] = []
    for found in founds:
        for place, one in enumerate(alike):
            if (one.options, one.doubtful) == (found.options, found.doubtful):
                alike[place] = replace(one, columns=(*one.columns, *found.columns))
                break
        else:
            alike.append(found)
    return alike


def _divided(step: Step, found: Found, decisions: Decisions) -> Iterator[Stage]:
    """The columns that are wanted, and those that are not."""
    wanted: dict[bool, list[str]] = {True: [], False: []}
    for column in found.columns:
        decided = decisions.of_column(step.name, column)
        wanted[not found.doubtful if decided is None else decided].append(column)
    for taken, columns in wanted.items():
        if columns:
            yield Stage(_use(step, found, tuple(columns)), found.doubtful, taken)


def _use(step: Step, found: Found, columns: tuple[str, ...]) -> StepUse:
    options = dict(found.options)
    if columns:
        options["columns"] = list(columns)
    return StepUse(step.name, options)
