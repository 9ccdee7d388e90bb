"""A public table that an address names, and addresses that ask it something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from datasets import queries
from datasets.kernel.errors import NotFound
from datasets.kernel.messages import N_
from datasets.models.dataset import Dataset
from datasets.queries import PublicFile
from datasets.scoring import columns_of
from datasets.tables.column import Column, ColumnRole, ColumnType
from datasets.tables.query import RowQuery, column_key
from portal.web.context import services

Args = Iterable[tuple[str, str]]

MOST_TELLING = 10
_ONCE = (ColumnRole.NAME, ColumnRole.ADDRESS, ColumnRole.PHONE)
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_FIRST = (
    ColumnRole.NAME,
    ColumnRole.DATE,
    ColumnRole.YEAR,
    ColumnRole.CATEGORY,
    ColumnRole.AGE,
    ColumnRole.SEX,
    ColumnRole.MEASURE,
    ColumnRole.ADDRESS,
    ColumnRole.FLAG,
    ColumnRole.PHONE,
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A public file with rows, of a dataset that was loaded whole.

    Attributes:
        columns: Of the version the public sees, in order.
    """

    dataset: Dataset
    file: PublicFile
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """Under which its rows lie in the table store."""
        return self.file.version.table_key or ""

    @property
    def rows(self) -> int:
        """Rows of the whole table."""
        return self.file.version.rows or 0

    @property
    def names(self) -> dict[str, Any]:
        """What an address of it needs: dataset and file."""
        return {"slug": self.dataset.slug, "file": self.file.distribution.name}

    def url(self, endpoint: str, args: Args = (), **values: Any) -> str:
        """An address of this table; names of columns in `args` never meet those of the address."""
        return with_args(url_for(endpoint, **self.names, **values), args)

    def asked(self, endpoint: str, query: RowQuery, more: Args = (), **values: Any) -> str:
        """An address that asks a question of this table."""
        return self.url(endpoint, [*query.to_args(self.columns), *more], **values)

    def key_of(self, column: Column) -> str:
        """What a column is called in an address."""
        return column_key(self.columns, self.columns.index(column))

    def note(self, column: Column, locale: str) -> str:
        """What a column means, in the reader's language if it is written, else in the other."""
        written = self.file.distribution.column_notes.get(column.name, {})
        other = next((text for text in written.values() if text), column.description)
        return written.get(locale) or other


def public_table(session: Session, slug: str, name: str) -> TableFile:
    """One table of a published dataset.

    Raises:
        NotFound: if there is none of that name that the public may know of.
        Gone: if the dataset has been withdrawn.
    """
    dataset = queries.public_dataset(session, slug)
    return opened(dataset, queries.public_file(dataset, name))


def opened(dataset: Dataset, file: PublicFile) -> TableFile:
    """A file of a dataset that was loaded whole, as a table.

    Raises:
        NotFound: if it is not a table, or its rows are not ready.
    """
    key = file.version.table_key
    if key is None or not services().tables.has(key):
        raise NotFound(
            N_("The file “{name}” is not a table, so it has no rows."), name=file.distribution.name
        )
    return TableFile(dataset, file, columns_of(file.version))


def with_args(address: str, args: Args) -> str:
    """An address with arguments, encoded as UTF-8."""
    asked = urlencode(list(args))
    return f"{address}?{asked}" if asked else address


def telling(columns: Sequence[Column], most: int = MOST_TELLING) -> list[Column]:
    """The columns that say most to a reader: names first, blanks and codes last.

    Args:
        columns: Of a whole table.
        most: How many at most, n >= 1.
    """
    known = [column for column in columns if column.distinct_count or not column.blank_count]
    firsts = {column.role: column for column in reversed(known)}
    ranked = sorted(known, key=lambda column: _weight(column, firsts))[:most]
    kept = [column for column in columns if column in ranked] or list(columns[:most])
    named = firsts.get(ColumnRole.NAME)
    if named is None or named not in kept:
        return kept
    return [named, *(column for column in kept if column is not named)]


def is_number(column: Column) -> bool:
    """Whether its digits stand under each other."""
    coded = column.role in (ColumnRole.ID, ColumnRole.YEAR, ColumnRole.AREA_CODE)
    return column.type in _NUMBERS and not coded


def has_places(columns: Sequence[Column]) -> bool:
    """Whether its rows can be shown on a map."""
    roles = {column.role for column in columns}
    places = {ColumnRole.LATITUDE, ColumnRole.LONGITUDE} <= roles
    return places or any(column.name == "geometry" for column in columns)


def _weight(column: Column, firsts: Mapping[ColumnRole, Column]) -> int:
    """How late a column comes; a value that every row has tells nothing of a row."""
    last = len(_FIRST)
    if column.distinct_count == 1 and not column.blank_count:
        return last + 2
    if column.role in _ONCE and firsts[column.role] is not column:
        return last + 1
    if column.distinct_count == 1:  # a 1 or a blank: said of some rows
        return _FIRST.index(ColumnRole.FLAG)
    return _FIRST.index(column.role) if column.role in _FIRST else last
