"""What a built-in app is: a question asked of published tables, answered with a figure.

A template names the columns it needs (`slots`), says whether a table has them (`fits`), and
answers from the rows (`answer`). What staff chose is kept as JSON, which `config` reads.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from datasets.kernel.messages import Message
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.store import TableStore

COLOURS = ("indigo", "green", "amber", "rose")

Asked = Mapping[str, Sequence[str]]
Address = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A public table as a built-in app sees it.

    Attributes:
        dataset: Slug; `file` is the file's name in addresses.
        title: Of the dataset, by language; likewise `organization`.
        key: Under which its rows lie in the table store.
        rows: Of the whole table, n >= 0.
        license: Code of `datasets.vocabulary.LICENSES`.
        area_code: Six-digit code of the city it is of; empty if none.
    """

    dataset: str
    file: str
    title: Mapping[str, str]
    key: str
    columns: tuple[Column, ...]
    rows: int
    published_at: datetime | None = None
    modified_at: datetime | None = None
    license: str = "notspecified"
    organization: Mapping[str, str] = field(default_factory=dict)
    area_code: str = ""

    @property
    def address(self) -> Address:
        """Slug of the dataset and name of the file."""
        return self.dataset, self.file

    def column(self, name: str) -> Column | None:
        """The column of that name; None if there is none."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for columns in a template.

    Attributes:
        name: Key in the stored configuration.
        title: What it is for; a msgid.
        roles: Of the columns it takes; any if empty.
        types: Likewise.
        needed: Whether the app cannot do without.
        most: How many columns it takes at most.
        test: What else a column must be; given a column of fitting role and type.
    """

    name: str
    title: str
    roles: tuple[ColumnRole, ...] = ()
    types: tuple[ColumnType, ...] = ()
    needed: bool = True
    most: int = 1
    test: Callable[[Column], bool] | None = None

    def takes(self, column: Column) -> bool:
        """Whether a column may stand here."""
        fitting = not self.roles or column.role in self.roles
        typed = not self.types or column.type in self.types
        return fitting and typed and (self.test is None or self.test(column))

    def candidates(self, columns: Sequence[Column]) -> list[Column]:
        """The columns that may stand here, the likeliest role first, then in the table's order."""
        found = [column for column in columns if self.takes(column)]
        if self.roles:
            found.sort(key=lambda column: self.roles.index(column.role))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something staff may choose besides columns.

    Attributes:
        title: A msgid; each choice is a value and its msgid, the first is the default.
    """

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """Columns of one table that suit a template.

    Attributes:
        columns: Names by slot; a slot without a column may be absent.
        settings: Values by name; the default where absent.
    """

    columns: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A table and which of its columns an app takes."""

    table: Table
    columns: Mapping[str, tuple[Column, ...]]

    def many(self, slot: str) -> tuple[Column, ...]:
        """The columns of a slot; none if it is empty."""
        return self.columns.get(slot, ())

    def maybe(self, slot: str) -> Column | None:
        """The first column of a slot; None if it is empty."""
        return next(iter(self.many(slot)), None)

    def one(self, slot: str) -> Column:
        """The first column of a needed slot."""
        return self.columns[slot][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What staff chose, read and checked.

    Attributes:
        sources: At least one, but for a template that gathers its tables itself.
        question: In staff's own words by language; empty where the template's question is used.
        settings: Every setting of the template, with its default where nothing was chosen.
        today: Of the city; nothing after it counts as known.
    """

    sources: tuple[Source, ...]
    question: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    colour: str = COLOURS[0]
    today: date

    @property
    def source(self) -> Source:
        """The first table."""
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer in one figure and one sentence, both computed from the rows.

    Attributes:
        figure: In `unit`; text where the answer is no number, such as a day; None if unknown.
        sentence: True of the data.
    """

    figure: int | float | str | None
    unit: str
    sentence: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an app answers; each template adds what it shows besides.

    Attributes:
        question: What is answered, in the template's words.
    """

    question: Message
    headline: Headline


class Template(ABC):
    """One kind of built-in app.

    Attributes:
        name: In addresses and in the stored configuration.
        title: What the gallery calls it; a msgid.
        promise: What it does for a resident; a msgid.
        why_not: What a table lacks where it does not fit; a msgid.
        most_sources: How many tables one app may be pointed at; 0 where it gathers them itself.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    promise: ClassVar[str]
    why_not: ClassVar[str]
    slots: ClassVar[tuple[Slot, ...]] = ()
    settings: ClassVar[tuple[Setting, ...]] = ()
    most_sources: ClassVar[int] = 1

    @abstractmethod
    def fits(self, columns: Sequence[Column], rows: int) -> Fit | None:
        """The best columns of a table for this; None if it cannot be done with them."""

    @abstractmethod
    def answer(self, tables: TableStore, config: Config, asked: Asked) -> Answer:
        """Answer from the rows.

        Args:
            tables: Where the rows lie.
            config: Read by `read_config`.
            asked: Arguments of the address, decoded; unknown ones are ignored.

        Raises:
            InvalidQuery, TookTooLong: as the store.
        """


def first_fit(template: Template, columns: Sequence[Column]) -> Fit | None:
    """The first column for every slot, none twice; None if a needed slot stays empty."""
    chosen: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for slot in template.slots:
        free = [column.name for column in slot.candidates(columns) if column.name not in taken]
        if slot.needed and not free:
            return None
        if free:
            chosen[slot.name] = tuple(free[: slot.most])
            taken.update(chosen[slot.name])
    return Fit(chosen)
